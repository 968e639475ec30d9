using System.Text.Json.Serialization;
using QrisPayments.Plugins;

namespace QrisPayments.Midtrans.Wire;

/// <summary>A refund in the list of a transaction.</summary>
internal sealed record RefundEntry
{
    /// <summary>Midtrans's number of it, written as a number or as a text.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? RefundChargebackId { get; init; }

    /// <summary>Rupiah as a decimal text.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? RefundAmount { get; init; }

    /// <summary>Ours where we asked for it; otherwise Midtrans makes one.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? RefundKey { get; init; }

    public string? Reason { get; init; }

    /// <summary>Western Indonesian Time without a zone.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>When the bank said so; the same kind of time.</summary>
    public string? BankConfirmedAt { get; init; }
}
