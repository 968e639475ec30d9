using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QrisPayments.Mounting;

namespace QrisPayments.Checkout;

/// <summary>
/// How often one payment's pages may be asked for. By payment, not by address: behind a proxy that the host did not
/// configure, all customers share one address.
/// </summary>
internal sealed class CheckoutLimits(IOptions<QrisPaymentsOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(id =>
        RateLimitPartition.GetTokenBucketLimiter(id, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.Limits.CheckoutBurst,
            TokensPerPeriod = options.Value.Limits.CheckoutPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    /// <summary>Lets a handler run only while its payment is not asked for too often.</summary>
    public static RequestDelegate Limit(RequestDelegate handler) => context =>
    {
        var limits = context.RequestServices.GetRequiredService<CheckoutLimits>();
        using var lease = limits._limiter.AttemptAcquire((string)context.Request.RouteValues["id"]!);
        if (lease.IsAcquired) return handler(context);
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = "1";
        return Task.CompletedTask;
    };

    public void Dispose() => _limiter.Dispose();
}
