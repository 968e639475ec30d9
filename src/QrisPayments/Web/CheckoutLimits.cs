using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Web;

/// <summary>
/// How often one payment's pages may be asked for. By payment, not by address: behind a proxy that the host did not
/// configure, all customers share one address.
/// </summary>
internal sealed class CheckoutLimits(IOptions<LimitOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(id =>
        RateLimitPartition.GetTokenBucketLimiter(id, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.CheckoutBurst,
            TokensPerPeriod = options.Value.CheckoutPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    /// <summary>Lets a handler run only while its payment is not asked for too often.</summary>
    public static RequestDelegate Limit(RequestDelegate handler) => async context =>
    {
        var limits = context.RequestServices.GetRequiredService<CheckoutLimits>();
        var id = (string)context.Request.RouteValues["id"]!;
        // What cannot be an id is answered without a query, and gets no counter: its text would fill our memory.
        if (PublicId.Looks(id, "pay"))
        {
            using var lease = limits._limiter.AttemptAcquire(id);
            if (!lease.IsAcquired)
            {
                Refuse(context, StatusCodes.Status429TooManyRequests);
                return;
            }
        }
        try
        {
            await handler(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted && context.RequestServices.GetRequiredService<Database>().IsBusy(exception))
        {
            Refuse(context, StatusCodes.Status503ServiceUnavailable);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The customer has gone.
        }
    };

    private static void Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = "1";
    }

    public void Dispose() => _limiter.Dispose();
}
