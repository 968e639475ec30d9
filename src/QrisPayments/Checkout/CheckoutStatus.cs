using System.Text.Json;
using Microsoft.AspNetCore.Http;
using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Reviews;
using QrisPayments.Storage;
using QrisPayments.Theming;
using QrisPayments.Web;

namespace QrisPayments.Checkout;

/// <summary>GET: where the payment stands, for the page's script; the same JSON is polled and pushed.</summary>
internal static class CheckoutStatus
{
    public static readonly Refusals Refusals = new(
        context => ApiAnswer.Problem(
            429, "rate_limited", "This payment is asked for too often. Wait as long as Retry-After says.").WriteAsync(context),
        (context, trouble) => ApiAnswer.DatabaseTrouble(trouble).WriteAsync(context));

    public static async Task SendAsync(HttpContext context)
    {
        var request = new PaymentRequest(context);
        var answer = await request.FindAsync() is { } payment ? ApiAnswer.Json(200, Write(payment, request.Now)) : NotFound();
        await answer.WriteAsync(context);
    }

    public static ApiAnswer NotFound() =>
        ApiAnswer.Problem(404, "payment_not_found", "There is no payment at this address.");

    public static string Write(Payment payment, DateTimeOffset now) => JsonSerializer.Serialize(
        new StatusJson(
            payment.Id, payment.Status.Text(), CheckoutView.StateName(CheckoutStates.Of(payment, now)), payment.Review, payment.TotalAmount,
            JsonShapes.Time(payment.ExpiresAt), JsonShapes.Time(payment.PaidAt), payment.Version,
            // Milliseconds of the time that is left, so that no countdown jumps when it is set by this.
            payment.ExpiresAt is { } expires ? Math.Max(0, (long)(expires - now).TotalMilliseconds) : null,
            JsonShapes.Time(now), payment.ReplacedBy),
        JsonShapes.Options);

    private sealed record StatusJson(
        string Id, string Status, string State, string? Review, long? TotalAmount, string? ExpiresAt, string? PaidAt, long Version,
        long? ExpiresInMs, string? ServerTime, string? ReplacedBy);
}
