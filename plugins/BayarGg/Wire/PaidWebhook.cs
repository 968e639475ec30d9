using System.Text.Json.Serialization;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg.Wire;

/// <summary>The body that is POSTed to <c>callback_url</c> when a payment is paid; there is no other event (WIRE B9).</summary>
internal sealed record PaidWebhook
{
    public const string EventHeader = "X-Webhook-Event";
    public const string SignatureHeader = "X-Webhook-Signature";
    public const string TimestampHeader = "X-Webhook-Timestamp";
    public const string InvoiceHeader = "X-Invoice-ID";

    /// <summary><c>payment.paid</c>.</summary>
    public string? Event { get; init; }

    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? InvoiceId { get; init; }

    public string? Status { get; init; }

    public string? PaymentMethod { get; init; }

    [JsonConverter(typeof(RupiahJsonConverter))]
    public long? Amount { get; init; }

    [JsonConverter(typeof(RupiahJsonConverter))]
    public long? FinalAmount { get; init; }

    [JsonConverter(typeof(RupiahJsonConverter))]
    public long? UniqueCode { get; init; }

    public string? PaidAt { get; init; }

    [JsonConverter(typeof(RupiahJsonConverter))]
    public long? PaidAmount { get; init; }

    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? PaidReffNum { get; init; }

    public string? PaidVia { get; init; }

    /// <summary>Who paid. Personal data (WIRE G13).</summary>
    [JsonPropertyName("iqris_payment_customername")]
    public string? IqrisPaymentCustomerName { get; init; }

    [JsonPropertyName("iqris_payment_methodby")]
    public string? IqrisPaymentMethodBy { get; init; }

    public string? CustomerName { get; init; }

    public string? CustomerEmail { get; init; }

    public string? CustomerPhone { get; init; }

    public string? Description { get; init; }

    public string? RedirectUrl { get; init; }

    public bool? HasFile { get; init; }

    public bool? HasContent { get; init; }

    /// <summary>Unix seconds; the one in the header is what the signature covers (WIRE B7).</summary>
    public long? Timestamp { get; init; }

    public string? Signature { get; init; }
}
