using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace QrisPayments.Web;

internal static class AssetEndpoints
{
    /// <summary>
    /// Serves style sheets and scripts below the prefix: <c>/_content</c> would need the host's static file set-up.
    /// </summary>
    public static void MapAssets(this RouteGroupBuilder group) =>
        group.MapMethods("/assets/{hash}/{file}", [HttpMethods.Get, HttpMethods.Head], Serve);

    private static Task Serve(HttpContext context)
    {
        var hash = (string)context.Request.RouteValues["hash"]!;
        var file = (string)context.Request.RouteValues["file"]!;
        var response = context.Response;
        response.Headers.XContentTypeOptions = "nosniff";

        var asset = context.RequestServices.GetServices<IAssetSource>()
            .Select(source => source.Find(hash, file))
            .FirstOrDefault(found => found is not null);
        if (asset is null)
        {
            // Not to be remembered: during a rolling deployment another node may have it.
            return PlainAnswer.WriteAsync(context, StatusCodes.Status404NotFound, "There is no such file.");
        }

        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.Vary = "Accept-Encoding";
        response.ContentType = Asset.ContentTypeOf(file);
        var bytes = asset.Bytes;
        if (TakesBrotli(context.Request))
        {
            response.Headers.ContentEncoding = "br";
            bytes = asset.Brotli;
        }
        response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(bytes).AsTask();
    }

    private static bool TakesBrotli(HttpRequest request)
    {
        foreach (var coding in request.GetTypedHeaders().AcceptEncoding)
        {
            if (coding.Value.Equals("br", StringComparison.OrdinalIgnoreCase))
                return coding.Quality is not 0;
        }
        return false;
    }
}
