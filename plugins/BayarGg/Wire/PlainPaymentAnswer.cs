using System.Text.Json.Serialization;

namespace QrisPayments.BayarGg.Wire;

/// <summary>Shape 2 of what <c>create-payment.php</c> answers, in the order in which BAYAR GG writes it.</summary>
internal sealed record PlainPaymentAnswer
{
    public bool Success { get; init; } = true;

    public required PlainPayment Payment { get; init; }

    public required string PaymentUrl { get; init; }
}

/// <summary>A payment without its QR: the customer goes to the payment page.</summary>
internal sealed record PlainPayment
{
    public required string InvoiceId { get; init; }

    public required long Amount { get; init; }

    public required long UniqueCode { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long? FinalAmount { get; init; }

    public string? PaymentMethod { get; init; }

    public required string Status { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? ExpiresAt { get; init; }

    /// <summary>Only where it was asked for.</summary>
    [JsonConverter(typeof(ConverterBlockJsonConverter))]
    public ConverterBlock? QrisConverter { get; init; }
}
