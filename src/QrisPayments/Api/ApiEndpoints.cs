using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Mounting;

namespace QrisPayments.Api;

/// <summary>The merchant API: what is mounted, and what every call goes through.</summary>
internal static class ApiEndpoints
{
    public static void MapApi(this RouteGroupBuilder group, PaymentMode mode)
    {
        var api = group.MapGroup("/api/v1");
        Post(api, "/payments", Scopes.Payments, PaymentsApi.CreateAsync);
        Get(api, "/payments", Scopes.Payments, PaymentsApi.ListAsync);
        Get(api, "/payments/{id}", Scopes.Payments, PaymentsApi.GetAsync);
        Get(api, "/payments/{id}/events", Scopes.Payments, PaymentsApi.EventsAsync);
        Post(api, "/payments/{id}/cancel", Scopes.Payments, PaymentsApi.CancelAsync);
        Post(api, "/credits", Scopes.LedgerWrite, CreditsApi.ReportAsync);
        Post(api, "/qr/inspect", Scopes.Payments, QrApi.InspectAsync);
        Post(api, "/qr/convert", Scopes.Payments, QrApi.ConvertAsync);
        if (mode == PaymentMode.Sandbox)
        {
            Post(api, "/sandbox/payments/{id}/pay", Scopes.Sandbox, SandboxApi.PayAsync);
            Post(api, "/sandbox/credits", Scopes.Sandbox, SandboxApi.ReportAsync);
        }
        // Within our prefix, nobody but us answers; not even a host's fallback page with its 200.
        api.Map("/{**rest}", context => ApiProblems.NotFound().WriteAsync(context));
    }

    private static void Get(RouteGroupBuilder api, string pattern, string scope, Func<ApiCall, Task<ApiAnswer>> handler) =>
        api.MapMethods(pattern, [HttpMethods.Get], context => RunAsync(context, scope, handler));

    private static void Post(RouteGroupBuilder api, string pattern, string scope, Func<ApiCall, Task<ApiAnswer>> handler) =>
        api.MapMethods(pattern, [HttpMethods.Post], context => RunAsync(context, scope, handler));

    /// <summary>Key, rate, scope, handler: in this order, so that a stranger learns nothing and costs little.</summary>
    private static async Task RunAsync(HttpContext context, string scope, Func<ApiCall, Task<ApiAnswer>> handler)
    {
        try
        {
            var answer = await AnswerAsync(context, scope, handler);
            await answer.WriteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
        }
    }

    private static async Task<ApiAnswer> AnswerAsync(HttpContext context, string scope, Func<ApiCall, Task<ApiAnswer>> handler)
    {
        if (Key(context.Request) is not { } key || context.RequestServices.GetRequiredService<AppDirectory>().FindByKey(key) is not { } app)
            return ApiProblems.Unauthorized();
        using var lease = app.Limiter.AttemptAcquire();
        if (!lease.IsAcquired)
            return ApiProblems.RateLimited(lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1));
        return app.Has(scope) ? await handler(new ApiCall(context, app)) : ApiProblems.Forbidden(scope);
    }

    private static string? Key(HttpRequest request)
    {
        var headers = request.Headers.Authorization;
        if (headers.Count != 1 || headers[0] is not { } header || !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return null;
        var key = header["Bearer ".Length..].Trim();
        return key.Length is > 0 and <= 512 ? key : null;
    }
}
