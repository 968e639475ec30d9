using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Settings;

namespace QrisPayments.Plugins.Providers;

/// <summary>What configuration and console say of an account, made into objects; settings are null while something is wrong.</summary>
internal sealed record BoundAccount(object? Settings, RoutingSettings Routing, IReadOnlyList<Fault> Faults);

/// <summary>Makes an account out of what configuration and console say and what the plugin brings.</summary>
internal sealed class AccountFactory(
    IConfiguration configuration, TimeProvider clock, ILoggerFactory loggers, IOptions<IModuleOptions> options,
    ILogger<AccountFactory> logger)
{
    private const string Accounts = "Accounts";

    /// <summary>Sub-sections of an account's section that are none of the plugin's settings.</summary>
    private static readonly string[] Reserved = [Accounts, RoutingSettings.Section];

    private IConfigurationSection Sections => configuration.GetSection($"{OptionsSections.Root}:Providers");

    /// <summary>No real money arrives anywhere.</summary>
    public bool IsSandbox => options.Value.Mode == PaymentMode.Sandbox;

    /// <summary>Every section that holds settings of providers.</summary>
    public IEnumerable<IConfigurationSection> Configured() => Sections.GetChildren();

    /// <summary>
    /// The accounts of a plugin that configuration names: <c>{id}</c> itself, and <c>{id}.{name}</c> for each under <c>Accounts</c>.
    /// </summary>
    public IEnumerable<string> Configured(string pluginId)
    {
        var section = Sections.GetSection(pluginId);
        if (section.Value is not null
            || section.GetChildren().Any(child => !Reserved.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
            yield return pluginId;
        foreach (var account in section.GetSection(Accounts).GetChildren()) yield return AccountId.Of(pluginId, account.Key);
    }

    /// <summary>All that an account is made from, in a form that changes when it does and tells no secret.</summary>
    public string Recipe(string pluginId, string accountId, StoredAccount? stored)
    {
        var section = Section(pluginId, accountId);
        var said = section.AsEnumerable(makePathsRelative: true)
            .Where(pair => !IsAccounts(pair.Key)).Append(new("", section.Value)).ToList();
        if (stored is not null)
            said.AddRange([.. stored.Settings.Concat(stored.Routing)
                .Select(pair => new KeyValuePair<string, string?>($"stored {pair.Key}", pair.Value)),
                new("unreadable", stored.Unreadable?.Code)]);
        var text = string.Join('\0', said.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>What was said about an account's settings.</summary>
    public SettingsLayers Layers(string pluginId, string accountId, StoredAccount? stored) =>
        new(Section(pluginId, accountId), stored?.Settings);

    /// <summary>What was said about when to offer it.</summary>
    public SettingsLayers RoutingLayers(string pluginId, string accountId, StoredAccount? stored) =>
        new(Section(pluginId, accountId).GetSection(RoutingSettings.Section),
            stored?.Routing.ToDictionary(pair => $"{RoutingSettings.Section}:{pair.Key}", pair => pair.Value),
            $"{RoutingSettings.Section}:");

    /// <summary>The settings, or all that is wrong with them; runs code of the settings, whose faults become ours to report.</summary>
    public BoundAccount Bind(LoadedPlugin plugin, string accountId, StoredAccount? stored)
    {
        var faults = new List<Fault>();
        var layers = Layers(plugin.Manifest.Id, accountId, stored);
        if (!AccountId.IsValid(plugin.Manifest.Id, accountId))
            faults.Add(new Fault(layers.Section.Path, "account_name_invalid",
                $"{layers.Section.Path} makes the account '{accountId}', but an account's id must be {AccountId.Rule}."));
        if (stored?.Unreadable is { } unreadable) faults.Add(unreadable);
        var routing = new RoutingSettings();
        var routingLayers = RoutingLayers(plugin.Manifest.Id, accountId, stored);
        faults.AddRange(SettingsBinder.Bind(routing, routingLayers));
        faults.AddRange(UnknownSettings.Of(typeof(RoutingSettings), routingLayers.Section));
        object? settings = null;
        try
        {
            settings = Activator.CreateInstance(plugin.Parts.SettingsType)!;
            faults.AddRange(SettingsBinder.Bind(settings, layers));
            faults.AddRange(Rules(settings, layers));
        }
        // Its message may quote a secret.
        catch (Exception exception)
        {
            faults.Add(new Fault(layers.Section.Path, "settings_failed",
                "The plugin's settings could not be made: its own code failed with "
                + $"{(exception.InnerException ?? exception).GetType().Name}."));
        }
        if (faults.Count > 0)
        {
            // Faults of configuration are reported by its reader; those of the console are reported here only.
            if (stored is not null)
                foreach (var fault in faults)
                    logger.LogError(
                        "Account {Account} is left out: {Setting}: {Message} [{Code}]", accountId, fault.Field, fault.Message, fault.Code);
            return new BoundAccount(null, routing, faults);
        }
        if (settings is IGatewayAddress { BaseUrl: { Scheme: "http" } insecure })
            logger.LogWarning("Account {Account} speaks to {Host} without encryption: "
                + "anyone on the way can read and change what is sent, keys and amounts included", accountId, insecure.Host);
        return new BoundAccount(settings, routing, []);
    }

    /// <summary>Rules that hold for the settings of every plugin, beyond their own.</summary>
    public static IEnumerable<Fault> Rules(object settings, SettingsLayers layers)
    {
        foreach (var property in SettingsProperty.Of(settings.GetType()))
            if (Reserved.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
                yield return new Fault(property.Name, "setting_reserved",
                    $"The plugin calls a setting {property.Name}; that name belongs to the module. "
                    + "The plugin's author has to choose another.");
        foreach (var fault in UnknownSettings.Of(settings.GetType(), layers.Section, Reserved)) yield return fault;
        if (settings is IGatewayAddress address)
            foreach (var fault in GatewayAddressRule.Check(address, layers)) yield return fault;
    }

    /// <summary>The account; runs the plugin's code.</summary>
    public ProviderAccount Create(LoadedPlugin plugin, string accountId, BoundAccount bound, PartServices services, int position)
    {
        var provider = plugin.Parts.Provider!.Create(accountId, IsSandbox, bound.Settings!, services);
        return new ProviderAccount(accountId, plugin.Manifest.Id, provider, provider.Traits)
        {
            Guard = plugin.Guard,
            Secrets = SecretWords.Named(bound.Settings!),
            Routing = new AccountRouting
            {
                IsEnabled = bound.Routing.Enabled, Position = position, MinAmount = bound.Routing.MinAmount,
                MaxAmount = bound.Routing.MaxAmount, MaxFeePercent = bound.Routing.MaxFeePercent,
                Hours = bound.Routing.Hours is { Length: > 0 } hours ? hours : null,
            },
        };
    }

    /// <summary>A facade is of no account: it has neither settings nor a way out.</summary>
    public FacadeContext FacadeContext(LoadedPlugin plugin) => new()
    {
        PluginId = plugin.Manifest.Id, IsSandbox = IsSandbox, Clock = clock, Logger = Logger(plugin),
    };

    public PartServices Services(LoadedPlugin plugin, object settings)
    {
        plugin.Guard.Conceal(settings);
        return new(clock, Logger(plugin), GatewayClients.Create(settings as IGatewayAddress, clock));
    }

    private ILogger Logger(LoadedPlugin plugin) => loggers.CreateLogger($"QrisPayments.Plugin.{plugin.Manifest.Id}");

    private IConfigurationSection Section(string pluginId, string accountId) =>
        accountId == pluginId
            ? Sections.GetSection(pluginId)
            : Sections.GetSection(pluginId).GetSection(Accounts).GetSection(AccountId.NameOf(pluginId, accountId) ?? accountId);

    private static bool IsAccounts(string key) =>
        key.Equals(Accounts, StringComparison.OrdinalIgnoreCase) || key.StartsWith(Accounts + ":", StringComparison.OrdinalIgnoreCase);
}
