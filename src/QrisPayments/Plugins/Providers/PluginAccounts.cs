using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Settings;

namespace QrisPayments.Plugins.Providers;

/// <summary>
/// Makes the accounts that configuration and console name, of the plugins that run; an account that is the same as before is kept. A
/// plugin that fails while its account is made loses that account alone.
/// </summary>
internal sealed class PluginAccounts(AccountFactory factory, IOptions<IProviderOrderOptions> order, ILogger<PluginAccounts> logger)
{
    /// <param name="installed">Every plugin that was found.</param>
    /// <param name="before">What is at work now.</param>
    /// <param name="stored">What the console keeps.</param>
    /// <param name="faults">
    /// Takes what is wrong in configuration, and stops a start. What the console stored can be corrected in the console, and stops nothing.
    /// </param>
    public async Task<IReadOnlyList<AccountState>> MakeAsync(
        IReadOnlyList<InstalledPlugin> installed, PluginCatalog before, IReadOnlyList<StoredAccount> stored, List<Fault> faults)
    {
        var made = await Task.WhenAll(installed.Select(plugin => MakeAsync(plugin, before, stored)));
        IReadOnlyList<AccountState> states = [.. made.SelectMany(states => states)];
        if (!factory.IsSandbox)
        {
            states = SharedQris.LeaveOut(states, state => factory.Layers(state.PluginId, state.Id, stored: null).Section.Path);
            foreach (var state in states.Where(state => state.LeftOut is not null))
                logger.LogError("{Message} [{Code}]", state.Faults[0].Message, state.Faults[0].Code);
        }
        bool IsConfigured(string id) => stored.All(account => account.Id != id);
        // Where the console brought one of two that share a QRIS, what was saved there must not stop the next start.
        faults.AddRange(states
            .Where(state => IsConfigured(state.Id) && (state.LeftOut is not { Keeper: var keeper } || IsConfigured(keeper)))
            .SelectMany(state => state.Faults));
        faults.AddRange(OfMissingPlugins(installed));
        return states;
    }

    private async Task<IEnumerable<AccountState>> MakeAsync(
        InstalledPlugin plugin, PluginCatalog before, IReadOnlyList<StoredAccount> stored)
    {
        if (plugin.Loaded is not { } loaded) return [];
        var named = factory.Configured(plugin.Id)
            .Concat(stored.Where(account => account.PluginId == plugin.Id).Select(account => account.Id));
        // What needs no settings is set up by being there; filters and handlers have the plugin's one set.
        if (loaded.Parts.SettingsType == typeof(NoSettings)) named = named.Append(plugin.Id);
        var states = await Task.WhenAll(named.Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(id => MakeAsync(loaded, id, stored.FirstOrDefault(account => account.Id == id), plugin.Position, before)));
        return states.OrderBy(state => state.Position).ThenBy(state => state.Id, StringComparer.Ordinal);
    }

    private async Task<AccountState> MakeAsync(LoadedPlugin plugin, string id, StoredAccount? row, int position, PluginCatalog before)
    {
        var recipe = string.Create(CultureInfo.InvariantCulture,
            $"{plugin.Fingerprint}/{plugin.GetHashCode()}/{position}/{factory.Recipe(plugin.Manifest.Id, id, row)}");
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
                return plugin.Parts.Provider is null
                    ? state
                    : state with { Account = factory.Create(plugin, id, bound, services, position) };
            });
        }
        catch (PluginFailedException failure)
        {
            // A plugin may quote a secret (WIRE G4).
            var message = words.Hide(failure.Message);
            logger.LogError(
                "Account {Account} is left out: plugin {Id} failed while it was set up: {Failure}", id, plugin.Manifest.Id, message);
            return empty with { Failure = message };
        }
    }

    /// <summary>Configuration for plugins that are not there. For one that is there but refused, or switched off, it is no fault.</summary>
    private IEnumerable<Fault> OfMissingPlugins(IReadOnlyList<InstalledPlugin> installed)
    {
        // A plugin that cannot even say its id may be the one that is meant.
        if (installed.Any(plugin => plugin.Manifest is null)) yield break;
        bool IsThere(string id) => installed.Any(plugin => plugin.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
        var names = installed.Count == 0 ? "none" : string.Join(", ", installed.Select(plugin => plugin.Id));
        foreach (var section in factory.Configured().Where(section => !IsThere(section.Key)))
            yield return new Fault(section.Path, "plugin_missing",
                $"{section.Path} holds settings, but no plugin with the id {section.Key} was found. "
                + $"Put its folder into one of the plugin folders (found: {names}).");
        foreach (var (i, id) in order.Value.ProviderOrder.Index().Where(named => !IsThere(named.Item)))
            yield return new Fault($"{OptionsSections.Root}:ProviderOrder:{i}", "plugin_missing",
                $"{OptionsSections.Root}:ProviderOrder:{i} names '{id}', but no such plugin was found (found: {names}).");
    }
}
