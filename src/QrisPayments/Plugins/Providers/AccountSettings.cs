using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using QrisPayments.Foundation;
using QrisPayments.Settings;

namespace QrisPayments.Plugins.Providers;

/// <summary>An account's settings to look at and to fill in; secrets are not in it.</summary>
/// <param name="Id">The account's id.</param>
/// <param name="PluginId">The plugin that it belongs to.</param>
/// <param name="Version">To be posted back; 0 while nothing is stored.</param>
/// <param name="Fields">The plugin's settings.</param>
/// <param name="Routing">When it is offered; the names begin with <c>Routing:</c>.</param>
/// <param name="Faults">What is wrong with it as it stands.</param>
internal sealed record AccountForm(
    string Id, string PluginId, long Version, IReadOnlyList<SettingsField> Fields, IReadOnlyList<SettingsField> Routing,
    IReadOnlyList<Fault> Faults);

/// <summary>A filled in form.</summary>
internal sealed record PostedAccount
{
    public required string Id { get; init; }
    public required string PluginId { get; init; }

    /// <summary>As the form said it; 0 makes what the console has not stored yet.</summary>
    public required long Version { get; init; }

    /// <summary>
    /// Texts by field name, secrets among them. What is missing stays as it is; a checkbox that is off says <c>false</c>.
    /// </summary>
    public required IReadOnlyDictionary<string, string?> Values { get; init; }

    /// <summary>Fields whose stored value is to go: the way to take a secret away.</summary>
    public IReadOnlySet<string> Cleared { get; init; } = new HashSet<string>();

    public override string ToString() => $"{Id} from version {Version}";
}

/// <summary>What console and API may do with the settings of accounts. A change holds at once here, and soon on every node.</summary>
internal sealed class AccountSettings(PluginHost host, AccountStore store, AccountFactory factory, ILogger<AccountSettings> logger)
{
    /// <summary>
    /// The form of an account, also of one that is yet to be made; null when no such plugin runs or its settings cannot be described.
    /// </summary>
    public async Task<AccountForm?> FormAsync(string pluginId, string accountId, CancellationToken cancellationToken)
    {
        if (host.Current.Find(pluginId)?.Loaded is not { } plugin || !AccountId.IsValid(pluginId, accountId)) return null;
        var stored = await FindAsync(pluginId, accountId, cancellationToken) ?? Blank(pluginId, accountId);
        if (await TryAsync(plugin,
            () => SettingsFields.Of(plugin.Parts.SettingsType, factory.Layers(pluginId, accountId, stored))) is not { } fields)
            return null;
        var routing = SettingsFields.Of(typeof(RoutingSettings), factory.RoutingLayers(pluginId, accountId, stored));
        return new AccountForm(accountId, pluginId, stored.Version, fields, routing,
            host.Current.Accounts.FirstOrDefault(state => state.Id == accountId)?.Faults ?? []);
    }

    /// <summary>What the settings of a plugin's accounts have to look like, as JSON Schema; null as for the form.</summary>
    public async Task<JsonObject?> SchemaAsync(string pluginId)
    {
        if (host.Current.Find(pluginId)?.Loaded is not { } plugin) return null;
        // Without anything entered: a schema is the plugin's, not the account's.
        var fields = await TryAsync(plugin, () => SettingsFields.Of(plugin.Parts.SettingsType, SettingsLayers.Nothing));
        return fields is null ? null : SettingsSchema.Of(plugin.Manifest.Name ?? pluginId, fields);
    }

