using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QrisPayments.Mounting;
using QrisPayments.Plugins.Inspection;
using QrisPayments.Providers;

namespace QrisPayments.Plugins;

/// <summary>
/// Keeps the plugins of this node as the folders, the database and configuration say. Each change makes a new
/// <see cref="PluginCatalog"/>; work that is under way finishes with the one it began with.
/// </summary>
internal sealed class PluginHost(
    PluginInspector inspector, PluginInstaller installer, PluginStore plugins, AccountStore stored, AccountFactory factory, ActiveParts parts, PluginUnloader unloader,
    IOptions<QrisPaymentsOptions> options, ILogger<PluginHost> logger) : IAsyncDisposable, IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private volatile PluginCatalog _current = PluginCatalog.Empty;

    public PluginCatalog Current => _current;

    /// <summary>Versions that were switched off or replaced and do not leave the memory; a restart frees it.</summary>
    public IReadOnlyList<LingeringPlugin> Lingering => unloader.Lingering;

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        var before = Interlocked.Exchange(ref _current, PluginCatalog.Empty);
        await unloader.EndAsync(before);
        _one.Dispose();
    }

    /// <summary>
    /// Loads what may run. The faults are those of the set-up itself and stop the start: a missing folder, settings in
    /// configuration that are wrong or belong to nobody. A bad plugin, or a stored account that no longer fits, is left out by itself.
    /// </summary>
    /// <param name="hasDatabase">False when there is none to ask for what the operator decided.</param>
    /// <param name="cancellationToken">Set when the start is given up.</param>
    public async Task<IReadOnlyList<Fault>> StartAsync(bool hasDatabase, CancellationToken cancellationToken) =>
        await ReloadAsync(hasDatabase ? await ReadFirstAsync(cancellationToken) : ([], []), cancellationToken);

    /// <summary>Brings everything up to date; what did not change stays as it is.</summary>
    public async Task<IReadOnlyList<Fault>> ReloadAsync(CancellationToken cancellationToken) =>
        await ReloadAsync((await plugins.ListAsync(cancellationToken), await stored.ListAsync(cancellationToken)), cancellationToken);

    private async Task<IReadOnlyList<Fault>> ReloadAsync(
        (IReadOnlyList<PluginRow> Plugins, IReadOnlyList<StoredAccount> Accounts) decided, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var before = _current;
            var faults = new List<Fault>();
            var installed = await installer.InstallAsync(before, inspector.Inspect(options.Value.Plugins, faults), decided.Plugins);
            var states = await Task.WhenAll(installed.SelectMany(plugin => Accounts(plugin, before, decided.Accounts)));
            // What the console stored can be mended in the console; only what stands in configuration stops a start.
            faults.AddRange(states.Where(state => decided.Accounts.All(account => account.Id != state.Id)).SelectMany(state => state.Faults));
            faults.AddRange(Homeless(installed));
            _current = await parts.MakeAsync(new PluginCatalog(installed, states, [], []), before);
            unloader.Retire(before, _current);
            return faults;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Before the first migration there is nothing to read, and nothing was decided yet.</summary>
    private async Task<(IReadOnlyList<PluginRow>, IReadOnlyList<StoredAccount>)> ReadFirstAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await plugins.ListAsync(cancellationToken), await stored.ListAsync(cancellationToken));
        }
        catch (DbException exception)
        {
            logger.LogDebug(exception, "No state of plugins could be read; this is so before the first migration");
            return ([], []);
        }
    }

    private IEnumerable<Task<AccountState>> Accounts(InstalledPlugin plugin, PluginCatalog before, IReadOnlyList<StoredAccount> stored)
    {
        if (plugin.Loaded is not { } loaded) return [];
        var named = factory.Configured(plugin.Id).Concat(stored.Where(account => account.PluginId == plugin.Id).Select(account => account.Id));
        // What needs no settings is set up by being there; filters and handlers have the plugin's one set.
        if (loaded.Parts.SettingsType == typeof(NoSettings)) named = named.Append(plugin.Id);
        return named.Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(id => AccountAsync(loaded, id, stored.FirstOrDefault(account => account.Id == id), plugin.Position, before));
    }

    private async Task<AccountState> AccountAsync(LoadedPlugin plugin, string id, StoredAccount? row, int position, PluginCatalog before)
    {
        var recipe = string.Create(CultureInfo.InvariantCulture, $"{plugin.Fingerprint}/{plugin.GetHashCode()}/{row?.Version}/{position}/{factory.Recipe(plugin.Manifest.Id, id)}");
        if (before.Accounts.FirstOrDefault(state => state.Id == id && state.Recipe == recipe) is { } known) return known;
        var empty = new AccountState { Id = id, PluginId = plugin.Manifest.Id, Recipe = recipe };
        try
        {
            // Settings may check themselves, so this runs the plugin's code, too.
            return await PluginThread.RunAsync($"qris-account:{id}", () =>
            {
                var (settings, faults) = factory.Bind(plugin, id, row);
                if (settings is null) return empty with { Faults = faults };
                var services = factory.Services(plugin, settings);
                var state = empty with { Settings = settings, Services = services };
                return plugin.Parts.Provider is null ? state : state with { Account = factory.Create(plugin, id, settings, services, row, position) };
            });
        }
        // A plugin that throws is left out; the shop sells through the others.
        catch (PluginFailedException failure)
        {
            logger.LogError("Account {Account} is left out: plugin {Id} failed while it was set up: {Failure}", id, plugin.Manifest.Id, failure.Message);
            return empty with { Failure = failure.Message };
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
        for (var i = 0; i < options.Value.ProviderOrder.Count; i++)
            if (!IsThere(options.Value.ProviderOrder[i]))
                yield return new Fault($"{QrisPaymentsOptions.Section}:ProviderOrder:{i}", "plugin_missing",
                    $"{QrisPaymentsOptions.Section}:ProviderOrder:{i} names '{options.Value.ProviderOrder[i]}', but no such plugin was found (found: {names}).");
    }
}
