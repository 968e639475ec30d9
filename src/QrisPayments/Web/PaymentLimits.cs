using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Web;

/// <summary>Says, in the shape that the address has, that something is answered later: 429 or 503.</summary>
internal delegate Task AnswerLater(HttpContext context, int status, TimeSpan wait);

/// <summary>
/// How often one payment's pages may be asked for. By payment, not by address: behind a proxy that the host did not
/// configure, all customers share one address.
/// </summary>
internal sealed class PaymentLimits(IOptions<LimitOptions> options) : IDisposable
{
    private readonly TokenBuckets<string> _payments = new(options.Value.CheckoutBurst, options.Value.CheckoutPerSecond);

    /// <summary>Lets a handler run only while its payment is not asked for too often.</summary>
    public static RequestDelegate Limit(RequestDelegate handler, AnswerLater later) => async context =>
    {
        var limits = context.RequestServices.GetRequiredService<PaymentLimits>();
        var id = (string)context.Request.RouteValues["id"]!;
        // What cannot be an id is answered without a query, and gets no counter: its text would fill our memory.
        if (PublicId.Looks(id, "pay") && !limits._payments.TryTake(id, out var wait))
        {
            await later(context, StatusCodes.Status429TooManyRequests, wait);
            return;
        }
        try
        {
            await handler(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted
            && context.RequestServices.GetRequiredService<Database>().IsBusy(exception))
        {
            await later(context, StatusCodes.Status503ServiceUnavailable, TimeSpan.FromSeconds(1));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The customer has gone.
        }
    };

    public void Dispose() => _payments.Dispose();
}
