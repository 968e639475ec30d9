using System.Text.Json.Serialization;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg.Wire;

/// <summary>The body of <c>POST create-payment.php</c>.</summary>
internal sealed record CreatePaymentRequest
{
    /// <summary>From 1,000.</summary>
    [JsonConverter(typeof(RupiahJsonConverter))]
    public required long Amount { get; init; }

    public string? Description { get; init; }

    public string? CustomerName { get; init; }

    public string? CustomerEmail { get; init; }

    public string? CustomerPhone { get; init; }

    public string? CallbackUrl { get; init; }

    public string? RedirectUrl { get; init; }

    public long? FileId { get; init; }

    public long? ContentId { get; init; }

    public long? ProductImageId { get; init; }

    /// <summary>Blank lets BAYAR GG choose.</summary>
    public string? PaymentMethod { get; init; }

    /// <summary>Of no meaning for <c>qris</c> and <c>qris_bayar_gg</c>.</summary>
    public bool? UseQrisConverter { get; init; }

    /// <summary>In no older document, and without it nothing is created since 2026-06 (WIRE B1).</summary>
    public string? PaymentUrl { get; init; }
}
