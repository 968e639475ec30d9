using System.Text.Json.Serialization;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg.Wire;

/// <summary>The body of <c>POST create-payment.php</c>: as we send it, and as clients send it to us.</summary>
internal sealed record CreatePaymentRequest
{
    /// <summary>From 1,000.</summary>
    [JsonConverter(typeof(RupiahJsonConverter))]
    public required long Amount { get; init; }

    [JsonConverter(typeof(PlainTextJsonConverter))]
    public string? Description { get; init; }

    [JsonConverter(typeof(PlainTextJsonConverter))]
    public string? CustomerName { get; init; }

    [JsonConverter(typeof(PlainTextJsonConverter))]
    public string? CustomerEmail { get; init; }

    [JsonConverter(typeof(PlainTextJsonConverter))]
    public string? CustomerPhone { get; init; }

    [JsonConverter(typeof(PlainTextJsonConverter))]
    public string? CallbackUrl { get; init; }

    [JsonConverter(typeof(PlainTextJsonConverter))]
    public string? RedirectUrl { get; init; }

    [JsonConverter(typeof(GoodsIdJsonConverter))]
    public long? FileId { get; init; }

    [JsonConverter(typeof(GoodsIdJsonConverter))]
    public long? ContentId { get; init; }

    [JsonConverter(typeof(GoodsIdJsonConverter))]
    public long? ProductImageId { get; init; }

    /// <summary>Blank lets BAYAR GG choose.</summary>
    [JsonConverter(typeof(PlainTextJsonConverter))]
    public string? PaymentMethod { get; init; }

    /// <summary>Of no meaning for <c>qris</c> and <c>qris_bayar_gg</c>.</summary>
    [JsonConverter(typeof(FlagJsonConverter))]
    public bool? UseQrisConverter { get; init; }

    /// <summary>In no older document, and without it nothing is created since 2026-06 (WIRE B1).</summary>
    [JsonConverter(typeof(PlainTextJsonConverter))]
    public string? PaymentUrl { get; init; }
}
