using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using QrisPayments.Mounting;
using QrisPayments.Providers;

namespace QrisPayments.Plugins;

/// <summary>
/// Keeps the plugins of this node as the folders, the database and configuration say. Each change makes a new
/// <see cref="PluginCatalog"/>; work that is under way finishes with the one it began with.
/// </summary>
internal sealed class PluginHost(
    PluginInspector inspector, PluginLoader loader, PluginStore plugins, AccountStore stored, AccountFactory factory, ActiveParts parts, PluginUnloader unloader,
    IOptions<QrisPaymentsOptions> options, ILogger<PluginHost> logger) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private volatile PluginCatalog _current = PluginCatalog.Empty;
    private CancellationTokenSource _nextChange = new();

    public PluginCatalog Current => _current;

    public void Dispose()
    {
        _one.Dispose();
        _nextChange.Dispose();
    }

    /// <summary>Tells, once, that there is another <see cref="Current"/>. Take it before you look at the catalog.</summary>
    public IChangeToken Changed() => new CancellationChangeToken(_nextChange.Token);

    /// <summary>
    /// Loads what may run. The faults are those of the set-up itself and stop the start: a missing folder, settings in
    /// configuration that are wrong or belong to nobody. A bad plugin, or a stored account that no longer fits, is left out by itself.
    /// </summary>
    /// <param name="hasDatabase">False when there is none to ask for what the operator decided.</param>
    /// <param name="cancellationToken">Set when the start is given up.</param>
    public async Task<IReadOnlyList<Fault>> StartAsync(bool hasDatabase, CancellationToken cancellationToken)
    {
        var faults = await ReloadAsync(hasDatabase ? await ReadFirstAsync(cancellationToken) : ([], []), cancellationToken);
        foreach (var refused in _current.Installed.Where(plugin => plugin.State == PluginState.Refused))
            foreach (var reason in refused.Reasons)
                logger.LogError("Plugin {Id} in {Folder} is refused: {Reason} [{Code}]", refused.Id, refused.Folder, reason.Message, reason.Code);
        return faults;
    }

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
            var installed = Install(before, inspector.Inspect(options.Value.Plugins, faults), decided.Plugins);
            var states = installed.SelectMany(plugin => Accounts(plugin, before, decided.Accounts)).ToList();
            // What the console stored can be mended in the console; only what stands in configuration stops a start.
            faults.AddRange(states.Where(state => decided.Accounts.All(account => account.Id != state.Id)).SelectMany(state => state.Faults));
            faults.AddRange(Homeless(installed));
            _current = parts.Make(new PluginCatalog(installed, states, [], []), before);
            unloader.Retire(before, _current);
            using var change = Interlocked.Exchange(ref _nextChange, new CancellationTokenSource());
            await change.CancelAsync();
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

    private List<InstalledPlugin> Install(PluginCatalog before, IReadOnlyList<PluginFinding> findings, IReadOnlyList<PluginRow> rows)
    {
        var installed = new List<InstalledPlugin>();
        foreach (var finding in findings)
        {
            var row = rows.FirstOrDefault(row => row.Id == finding.Id);
            var plugin = new InstalledPlugin
            {
                Id = finding.Id, Folder = finding.Folder, Fingerprint = finding.Fingerprint, Manifest = finding.Manifest, Reasons = finding.Faults,
                Position = Position(finding.Id, row), State = finding.Faults.Count > 0 ? PluginState.Refused : PluginState.Disabled,
            };
            installed.Add(plugin.State == PluginState.Refused || row is { Enabled: false } ? plugin : Run(plugin, finding, before));
        }
        return [.. installed.OrderBy(plugin => plugin.Position).ThenBy(plugin => plugin.Id, StringComparer.Ordinal)];
    }

    private InstalledPlugin Run(InstalledPlugin plugin, PluginFinding finding, PluginCatalog before)
    {
        // The same files: what was tried once is not tried again, nor is what runs loaded twice.
        var known = before.Installed.FirstOrDefault(old => old.Folder == plugin.Folder && old.Fingerprint == plugin.Fingerprint && old.State != PluginState.Disabled);
        if (known is not null) return plugin with { State = known.State, Reasons = known.Reasons, Loaded = known.Loaded };
        var (loaded, fault) = loader.Load(finding);
        return loaded is null ? plugin with { State = PluginState.Refused, Reasons = [fault!] } : plugin with { State = PluginState.Running, Loaded = loaded };
    }

    /// <summary>The operator's order, then configuration's, then by id.</summary>
    private int Position(string id, PluginRow? row)
    {
        if (row is not null) return row.Position;
        var configured = options.Value.ProviderOrder.IndexOf(id);
        return configured >= 0 ? configured : int.MaxValue;
    }

    private IEnumerable<AccountState> Accounts(InstalledPlugin plugin, PluginCatalog before, IReadOnlyList<StoredAccount> stored)
    {
        if (plugin.Loaded is not { } loaded) return [];
        var named = factory.Configured(plugin.Id).Concat(stored.Where(account => account.PluginId == plugin.Id).Select(account => account.Id));
        // What needs no settings is set up by being there; filters and handlers have the plugin's one set.
        if (loaded.Parts.SettingsType == typeof(NoSettings)) named = named.Append(plugin.Id);
        return named.Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(id => Account(loaded, id, stored.FirstOrDefault(account => account.Id == id), plugin.Position, before));
    }

    private AccountState Account(LoadedPlugin plugin, string id, StoredAccount? row, int position, PluginCatalog before)
    {
        var recipe = string.Create(CultureInfo.InvariantCulture, $"{plugin.Fingerprint}/{plugin.GetHashCode()}/{row?.Version}/{position}/{factory.Recipe(plugin.Manifest.Id, id)}");
        if (before.Accounts.FirstOrDefault(state => state.Id == id && state.Recipe == recipe) is { } known) return known;
        var (settings, faults) = factory.Bind(plugin, id, row);
        var state = new AccountState { Id = id, PluginId = plugin.Manifest.Id, Settings = settings, Faults = faults, Recipe = recipe };
        if (settings is null || plugin.Parts.Provider is null) return state;
        try
        {
            return state with { Account = factory.Create(plugin, id, settings, row, position) };
        }
        // A plugin that throws is left out; the shop sells through the others.
        catch (Exception exception)
        {
            logger.LogError(exception, "Account {Account} is left out: plugin {Id} failed while it was set up", id, plugin.Manifest.Id);
            return state with { Failure = $"{exception.GetType().Name}: {exception.Message}" };
        }
    }

    /// <summary>Configuration that speaks to a plugin which is not there.</summary>
    private IEnumerable<Fault> Homeless(IReadOnlyList<InstalledPlugin> installed)
    {
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
