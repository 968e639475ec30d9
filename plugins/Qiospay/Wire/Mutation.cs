using System.Text.Json.Serialization;
using QrisPayments.Plugins;

namespace QrisPayments.Qiospay.Wire;

/// <summary>One movement of money. Everything is text, money included (WIRE Q6).</summary>
internal sealed record Mutation
{
    /// <summary>Money that came in; all else went out (WIRE Q5).</summary>
    public const string Credit = "CR";

    /// <summary>Money that went out.</summary>
    public const string Debit = "DB";

    /// <summary><c>yyyy-MM-dd HH:mm:ss</c>, WIB.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Date { get; init; }

    /// <summary>Whole rupiah, <c>13000</c>.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Amount { get; init; }

    /// <summary><see cref="Credit"/>, or <see cref="Debit"/>.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Type { get; init; }

    /// <summary><c>static</c> or <c>dinamic</c>.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Qris { get; init; }

    /// <summary>The payer's bank or wallet: its national number or its name.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? BrandName { get; init; }

    /// <summary>The acquirer's reference; the text's sample lacks it.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? IssuerReff { get; init; }

    /// <summary>The payer's provider's reference; the text's sample lacks it.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? BuyerReff { get; init; }

    /// <summary>The account's balance afterwards.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Balance { get; init; }
}
