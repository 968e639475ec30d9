using System.Text.Json.Serialization;
using QrisPayments.Plugins;

namespace QrisPayments.Midtrans.Wire;

/// <summary>The body of <c>POST /v2/{order_id}/refund/online/direct</c>.</summary>
internal sealed record RefundCall
{
    /// <summary>Our key: with it, asking twice gives back once.</summary>
    public required string RefundKey { get; init; }

    /// <summary>Whole rupiah.</summary>
    [JsonConverter(typeof(RupiahJsonConverter))]
    public required long Amount { get; init; }

    public required string Reason { get; init; }
}
