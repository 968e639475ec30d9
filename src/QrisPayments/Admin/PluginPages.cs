using QrisPayments.Plugins;
using QrisPayments.Storage;

namespace QrisPayments.Admin;

internal sealed record PluginsPage(AdminRequest Request, PluginCatalog Catalog) : AdminPage(Request, AdminSection.Plugins, Request.Texts.Plugins);

internal sealed record PluginPage(AdminRequest Request, InstalledPlugin Plugin, PluginCatalog Catalog, long OpenAttempts)
    : AdminPage(Request, AdminSection.Plugins, Plugin.Manifest?.Title ?? Plugin.Id)
{
    public IEnumerable<AccountState> Accounts => Catalog.Accounts.Where(account => account.PluginId == Plugin.Id);
}

internal static class PluginPages
{
    // Found by the index on states: few attempts are under way at a time.
    private const string CountOpen = "SELECT COUNT(*) FROM qris_attempts WHERE provider = @id AND state IN ('creating', 'open', 'unknown')";

    public static Task ListAsync(AdminRequest request) => request.RenderAsync("Plugins", new PluginsPage(request, request.Service<PluginHost>().Current));

    public static async Task ShowAsync(AdminRequest request)
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
        PluginId.IsValid(id) ? catalog.Installed.Where(plugin => plugin.Id == id).OrderBy(plugin => plugin.State == PluginState.Refused).FirstOrDefault() : null;

    public static Task<long> CountOpenAsync(AdminRequest request, string id) =>
        request.Service<Database>().RunAsync(s => s.FirstOrDefaultAsync<long>(CountOpen, new { id }), request.Aborted);
}
