using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Apps;
using QrisPayments.Foundation;
using QrisPayments.Storage;
using QrisPayments.Web;

namespace QrisPayments.Api;

/// <summary>The merchant API: what is mounted, and what every call goes through.</summary>
internal static class ApiEndpoints
{
    private static readonly ApiRoute[] Routes =
    [
        new("POST", "/payments", Scopes.Payments, PaymentsApi.CreateAsync),
        new("GET", "/payments", Scopes.Payments, PaymentsApi.ListAsync),
        new("GET", "/payments/{id}", Scopes.Payments, PaymentsApi.GetAsync),
        new("GET", "/payments/{id}/events", Scopes.Payments, PaymentsApi.EventsAsync),
        new("POST", "/payments/{id}/cancel", Scopes.Payments, PaymentsApi.CancelAsync),
        new("POST", "/payments/{id}/refunds", Scopes.Refunds, RefundsApi.CreateAsync),
        new("GET", "/payments/{id}/refunds", Scopes.Refunds, RefundsApi.ListAsync),
        new("POST", "/credits", Scopes.LedgerWrite, CreditsApi.ReportAsync),
        new("POST", "/qr/inspect", Scopes.Payments, QrApi.InspectAsync),
        new("POST", "/qr/convert", Scopes.Payments, QrApi.ConvertAsync),
    ];

    private static readonly ApiRoute[] SandboxRoutes =
    [
        new("POST", "/sandbox/payments/{id}/pay", Scopes.Sandbox, SandboxApi.PayAsync),
        new("POST", "/sandbox/payments/{id}/refund", Scopes.Sandbox, RefundsApi.SimulateAsync),
        new("POST", "/sandbox/credits", Scopes.Sandbox, SandboxApi.ReportAsync),
    ];

    public static void MapApi(this RouteGroupBuilder group, PaymentMode mode)
    {
        var api = group.MapGroup("/api/v1");
        foreach (var routes in (mode == PaymentMode.Sandbox ? [.. Routes, .. SandboxRoutes] : Routes).GroupBy(route => route.Pattern))
        {
            foreach (var route in routes)
                api.MapMethods(route.Pattern, [route.Method], context => RunAsync(context, route));
            var allowed = string.Join(", ", routes.Select(route => route.Method));
            api.Map(routes.Key, context =>
            {
                context.Response.Headers.Allow = allowed;
                return ApiProblems.MethodNotAllowed(allowed).WriteAsync(context);
            });
        }
        // Within its prefix only the module answers: a host's fallback page would say 200.
        api.Map("/{**rest}", context => ApiProblems.NotFound().WriteAsync(context));
    }

    /// <summary>Key, rate, scope, handler: in this order, so that a stranger learns nothing and costs little.</summary>
    private static async Task RunAsync(HttpContext context, ApiRoute route)
    {
        try
        {
            var answer = await AnswerAsync(context, route);
            await answer.WriteAsync(context);
        }
        // The database is down, or still busy after the module's own repeats.
        catch (Exception exception) when (!context.Response.HasStarted && DatabaseTroubles.Of(exception) is not null)
        {
            await ApiAnswer.DatabaseTrouble(DatabaseTroubles.Of(exception)!.Value).WriteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone.
        }
    }

    private static async Task<ApiAnswer> AnswerAsync(HttpContext context, ApiRoute route)
    {
        var apps = context.RequestServices.GetRequiredService<AppDirectory>();
        if (Key(context.Request) is not { } key || apps.FindByKey(key) is not { } app)
            return ApiProblems.Unauthorized();
        if (!app.TryAsk(out var wait)) return ApiProblems.RateLimited(wait);
        return app.Has(route.Scope) ? await route.Handler(new ApiCall(context, app)) : ApiProblems.Forbidden(route.Scope);
    }

    private static string? Key(HttpRequest request)
    {
        var headers = request.Headers.Authorization;
        if (headers.Count != 1 || headers[0] is not { } header) return null;
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return null;
        var key = header["Bearer ".Length..].Trim();
        return key.Length is > 0 and <= 512 ? key : null;
    }
}
