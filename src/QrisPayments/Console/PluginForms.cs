using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Console;

/// <summary>POST: what the owner decides about plugins, for all nodes.</summary>
internal static class PluginForms
{
    /// <summary>Looks at folders and configuration at once, here and on the other nodes.</summary>
    public static async Task ReloadAsync(ConsoleRequest request)
    {
        await request.Service<Database>().TransactAsync(session => ChangeCounter.RaiseAsync(session, PluginStore.Change), request.Aborted);
        await request.Service<PluginHost>().ReloadAsync(request.Aborted);
        await request.GoAsync("/plugins?said=reloaded");
    }

    public static async Task ChangeAsync(ConsoleRequest request)
    {
        var host = request.Service<PluginHost>();
        if (PluginPages.Find(host.Current, request.Route("id")) is not { } plugin)
        {
            await NoticePages.NotFoundAsync(request);
            return;
        }
        var page = $"/plugins/{plugin.Id}";
        switch (request.Field("action"))
        {
            case "enable":
                await SaveAsync(request, [new PluginRow(plugin.Id, true, plugin.Position)]);
                await request.GoAsync($"{page}?said=enabled");
                break;
            case "disable" when request.Field("confirm") != "yes" && await PluginPages.CountOpenAsync(request, plugin.Id) > 0:
                await request.GoAsync($"{page}?said=confirm_disable");
                break;
            case "disable":
                await SaveAsync(request, [new PluginRow(plugin.Id, false, plugin.Position)]);
                await request.GoAsync($"{page}?said=disabled");
                break;
            case "reset" when plugin.Loaded is { } loaded:
                await loaded.ResetAsync();
                await request.GoAsync($"{page}?said=reset");
                break;
            case "up":
                await MoveAsync(request, plugin, -1);
                break;
            case "down":
                await MoveAsync(request, plugin, 1);
                break;
            default:
                await NoticePages.NotFoundAsync(request);
                break;
        }
    }

    /// <summary>Writes the whole order down, so that a place means the same to all of them.</summary>
    private static async Task MoveAsync(ConsoleRequest request, InstalledPlugin plugin, int by)
    {
        var order = request.Service<PluginHost>().Current.Installed.Where(other => PluginId.IsValid(other.Id))
            .DistinctBy(other => other.Id).ToList();
        var at = order.FindIndex(other => other.Id == plugin.Id);
        var to = Math.Clamp(at + by, 0, order.Count - 1);
        (order[at], order[to]) = (order[to], order[at]);
        var switchedOff = (await request.Service<PluginStore>().ListAsync(request.Aborted)).Where(row => !row.Enabled)
            .Select(row => row.Id).ToHashSet();
        await SaveAsync(request, [.. order.Select((other, place) => new PluginRow(other.Id, !switchedOff.Contains(other.Id), place))]);
        await request.GoAsync("/plugins?said=moved");
    }

    private static async Task SaveAsync(ConsoleRequest request, IReadOnlyList<PluginRow> rows)
    {
        await request.Service<PluginStore>().SaveAsync(rows, request.Aborted);
        // The others follow by the change counter; the user who pressed the button sees it at once.
        await request.Service<PluginHost>().ReloadAsync(request.Aborted);
    }
}
