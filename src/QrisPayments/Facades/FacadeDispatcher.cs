using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using QrisPayments.Gateways;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;
using QrisPayments.Theming;
using QrisPayments.Web;

namespace QrisPayments.Facades;

/// <summary>Brings a request to the facade that it is for, and the facade's answer back.</summary>
internal sealed class FacadeDispatcher(
    PluginHost plugins, FacadeShops shops, FacadeLimits limits, TimeProvider clock, PublicLinks links, ILogger<FacadeDispatcher> logger)
{
    // What grows so large holds a picture, and base64 makes it a third larger.
    private static readonly FacadeRefusal TooLarge = new(413,
        $"The body may have at most {WebhookBody.MaxBytes >> 20} MB; a picture in base64 about 750 KB.");
    private static readonly FacadeRefusal Broken = new(400, "The body could not be read to its end.");
    private static readonly FacadeRefusal NoSuchPath = new(404, "There is no such address.");
    private static readonly FacadeRefusal Off = new(503, "The gateway is switched off at this moment. Try again later.",
        TimeSpan.FromSeconds(60));

    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="plugin">The plugin's id.</param>
    /// <param name="mount">Where the facade is mounted, without a slash at the end.</param>
    /// <param name="path">The path below it.</param>
    public async Task AnswerAsync(HttpContext context, string plugin, string mount, string path)
    {
        TracedAddress.Hide(context, mount + "/***");
        try
        {
            var answer = await AnswerOrRefuseAsync(context, plugin, mount, path);
            await (ReferenceEquals(answer, FacadePages.NoPayment)
                ? Notices.NotFoundAsync(new PaymentRequest(context))
                : WriteAsync(context, answer));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone.
        }
    }

    private async Task<FacadeAnswer> AnswerOrRefuseAsync(HttpContext context, string plugin, string mount, string path)
    {
        var catalog = plugins.Current;
        if (catalog.FindFacade(plugin) is not { } facade)
            return FacadeCalls.Plain(catalog.Find(plugin) is { State: not PluginState.Running } ? Off : NoSuchPath);
        switch (facade.Routes.Find(context.Request.Method, path))
        {
            case FacadeMatch.NoSuchPath:
                return await FacadeCalls.RefuseAsync(facade, NoSuchPath);
            case FacadeMatch.WrongMethod wrong:
                context.Response.Headers.Allow = string.Join(", ", wrong.Allowed);
                return await FacadeCalls.RefuseAsync(facade,
                    new FacadeRefusal(405, $"Method not allowed; use {string.Join(" or ", wrong.Allowed)}."));
            case FacadeMatch.Found found:
                TracedAddress.Hide(context, $"{mount}/{found.Route.Path}");
                return await AnswerAsync(context, facade, found, mount);
            default:
                throw new InvalidOperationException();
        }
    }

    private async Task<FacadeAnswer> AnswerAsync(HttpContext context, ActiveFacade facade, FacadeMatch.Found found, string mount)
    {
        try
        {
            var body = await RequestBody.ReadAsync(context.Request, WebhookBody.MaxBytes);
            if (body is not BodyResult.Read { Bytes: var bytes })
                return await FacadeCalls.RefuseAsync(facade, body is BodyResult.Refused { Status: 413 } ? TooLarge : Broken);
            var root = links.Root(context.Request, mount);
            var request = await FacadeRequestReader.ReadAsync(context.Request, bytes, found.Values, root, clock.Now());
            if (request is null) return await FacadeCalls.RefuseAsync(facade, new FacadeRefusal(400, "The body cannot be read as a form."));
            var visit = new FacadeVisit(facade, context.Connection.RemoteIpAddress);
            var answer = await FacadeCalls.AnswerAsync(facade, found.Route, request, shops.Open(visit), context.RequestAborted);
            // Outside of the plugin's call: a delayed client uses up none of the facade's calls.
            if (visit.Guess is { } isRight && !await limits.HoldAsync(visit.PluginId, visit.Client, isRight, context.RequestAborted))
                visit.TooMany(FacadeLimits.MaxPause);
            // The facade was told "none", and would say so.
            if (visit.Refusal is { } tooMany) return await FacadeCalls.RefuseAsync(facade, tooMany);
            return answer.RetryAfter is null && visit.RetryAfter is { } wait ? answer with { RetryAfter = wait } : answer;
        }
        catch (Exception exception) when (DatabaseTroubles.Of(exception) is not null)
        {
            var trouble = DatabaseTroubles.Of(exception)!.Value;
            if (trouble == DatabaseTrouble.Busy)
                logger.LogWarning("The database was too busy for a request of facade {Plugin}", facade.PluginId);
            return await FacadeCalls.RefuseAsync(facade, Unavailable(trouble));
        }
    }

    private static FacadeRefusal Unavailable(DatabaseTrouble trouble) => new(503, trouble == DatabaseTrouble.Busy
        ? "The service is busy. Try again."
        : "The service is not available at this moment. Try again later.", DatabaseTroubles.RetryAfter(trouble));

    private static async Task WriteAsync(HttpContext context, FacadeAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        // Whatever a facade writes, it is no page of the host's.
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
        if (answer.Location is { } location) response.Headers.Location = location;
        if (answer.RetryAfter is { } wait) response.SetRetryAfter(wait);
        if (answer.Status is 204 or 304) return;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}
