using System.Text;
using QrisPayments.Payments;
using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests;

/// <summary>What the module hands to providers.</summary>
internal static class Requests
{
    public const string AttemptId = "att_0123456789abcdefghijklmnop";

    public static readonly Uri WebhookUrl = new("https://shop.example/qris/webhooks/account/5f0c6e2d9b1a47c3");

    /// <summary>A payment to be opened.</summary>
    /// <param name="amount">What the shop asked for.</param>
    /// <param name="code">The unique code that the module added.</param>
    public static OpenRequest Open(long amount, int code = 0) => new()
    {
        AttemptId = AttemptId, PaymentId = "pay_0123456789abcdefghijklmnop", OrderId = "INV-001", Amount = amount, UniqueCode = code,
        TotalAmount = amount + code,
        ExpiresAt = new DateTimeOffset(2026, 1, 1, 12, 15, 0, Wib.Offset), WebhookUrl = WebhookUrl,
        Customer = new Customer { Name = "Siti Aminah", Email = "siti@example.com" },
    };

    /// <summary>The same payment as the books have it after it was opened.</summary>
    public static OpenedAttempt Opened(long amount, long total, string? providerRef) => new()
    {
        AttemptId = AttemptId, PaymentId = "pay_0123456789abcdefghijklmnop", OrderId = "INV-001", ProviderRef = providerRef,
        Amount = amount, TotalAmount = total,
        CreatedAt = new DateTimeOffset(2026, 1, 1, 12, 0, 0, Wib.Offset), ExpiresAt = new DateTimeOffset(2026, 1, 1, 12, 15, 0, Wib.Offset),
    };

    /// <summary>A webhook.</summary>
    /// <param name="body">Its body.</param>
    /// <param name="attempt">The attempt whose own secret address was called.</param>
    /// <param name="pathKey">What stood behind the account's common address.</param>
    /// <param name="headers">Its headers.</param>
    public static WebhookRequest Webhook(
        string body, OpenedAttempt? attempt = null, string? pathKey = null, IReadOnlyDictionary<string, string>? headers = null) => new()
    {
        Headers = headers ?? new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase), Query = new Dictionary<string, string>(),
        Body = Encoding.UTF8.GetBytes(body),
        ReceivedAt = new DateTimeOffset(2026, 1, 1, 12, 5, 0, Wib.Offset), Attempt = attempt, PathKey = pathKey,
    };
}
