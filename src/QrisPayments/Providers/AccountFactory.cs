using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QrisPayments.Mounting;
using QrisPayments.Plugins;

namespace QrisPayments.Providers;

/// <summary>Makes an account out of what configuration and console say and what the plugin brings.</summary>
internal sealed class AccountFactory(
    IConfiguration configuration, TimeProvider clock, ILoggerFactory loggers, IOptions<QrisPaymentsOptions> options)
{
    private const string Accounts = "Accounts";

    private IConfigurationSection Sections => configuration.GetSection($"{QrisPaymentsOptions.Section}:Providers");

    /// <summary>Every section that holds settings of providers.</summary>
    public IEnumerable<IConfigurationSection> Configured() => Sections.GetChildren();

    /// <summary>The accounts of a plugin that configuration names: <c>{id}</c> itself, and <c>{id}.{name}</c> for each under <c>Accounts</c>.</summary>
    public IEnumerable<string> Configured(string pluginId)
    {
        var section = Sections.GetSection(pluginId);
        if (section.Value is not null || section.GetChildren().Any(child => !child.Key.Equals(Accounts, StringComparison.OrdinalIgnoreCase))) yield return pluginId;
        foreach (var account in section.GetSection(Accounts).GetChildren()) yield return $"{pluginId}.{account.Key}";
    }

    public IConfigurationSection Section(string pluginId, string accountId) =>
        accountId == pluginId ? Sections.GetSection(pluginId) : Sections.GetSection(pluginId).GetSection(Accounts).GetSection(accountId[(pluginId.Length + 1)..]);

    /// <summary>What configuration says of an account, in a form that changes when it does.</summary>
    public string Recipe(string pluginId, string accountId) =>
        string.Join('\n', Section(pluginId, accountId).AsEnumerable().OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));

    /// <summary>The settings, or what is wrong with them.</summary>
    public (object? Settings, IReadOnlyList<Fault> Faults) Bind(LoadedPlugin plugin, string accountId, StoredAccount? stored)
    {
        _ = stored;
        var settings = Activator.CreateInstance(plugin.Parts.SettingsType)!;
        var faults = SettingsBinder.Bind(settings, Section(plugin.Manifest.Id, accountId));
        return (faults.Count == 0 ? settings : null, faults);
    }

    /// <summary>The account; runs the plugin's code.</summary>
    public ProviderAccount Create(LoadedPlugin plugin, string accountId, object settings, StoredAccount? stored, int position)
    {
        var provider = plugin.Parts.Provider!.Create(accountId, options.Value.Mode == PaymentMode.Sandbox, settings, Services(plugin, settings));
        return new ProviderAccount(accountId, plugin.Manifest.Id, provider, provider.Traits)
        {
            Guard = plugin.Guard,
            Secrets = [.. Secrets(settings)],
            Routing = new AccountRouting
            {
                IsEnabled = stored?.IsEnabled ?? true, Position = position, MinAmount = stored?.MinAmount, MaxAmount = stored?.MaxAmount, Hours = stored?.Hours,
            },
        };
    }

    /// <summary>A facade is of no account: it has neither settings nor a way out.</summary>
    public FacadeContext FacadeContext(LoadedPlugin plugin) => new()
    {
        PluginId = plugin.Manifest.Id, IsSandbox = options.Value.Mode == PaymentMode.Sandbox, Clock = clock, Logger = Logger(plugin),
    };

    private static IEnumerable<KeyValuePair<string, string>> Secrets(object settings) =>
        from property in settings.GetType().GetProperties()
        where property.IsDefined(typeof(SecretAttribute), inherit: true)
        let value = property.GetValue(settings) as string
        where !string.IsNullOrEmpty(value)
        select KeyValuePair.Create(property.Name, value);

    public PartServices Services(LoadedPlugin plugin, object settings)
    {
        plugin.Guard.Conceal(settings);
        return new(clock, Logger(plugin), GatewayClients.Create(settings as IGatewayAddress, clock));
    }

    private ILogger Logger(LoadedPlugin plugin) => loggers.CreateLogger($"QrisPayments.Plugin.{plugin.Manifest.Id}");
}
