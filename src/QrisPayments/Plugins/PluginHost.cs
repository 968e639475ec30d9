using Microsoft.Extensions.Primitives;
using QrisPayments.Plugins.Providers;

namespace QrisPayments.Plugins;

/// <summary>
/// Keeps the plugins of this node as the folders, the database and configuration say. Each change makes a new
/// <see cref="PluginCatalog"/>; work that is under way finishes with the one it began with.
/// </summary>
internal sealed class PluginHost(
    OperatorDecisions decisions, PluginInstaller installer, PluginAccounts accounts, ActiveParts parts, PluginUnloader unloader)
    : IAsyncDisposable, IDisposable
{
    // Neither this nor the source of changes is disposed of: they hold nothing, and the last caller may still be looking at them.
    private readonly SemaphoreSlim _one = new(1);
    private bool _hasEnded;
    private volatile PluginCatalog _current = PluginCatalog.Empty;
    private CancellationTokenSource _nextChange = new();

    public PluginCatalog Current => _current;

    /// <summary>Versions that were switched off or replaced and do not leave the memory; a restart frees it.</summary>
    public IReadOnlyList<LingeringPlugin> Lingering => unloader.Lingering;

    /// <summary>Tells, once, that there is another <see cref="Current"/>. Take it before you look at the catalog.</summary>
    public IChangeToken Changed() => new CancellationChangeToken(_nextChange.Token);

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        // After a reload that is under way, whose catalog would otherwise never end.
        await _one.WaitAsync();
        _hasEnded = true;
        var last = _current;
        _current = PluginCatalog.Empty;
        _one.Release();
        await unloader.EndAsync(last);
    }

    /// <summary>
    /// Loads what may run. The faults are those of the set-up itself and stop the start: a missing folder, settings in configuration that
    /// are wrong or belong to no plugin. A bad plugin, or a stored account that no longer fits, is left out by itself.
    /// </summary>
    /// <param name="hasDatabase">False when there is none to ask for what the operator decided.</param>
    /// <param name="cancellationToken">Set when the start is given up.</param>
    public Task<IReadOnlyList<Fault>> StartAsync(bool hasDatabase, CancellationToken cancellationToken) => ReloadAsync(
        () => hasDatabase ? decisions.ReadFirstAsync(cancellationToken) : Task.FromResult(Decisions.None), cancellationToken);

    /// <summary>Brings everything up to date; what did not change stays as it is.</summary>
    public Task<IReadOnlyList<Fault>> ReloadAsync(CancellationToken cancellationToken) =>
        ReloadAsync(() => decisions.ReadAsync(cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<Fault>> ReloadAsync(Func<Task<Decisions>> read, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_hasEnded) return [];
            // Not before it is our turn: what was read earlier could undo what another reload has read since.
            var decided = await read();
            var before = _current;
            var faults = new List<Fault>();
            var installed = await installer.InstallAsync(before, decided.Plugins, faults);
            var states = await accounts.MakeAsync(installed, before, decided.Accounts, faults);
            _current = await parts.MakeAsync(new PluginCatalog(installed, states, [], []), before);
            unloader.Retire(before, _current);
            await Interlocked.Exchange(ref _nextChange, new CancellationTokenSource()).CancelAsync();
            return faults;
        }
        finally
        {
            _one.Release();
        }
    }
}