    /// <summary>Stores what was filled in, or says all that is wrong with it; then nothing is stored.</summary>
    public async Task<SaveResult> SaveAsync(PostedAccount posted, CancellationToken cancellationToken)
    {
        if (host.Current.Find(posted.PluginId)?.Loaded is not { } plugin)
            return Refused(new Fault("plugin", "plugin_not_running",
                $"No plugin {posted.PluginId} runs here; only what runs can check its settings."));
        if (!AccountId.IsValid(posted.PluginId, posted.Id))
            return Refused(new Fault("id", "account_name_invalid", $"The account's id must be {AccountId.Rule}."));
        var stored = await FindAsync(posted.PluginId, posted.Id, cancellationToken) ?? Blank(posted.PluginId, posted.Id);
        if (stored.Version != posted.Version) return new SaveResult.Changed();

        var layers = factory.Layers(posted.PluginId, posted.Id, stored);
        var read = await TryAsync(plugin, () => new Reading(
            SettingsForm.Read(plugin.Parts.SettingsType, layers, posted.Values, posted.Cleared, AccountFactory.Rules),
            Lost(plugin, layers, stored, posted)));
        var routingLayers = factory.RoutingLayers(posted.PluginId, posted.Id, stored);
        var routing = SettingsForm.Read(typeof(RoutingSettings), routingLayers, posted.Values, posted.Cleared);
        var faults = Faults(read?.Settings).Concat(Faults(routing)).Concat(read?.Lost ?? []).ToList();
        if (faults.Count > 0) return new SaveResult.Refused(faults);

        var accepted = (FormResult.Accepted)read!.Settings;
        var result = await store.SaveAsync(new AccountChange
        {
            Id = posted.Id, PluginId = posted.PluginId, Version = posted.Version, Plain = accepted.Plain, Secrets = accepted.Secrets,
            Routing = RoutingSettings.Of(((FormResult.Accepted)routing).Plain),
        }, cancellationToken);
        // It is stored; a browser that has gone must not keep this node behind.
        if (result is SaveResult.Saved) await host.ReloadAsync(CancellationToken.None);
        return result;
    }

    /// <summary>
    /// Forgets what the console stored; what configuration says of the account stays. False when it was changed meanwhile.
    /// </summary>
    public async Task<bool> DeleteAsync(string accountId, long version, CancellationToken cancellationToken)
    {
        if (!await store.DeleteAsync(accountId, version, cancellationToken)) return false;
        await host.ReloadAsync(CancellationToken.None);
        return true;
    }

    private async Task<StoredAccount?> FindAsync(string pluginId, string accountId, CancellationToken cancellationToken) =>
        (await store.ListAsync(cancellationToken)).FirstOrDefault(account => account.Id == accountId && account.PluginId == pluginId);

    private static StoredAccount Blank(string pluginId, string accountId) => new() { Id = accountId, PluginId = pluginId };

    /// <summary>
    /// Secrets that cannot be read cannot be kept either: each has to be entered or taken away, so that none is lost in silence.
    /// </summary>
    private static List<Fault> Lost(LoadedPlugin plugin, SettingsLayers layers, StoredAccount stored, PostedAccount posted) =>
        stored.Unreadable is null ? [] :
        [.. from field in SettingsFields.Of(plugin.Parts.SettingsType, layers)
            where field is { Kind: SettingKind.Secret, LockedBy: null } && !posted.Cleared.Contains(field.Name)
                && string.IsNullOrWhiteSpace(posted.Values.GetValueOrDefault(field.Name))
            select new Fault(field.Name, "secret_unreadable",
                $"What is stored of {field.Name} cannot be read. Enter it again, or clear it.")];

    private static IEnumerable<Fault> Faults(FormResult? result) => result switch
    {
        FormResult.Accepted => [],
        FormResult.Refused refused => refused.Faults,
        _ => [new Fault("plugin", "settings_failed", "The plugin's own code failed while it looked at the settings; the log says how.")],
    };

    private static SaveResult.Refused Refused(Fault fault) => new([fault]);

    /// <summary>Null when code of the settings fails, or does not return: constructors, getters and checks are the plugin's own.</summary>
    private async Task<T?> TryAsync<T>(LoadedPlugin plugin, Func<T> work) where T : class
    {
        try
        {
            return await PluginThread.RunAsync($"qris-settings:{plugin.Manifest.Id}", work);
        }
        // The kind alone: its message may quote what was entered.
        catch (PluginFailedException failure)
        {
            logger.LogError("Plugin {Id} failed while its settings were looked at: {Kind}", plugin.Manifest.Id, failure.Kind);
            return null;
        }
    }

    /// <summary>What the plugin's settings make of a filled in form.</summary>
    private sealed record Reading(FormResult Settings, List<Fault> Lost);
}
