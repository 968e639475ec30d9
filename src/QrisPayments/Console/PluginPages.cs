using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Console;

internal sealed record PluginsPage(
    ConsoleRequest Request, PluginCatalog Catalog) : ConsolePage(Request, ConsoleSection.Plugins, Request.Texts.Plugins);

internal sealed record PluginPage(ConsoleRequest Request, InstalledPlugin Plugin, PluginCatalog Catalog, long OpenAttempts)
    : ConsolePage(Request, ConsoleSection.Plugins, Plugin.Manifest?.Title ?? Plugin.Id)
{
    public IEnumerable<AccountState> Accounts => Catalog.Accounts.Where(account => account.PluginId == Plugin.Id);
}

internal static class PluginPages
{
    // Found by the index on states: few attempts are under way at a time.
    private const string CountOpen = "SELECT COUNT(*) FROM qris_attempts WHERE provider = @id AND state IN ('creating', 'open', 'unknown')";

    public static Task ListAsync(ConsoleRequest request) =>
        request.RenderAsync("Plugins", new PluginsPage(request, request.Service<PluginHost>().Current));

    public static async Task ShowAsync(ConsoleRequest request)
    {
        var catalog = request.Service<PluginHost>().Current;
        if (Find(catalog, request.Route("id")) is not { } plugin)
        {
            await NoticePages.NotFoundAsync(request);
            return;
        }
        await request.RenderAsync("Plugin", new PluginPage(request, plugin, catalog, await CountOpenAsync(request, plugin.Id)));
    }

    /// <summary>The plugin that goes by this id. One that is refused for taking another's id does not.</summary>
    public static InstalledPlugin? Find(PluginCatalog catalog, string id) =>
        PluginId.IsValid(id)
            ? catalog.Installed.Where(plugin => plugin.Id == id).OrderBy(plugin => plugin.State == PluginState.Refused).FirstOrDefault()
            : null;

    public static Task<long> CountOpenAsync(ConsoleRequest request, string id) =>
        request.Service<Database>().RunAsync(s => s.FirstOrDefaultAsync<long>(CountOpen, new { id }), request.Aborted);
}
