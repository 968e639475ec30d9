using System.Text.Json.Serialization;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg.Wire;

/// <summary>What <c>create-payment.php</c> answers, in either of its two shapes (WIRE B2), or <c>{success:false, error}</c>.</summary>
internal sealed record CreatePaymentAnswer
{
    public bool Success { get; init; }

    /// <summary>Shape 1.</summary>
    public CreatedPayment? Data { get; init; }

    /// <summary>Shape 2.</summary>
    public CreatedPayment? Payment { get; init; }

    /// <summary>Shape 2 has it out here.</summary>
    public string? PaymentUrl { get; init; }

    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Error { get; init; }

    /// <summary>In place of <see cref="Error"/>, sometimes.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Message { get; init; }
}

/// <summary>A payment that was created. Written it is shape 1, whose QR members are there though they may be null.</summary>
internal sealed record CreatedPayment
{
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? InvoiceId { get; init; }

    [JsonConverter(typeof(RupiahJsonConverter))]
    public long? Amount { get; init; }

    public string? PaymentUrl { get; init; }

    /// <summary>Western Indonesian Time without a zone (WIRE B8); may be absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? ExpiresAt { get; init; }

    public string? Status { get; init; }

    public string? PaymentMethod { get; init; }

    public string? PaymentMethodLabel { get; init; }

    [JsonConverter(typeof(RupiahJsonConverter))]
    public long? UniqueCode { get; init; }

    /// <summary>What the customer has to pay: amount, unique code and fee (WIRE B3).</summary>
    [JsonConverter(typeof(RupiahJsonConverter)), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long? FinalAmount { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? QrisString { get; init; }

    /// <summary>An image address that carries the whole QR, never shown to a browser (WIRE B14).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? QrisStaticImageUrl { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? QrisDynamicString { get; init; }

    /// <inheritdoc cref="QrisStaticImageUrl"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? QrisDynamicImageUrl { get; init; }

    [JsonConverter(typeof(ConverterBlockJsonConverter))]
    public ConverterBlock? QrisConverter { get; init; }

    [JsonPropertyName("iqris_invoiceid"), JsonConverter(typeof(LooseTextJsonConverter))]
    public string? IqrisInvoiceId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? IqrisNmid { get; init; }

    public string? IqrisRequestDate { get; init; }
}
