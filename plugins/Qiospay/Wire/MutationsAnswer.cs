using System.Text.Json;
using System.Text.Json.Serialization;
using QrisPayments.Plugins;

namespace QrisPayments.Qiospay.Wire;

/// <summary><c>GET /api/mutasi/qris/{merchant_code}/{api_key}</c>, answered.</summary>
internal sealed record MutationsAnswer
{
    /// <summary>The keys are right.</summary>
    public const string Success = "success";

    /// <summary>They are wrong, says the text; some gateways of this family also say so when there is nothing to list (WIRE Q12).</summary>
    public const string Failure = "error";

    /// <summary><see cref="Success"/> or <see cref="Failure"/>.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Status { get; init; }

    /// <summary>A list of <see cref="Mutation"/>, the newest first; empty, missing or null when there is none.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>What is wrong.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Messages { get; init; }

    /// <summary>The same in the singular, as some write it.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Message { get; init; }
}
