using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace QrisPayments.Facades;

/// <summary>Facades under the prefix: which plugin answers is looked up with each request, so that one can come and go.</summary>
internal static class FacadeEndpoints
{
    private const string Path = "/gateways/";

    public static void MapFacades(this RouteGroupBuilder group) => group.Map(Path + "{plugin}/{**path}", context =>
    {
        var (plugin, path) = ((string)context.Request.RouteValues["plugin"]!, context.Request.RouteValues["path"] as string ?? "");
        // What stands before the facade's own path, as the client wrote it.
        var whole = context.Request.Path.Value!;
        var mount = whole[..(whole.IndexOf(Path + plugin, StringComparison.OrdinalIgnoreCase) + Path.Length + plugin.Length)];
        return context.RequestServices.GetRequiredService<FacadeDispatcher>().AnswerAsync(context, plugin, mount, path);
    });
}
