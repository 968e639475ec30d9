using System.Text.Json.Serialization;
using QrisPayments.Plugins;

namespace QrisPayments.Midtrans.Wire;

/// <summary>
/// A transaction as Midtrans tells of it: the answer to charge, status, cancel, expire and refund, and the body of a notification, each
/// with some of these.
/// </summary>
internal sealed record TransactionAnswer
{
    /// <summary>A text; the HTTP status is often 200 whatever it says.</summary>
    public string? StatusCode { get; init; }

    public string? StatusMessage { get; init; }

    public string? TransactionId { get; init; }

    public string? OrderId { get; init; }

    public string? MerchantId { get; init; }

    /// <summary>Rupiah as a decimal text, <c>150000.00</c>; the signature covers it as it is written.</summary>
    public string? GrossAmount { get; init; }

    public string? Currency { get; init; }

    public string? PaymentType { get; init; }

    /// <summary>Western Indonesian Time without a zone (WIRE G3), like all times here.</summary>
    public string? TransactionTime { get; init; }

    public string? TransactionStatus { get; init; }

    public string? FraudStatus { get; init; }

    public string? Acquirer { get; init; }

    public string? Issuer { get; init; }

    public string? QrString { get; init; }

    public string? SettlementTime { get; init; }

    public string? ExpiryTime { get; init; }

    /// <summary>
    /// What went back in all, as <see cref="GrossAmount"/> is written; in the answer to a refund, what that one gives back.
    /// </summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? RefundAmount { get; init; }

    /// <summary>Of the answer to a refund: our key.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? RefundKey { get; init; }

    /// <summary>Of the answer to a refund: Midtrans's number of it, written as a number or as a text.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? RefundChargebackId { get; init; }

    /// <summary>Every refund of the transaction; missing while nothing was refunded.</summary>
    public IReadOnlyList<RefundEntry>? Refunds { get; init; }

    /// <summary>Of a notification only.</summary>
    public string? SignatureKey { get; init; }

    public IReadOnlyList<string>? ValidationMessages { get; init; }

    /// <summary>Why it rejected the request, as far as it says.</summary>
    public string? Reason => ValidationMessages is { Count: > 0 } ? string.Join(" ", ValidationMessages) : StatusMessage;
}
