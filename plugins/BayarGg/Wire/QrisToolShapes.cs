using System.Text.Json.Serialization;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg.Wire;

/// <summary>The body of <c>POST qris-convert.php</c> and <c>POST qris-info.php</c>.</summary>
internal sealed record QrisToolRequest
{
    /// <summary>Whole rupiah.</summary>
    [JsonConverter(typeof(RupiahJsonConverter))]
    public long? Nominal { get; init; }

    [JsonConverter(typeof(PlainTextJsonConverter))]
    public string? Qris { get; init; }

    /// <summary>A picture, base64.</summary>
    [JsonConverter(typeof(PlainTextJsonConverter))]
    public string? Image { get; init; }

    [JsonConverter(typeof(PlainTextJsonConverter))]
    public string? ImageUrl { get; init; }
}

/// <summary>What <c>qris-convert.php</c> answers.</summary>
internal sealed record QrisConvertAnswer
{
    public bool Success { get; init; } = true;

    public required string Qris { get; init; }

    public required string QrImageUrl { get; init; }

    public required string MerchantName { get; init; }

    public required long Amount { get; init; }
}

/// <summary>What <c>qris-info.php</c> answers.</summary>
internal sealed record QrisInfoAnswer
{
    public bool Success { get; init; } = true;

    public required string MerchantName { get; init; }

    public required string MerchantCity { get; init; }

    /// <summary>0 where the code asks for none. A code may hold decimals.</summary>
    public required decimal Amount { get; init; }

    public required bool IsDynamic { get; init; }
}
