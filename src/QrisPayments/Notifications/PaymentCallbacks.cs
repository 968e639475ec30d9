using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using QrisPayments.Apps;
using QrisPayments.Foundation;
using QrisPayments.Outbox;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Refunds;

namespace QrisPayments.Notifications;

/// <summary>Makes callbacks in the module's own shape, signed as Standard Webhooks 1.0 says (webhook-id, -timestamp, -signature).</summary>
internal sealed class PaymentCallbacks(
    PaymentReader payments, RefundReader refunds, CallbackFilter filter, AppDirectory apps, TimeProvider clock,
    IOptions<CallbackOptions> options)
{
    /// <summary>The callback, made anew for every try; null when the payment is not there any more.</summary>
    public async Task<FacadeCallback?> MakeAsync(Delivery delivery, DeliveryArgs args, CancellationToken cancellationToken)
    {
        if (await payments.FindAsync(delivery.Subject, cancellationToken) is not { } payment) return null;
        var refund = args.Refund is null ? null : await refunds.FindAsync(args.Refund, cancellationToken);
        var said = new CallbackJson(args.Type!, JsonShapes.Time(args.At),
            await filter.ApplyAsync(args.Type!, payment, cancellationToken), refund is null ? null : RefundJson.Of(refund));
        var body = JsonSerializer.SerializeToUtf8Bytes(said, JsonShapes.Options);
        return new FacadeCallback
        {
            Body = body, ContentType = "application/json; charset=utf-8", Headers = Sign(delivery.EventId!, body, payment.App)
        };
    }

    private Dictionary<string, string> Sign(string id, byte[] body, string? appCode)
    {
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string> { ["webhook-id"] = id, ["webhook-timestamp"] = timestamp };
        var secret = appCode is null ? options.Value.Secret : apps.Find(appCode)?.CallbackSecret;
        if (secret is null) return headers;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        headers["webhook-signature"] = "v1," + Convert.ToBase64String(HMACSHA256.HashData(CallbackSecret.Bytes(secret)!, signed));
        return headers;
    }
}

/// <summary>A callback's body.</summary>
/// <param name="Type">One of <see cref="PaymentEventTypes"/>.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="Data">The payment.</param>
/// <param name="Refund">The refund that the event is about; only then a member of the body.</param>
internal sealed record CallbackJson(
    string Type, string Timestamp, object Data,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RefundJson? Refund);
