using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Web;

/// <summary>What a page answers when it cannot be made, in the shape that its address has. Status and <c>Retry-After</c> are set.</summary>
/// <param name="TooManyAsync">429: it is asked for too often.</param>
/// <param name="UnavailableAsync">503: the database does not let us answer.</param>
internal sealed record Refusals(Func<HttpContext, Task> TooManyAsync, Func<HttpContext, DatabaseTrouble, Task> UnavailableAsync);

/// <summary>
/// How often one payment's pages may be asked for. By payment, not by address: behind a proxy that the host did not
/// configure, all customers share one address.
/// </summary>
internal sealed class PaymentLimits(IOptions<LimitOptions> options) : IDisposable
{
    private readonly TokenBuckets<string> _payments = new(options.Value.CheckoutBurst, options.Value.CheckoutPerSecond);

    /// <summary>Lets a handler run only while its payment is not asked for too often, and answers when the database does not.</summary>
    public static RequestDelegate Limit(RequestDelegate handler, Refusals refusals) => async context =>
    {
        var limits = context.RequestServices.GetRequiredService<PaymentLimits>();
        var id = (string)context.Request.RouteValues["id"]!;
        // What cannot be an id is answered without a query, and gets no counter: its text would fill our memory.
        if (PublicId.Looks(id, "pay") && !limits._payments.TryTake(id, out var wait))
        {
            Refuse(context.Response, StatusCodes.Status429TooManyRequests, wait);
            await refusals.TooManyAsync(context);
            return;
        }
        try
        {
            await handler(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted && DatabaseTroubles.Of(exception) is not null)
        {
            var trouble = DatabaseTroubles.Of(exception)!.Value;
            Refuse(context.Response, StatusCodes.Status503ServiceUnavailable, DatabaseTroubles.RetryAfter(trouble));
            await refusals.UnavailableAsync(context, trouble);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The customer has gone.
        }
    };

    private static void Refuse(HttpResponse response, int status, TimeSpan wait)
    {
        response.StatusCode = status;
        response.SetRetryAfter(wait);
    }

    public void Dispose() => _payments.Dispose();
}
