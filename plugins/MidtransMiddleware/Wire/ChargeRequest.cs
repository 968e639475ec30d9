using System.Text.Json.Serialization;
using QrisPayments.Midtrans;
using QrisPayments.Plugins;

namespace QrisPayments.MidtransMiddleware.Wire;

/// <summary>The body of <c>POST /charge</c>.</summary>
internal sealed record ChargeRequest
{
    public required string OrderId { get; init; }

    /// <summary>Whole rupiah, no decimals.</summary>
    [JsonConverter(typeof(RupiahJsonConverter))]
    public required long Amount { get; init; }

    public IReadOnlyList<ItemDetail>? ItemDetails { get; init; }

    public CustomerDetails? CustomerDetails { get; init; }
}
