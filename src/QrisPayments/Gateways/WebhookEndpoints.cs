using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;
using QrisPayments.Web;

namespace QrisPayments.Gateways;

/// <summary>
/// Webhooks in (WIRE G10): verified by the plugin, stored, and only then answered as that gateway expects. What they mean for money is
/// decided afterwards, from the stored row.
/// </summary>
internal static class WebhookEndpoints
{
    private const string Path = "/webhooks/";

    /// <summary>
    /// Every method is mapped: what an address answers to GET says whether it is there, and a person who opens it in a browser must not
    /// leave its token in a trace.
    /// </summary>
    public static void MapWebhooks(this RouteGroupBuilder group)
    {
        group.Map(Path + "{account}", ReceiveAsync);
        group.Map(Path + "{account}/{token}", context =>
        {
            TracedAddress.Hide(context, PathWithoutToken(context.Request.Path.Value!, Account(context)));
            return ReceiveAsync(context);
        });
    }

    private static async Task ReceiveAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var id = Account(context);
        if (services.GetRequiredService<ProviderDirectory>().Find(id) is not { Provider: IReceiveWebhooks } account)
        {
            // Its plugin may be off for a moment, so the gateway should try again. Which accounts exist is not revealed.
            var isOff = services.GetRequiredService<PluginHost>().Current.Installed.Any(plugin => plugin.State != PluginState.Running
                && Serves(plugin.Id, id));
            await AnswerAsync(context, isOff ? Unavailable(context) : new WebhookReply(StatusCodes.Status404NotFound));
            return;
        }
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            await AnswerAsync(context, new WebhookReply(StatusCodes.Status405MethodNotAllowed));
            return;
        }
        var limits = services.GetRequiredService<WebhookLimits>();
        var sender = context.Connection.RemoteIpAddress;
        if (!limits.Take(account.Id, sender))
        {
            await AnswerAsync(context, TooMany(context));
            return;
        }
        try
        {
            var body = await RequestBody.ReadAsync(context.Request, WebhookBody.MaxBytes);
            // What was refused has been read as far as it may be long.
            var length = HeadLength(context.Request) + (body is BodyResult.Read { Bytes.Length: var read } ? read : WebhookBody.MaxBytes);
            await AnswerAsync(context, !limits.Take(account.Id, sender, length) ? TooMany(context) : body switch
            {
                BodyResult.Read { Bytes: var bytes } =>
                    await services.GetRequiredService<WebhookReception>().ReceiveAsync(account, context.Request, bytes),
                BodyResult.Refused refused => new WebhookReply(refused.Status),
                _ => throw new InvalidOperationException($"Unknown body {body.GetType().Name}."),
            });
        }
        // Nothing was stored: the gateway shall come again.
        catch (Exception exception) when (DatabaseTroubles.Of(exception) is not null)
        {
            await AnswerAsync(context, Unavailable(context));
        }
    }

    private static int HeadLength(HttpRequest request) =>
        WebhookLimits.LengthOf(request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString())))
        + (request.QueryString.Value?.Length ?? 0);

    private static string Account(HttpContext context) => (string)context.Request.RouteValues["account"]!;

    private static string PathWithoutToken(string path, string account) =>
        path[..path.LastIndexOf(Path, StringComparison.OrdinalIgnoreCase)] + $"{Path}{account}/***";

    private static bool Serves(string pluginId, string account) =>
        account.Equals(pluginId, StringComparison.OrdinalIgnoreCase)
            || account.StartsWith(pluginId + ".", StringComparison.OrdinalIgnoreCase);

    private static WebhookReply TooMany(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "5";
        return new WebhookReply(StatusCodes.Status429TooManyRequests);
    }

    private static WebhookReply Unavailable(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "60";
        return new WebhookReply(StatusCodes.Status503ServiceUnavailable);
    }

    private static Task AnswerAsync(HttpContext context, WebhookReply reply)
    {
        // No gateway reads the words of a refusal, but its operator's log does.
        if (reply is { StatusCode: >= 400, Body.Length: 0 })
            return PlainAnswer.WriteAsync(context, reply.StatusCode, Words(reply.StatusCode));
        context.Response.StatusCode = reply.StatusCode;
        if (reply.Body.Length == 0) return Task.CompletedTask;
        context.Response.ContentType = reply.ContentType;
        return context.Response.WriteAsync(reply.Body);
    }

    private static string Words(int status) => status switch
    {
        404 => "There is no such address.",
        405 => "Webhooks are sent here by POST.",
        413 => $"A webhook may have at most {WebhookBody.MaxBytes >> 20} MB.",
        429 => "Too many webhooks. Send it again as Retry-After says.",
        503 => "The webhook cannot be taken in at this moment. Send it again later.",
        _ => "The webhook was not accepted.",
    };
}
