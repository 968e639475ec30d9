using System.Text.Json.Serialization;
using QrisPayments.Plugins;

namespace QrisPayments.Midtrans.Wire;

/// <summary>The body of <c>POST /v2/charge</c> for QRIS.</summary>
internal sealed record ChargeRequest
{
    public required string PaymentType { get; init; }

    public required TransactionDetails TransactionDetails { get; init; }

    public IReadOnlyList<ItemDetail>? ItemDetails { get; init; }

    public CustomerDetails? CustomerDetails { get; init; }

    public QrisBlock? Qris { get; init; }

    public CustomExpiry? CustomExpiry { get; init; }
}

/// <summary>Which order, and how much.</summary>
internal sealed record TransactionDetails
{
    public required string OrderId { get; init; }

    /// <summary>Whole rupiah.</summary>
    [JsonConverter(typeof(RupiahJsonConverter))]
    public required long GrossAmount { get; init; }
}

/// <summary>Who issues the QR: <c>gopay</c> or <c>airpay shopee</c>.</summary>
internal sealed record QrisBlock(string Acquirer);

/// <summary>How long Core takes the money.</summary>
/// <param name="OrderTime"><c>yyyy-MM-dd HH:mm:ss +0700</c>.</param>
/// <param name="ExpiryDuration">From there on, in units.</param>
/// <param name="Unit"><c>minute</c>.</param>
internal sealed record CustomExpiry(string OrderTime, int ExpiryDuration, string Unit);
