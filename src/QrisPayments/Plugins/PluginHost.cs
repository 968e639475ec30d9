using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using QrisPayments.Foundation;
using QrisPayments.Plugins.Inspection;
using QrisPayments.Plugins.Providers;
using QrisPayments.Settings;

namespace QrisPayments.Plugins;

/// <summary>
/// Keeps the plugins of this node as the folders, the database and configuration say. Each change makes a new
/// <see cref="PluginCatalog"/>; work that is under way finishes with the one it began with.
/// </summary>
internal sealed class PluginHost(
    PluginInspector inspector, PluginInstaller installer, PluginStore plugins, AccountStore stored, AccountFactory factory, ActiveParts parts, PluginUnloader unloader,
    IOptions<PluginOptions> options, IOptions<IProviderOrderOptions> order, ILogger<PluginHost> logger) : IAsyncDisposable, IDisposable
{
    // Neither this nor the source of changes is disposed of: they hold nothing, and who came last may still be looking at them.
    private readonly SemaphoreSlim _one = new(1);
    private bool _hasEnded;
    private volatile PluginCatalog _current = PluginCatalog.Empty;
    private CancellationTokenSource _nextChange = new();

    /// <summary>What the operator decided, as the database keeps it.</summary>
    private sealed record Decided(IReadOnlyList<PluginRow> Plugins, IReadOnlyList<StoredAccount> Accounts);

    public PluginCatalog Current => _current;

    /// <summary>Versions that were switched off or replaced and do not leave the memory; a restart frees it.</summary>
    public IReadOnlyList<LingeringPlugin> Lingering => unloader.Lingering;

    /// <summary>Tells, once, that there is another <see cref="Current"/>. Take it before you look at the catalog.</summary>
    public IChangeToken Changed() => new CancellationChangeToken(_nextChange.Token);

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        // After a reload that is under way, which would make a catalog that nobody ends.
        await _one.WaitAsync();
        _hasEnded = true;
        var last = _current;
        _current = PluginCatalog.Empty;
        _one.Release();
        await unloader.EndAsync(last);
    }

    /// <summary>
    /// Loads what may run. The faults are those of the set-up itself and stop the start: a missing folder, settings in
    /// configuration that are wrong or belong to nobody. A bad plugin, or a stored account that no longer fits, is left out by itself.
    /// </summary>
    /// <param name="hasDatabase">False when there is none to ask for what the operator decided.</param>
    /// <param name="cancellationToken">Set when the start is given up.</param>
    public async Task<IReadOnlyList<Fault>> StartAsync(bool hasDatabase, CancellationToken cancellationToken) =>
        await ReloadAsync(() => hasDatabase ? ReadFirstAsync(cancellationToken) : Task.FromResult<Decided>(new([], [])), cancellationToken);

    /// <summary>Brings everything up to date; what did not change stays as it is.</summary>
    public Task<IReadOnlyList<Fault>> ReloadAsync(CancellationToken cancellationToken) => ReloadAsync(() => ReadAsync(cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<Fault>> ReloadAsync(Func<Task<Decided>> read, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_hasEnded) return [];
            // Not before it is our turn: what was read earlier could undo what another has read since.
            var decided = await read();
            var before = _current;
            var faults = new List<Fault>();
            var installed = await installer.InstallAsync(before, inspector.Inspect(options.Value, faults), decided.Plugins);
            var states = (await Task.WhenAll(installed.Select(plugin => AccountsAsync(plugin, before, decided.Accounts)))).SelectMany(accounts => accounts).ToList();
            // What the console stored can be mended in the console; only what stands in configuration stops a start.
            faults.AddRange(states.Where(state => decided.Accounts.All(account => account.Id != state.Id)).SelectMany(state => state.Faults));
            faults.AddRange(Homeless(installed));
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

    /// <summary>Before the first migration there is nothing to read, and nothing was decided yet.</summary>
    private async Task<Decided> ReadFirstAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(cancellationToken);
        }
        catch (DbException exception)
        {
            logger.LogDebug(exception, "No state of plugins could be read; this is so before the first migration");
            return new([], []);
        }
    }

    private async Task<Decided> ReadAsync(CancellationToken cancellationToken) =>
        new(await plugins.ListAsync(cancellationToken), await stored.ListAsync(cancellationToken));

    private async Task<IEnumerable<AccountState>> AccountsAsync(InstalledPlugin plugin, PluginCatalog before, IReadOnlyList<StoredAccount> stored)
    {
        if (plugin.Loaded is not { } loaded) return [];
        var named = factory.Configured(plugin.Id).Concat(stored.Where(account => account.PluginId == plugin.Id).Select(account => account.Id));
        // What needs no settings is set up by being there; filters and handlers have the plugin's one set.
        if (loaded.Parts.SettingsType == typeof(NoSettings)) named = named.Append(plugin.Id);
        var states = await Task.WhenAll(named.Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(id => AccountAsync(loaded, id, stored.FirstOrDefault(account => account.Id == id), plugin.Position, before)));
        return states.OrderBy(state => state.Position).ThenBy(state => state.Id, StringComparer.Ordinal);
    }

    private async Task<AccountState> AccountAsync(LoadedPlugin plugin, string id, StoredAccount? row, int position, PluginCatalog before)
    {
        var recipe = string.Create(CultureInfo.InvariantCulture, $"{plugin.Fingerprint}/{plugin.GetHashCode()}/{position}/{factory.Recipe(plugin.Manifest.Id, id, row)}");
        if (before.Accounts.FirstOrDefault(state => state.Id == id && state.Recipe == recipe) is { } known) return known;
        var empty = new AccountState { Id = id, PluginId = plugin.Manifest.Id, Recipe = recipe };
        var words = SecretWords.None;
        try
        {
            // Settings may check themselves, so this runs the plugin's code, too.
            return await PluginThread.RunAsync($"qris-account:{id}", () =>
            {
                var bound = factory.Bind(plugin, id, row);
                var state = empty with { Position = bound.Routing.Position, Faults = bound.Faults };
                if (bound.Settings is not { } settings) return state;
                words = SecretWords.Of(settings);
                var services = factory.Services(plugin, settings);
                state = state with { Settings = settings, Services = services };
                return plugin.Parts.Provider is null ? state : state with { Account = factory.Create(plugin, id, bound, services, position) };
            });
        }
        // A plugin that throws is left out; the shop sells through the others.
        catch (PluginFailedException failure)
        {
            // A plugin may quote a secret (WIRE G4).
            var message = words.Hide(failure.Message);
            logger.LogError("Account {Account} is left out: plugin {Id} failed while it was set up: {Failure}", id, plugin.Manifest.Id, message);
            return empty with { Failure = message };
        }
    }

    /// <summary>Configuration that speaks to a plugin which is not there. One that is there but refused, or switched off, is spoken to in good faith.</summary>
    private IEnumerable<Fault> Homeless(IReadOnlyList<InstalledPlugin> installed)
    {
        // What cannot even say its id may be the one that is meant.
        if (installed.Any(plugin => plugin.Manifest is null)) yield break;
        bool IsThere(string id) => installed.Any(plugin => plugin.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
        var names = installed.Count == 0 ? "none" : string.Join(", ", installed.Select(plugin => plugin.Id));
        foreach (var section in factory.Configured())
            if (!IsThere(section.Key))
                yield return new Fault(section.Path, "plugin_missing",
                    $"{section.Path} holds settings, but no plugin with the id {section.Key} was found. Put its folder into one of the plugin folders (found: {names}).");
        for (var i = 0; i < order.Value.ProviderOrder.Count; i++)
            if (!IsThere(order.Value.ProviderOrder[i]))
                yield return new Fault($"{OptionsSections.Root}:ProviderOrder:{i}", "plugin_missing",
                    $"{OptionsSections.Root}:ProviderOrder:{i} names '{order.Value.ProviderOrder[i]}', but no such plugin was found (found: {names}).");
    }
}
