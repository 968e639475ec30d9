using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using QrisPayments.Mounting;
using QrisPayments.Plugins;

namespace QrisPayments.Providers;

/// <summary>The accounts that can be paid to, in the shop's order. Filled when the host starts.</summary>
internal sealed class ProviderDirectory(IConfiguration configuration, TimeProvider clock, ILoggerFactory loggers)
{
    private IReadOnlyList<ProviderAccount> _accounts = [];

    public IReadOnlyList<ProviderAccount> Accounts => _accounts;

    public ProviderAccount? Find(string accountId) => _accounts.FirstOrDefault(account => account.Id == accountId);

    /// <summary>Makes a provider for every plugin that has settings; the faults are those of the settings.</summary>
    public IReadOnlyList<Fault> Fill(PluginSet plugins, QrisPaymentsOptions options)
    {
        var logger = loggers.CreateLogger("QrisPayments.Providers");
        var faults = new List<Fault>();
        var accounts = new List<ProviderAccount>();
        var sections = configuration.GetSection($"{QrisPaymentsOptions.Section}:Providers");
        foreach (var plugin in plugins.Loaded)
        {
            if (plugin.Provider is not { } declaration) continue;
            var id = plugin.Manifest.Id;
            var section = sections.GetSection(id);
            if (!section.Exists()) continue;
            try
            {
                var (provider, wrong) = declaration.Create(id, section, clock, loggers.CreateLogger($"QrisPayments.Plugin.{id}"));
                faults.AddRange(wrong);
                if (provider is not null) accounts.Add(new ProviderAccount(id, id, provider, provider.Traits));
            }
            // A plugin that throws is left out; the shop sells through the others.
            catch (Exception exception)
            {
                logger.LogError(exception, "Provider {Id} is left out: its plugin failed while it was set up", id);
            }
        }
        foreach (var section in sections.GetChildren())
            if (!plugins.Has(section.Key))
                faults.Add(new Fault(section.Path, "plugin_missing",
                    $"{section.Path} holds settings, but no plugin with the id {section.Key} was loaded. "
                    + $"Put its folder into one of the plugin folders (loaded: {Names(plugins)})."));
        for (var i = 0; i < options.ProviderOrder.Count; i++)
            if (!plugins.Has(options.ProviderOrder[i]))
                faults.Add(new Fault($"{QrisPaymentsOptions.Section}:ProviderOrder:{i}", "plugin_missing",
                    $"{QrisPaymentsOptions.Section}:ProviderOrder:{i} names '{options.ProviderOrder[i]}', but no such plugin was loaded (loaded: {Names(plugins)})."));
        if (accounts.Count == 0 && faults.Count == 0)
            logger.LogWarning("No provider is set up, so no payment can be made. Put a plugin into a plugin folder and give it settings under QrisPayments:Providers");

        _accounts = [.. accounts.OrderBy(account => Rank(account.ProviderId, options)).ThenBy(account => account.ProviderId, StringComparer.Ordinal)];
        return faults;
    }

    private static int Rank(string id, QrisPaymentsOptions options) =>
        options.ProviderOrder.IndexOf(id) is >= 0 and var rank ? rank : int.MaxValue;

    private static string Names(PluginSet plugins) =>
        plugins.Loaded.Count == 0 ? "none" : string.Join(", ", plugins.Loaded.Select(plugin => plugin.Manifest.Id));
}
