using System.Text.Json;
using System.Text.Json.Serialization;
using QrisPayments.Plugins;

namespace QrisPayments.PayDigital.Wire;

/// <summary>What PayDigital answers to anything.</summary>
internal sealed record Answer
{
    /// <summary>The call worked. Whether money came is another status, inside <see cref="Data"/> (WIRE P1).</summary>
    public const string Success = "success";

    /// <summary>Its opposite is not documented; clients have seen this.</summary>
    public const string Failure = "error";

    /// <summary><see cref="Success"/> or, it seems, <see cref="Failure"/>.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Status { get; init; }

    /// <summary>
    /// A <see cref="CreatedInvoice"/> or an <see cref="InvoiceState"/>. Kept open: beside an error PHP writes <c>[]</c> here.
    /// </summary>
    public JsonElement? Data { get; init; }

    /// <summary>Why not.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Message { get; init; }

    /// <summary>Why not, in other words of the same gateway.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Messages { get; init; }

    /// <summary>Why not, in yet others.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Error { get; init; }

    /// <summary>What the later generation of the API says instead of <see cref="Status"/> (WIRE P9).</summary>
    public JsonElement? Ok { get; init; }

    /// <summary>The same.</summary>
    [JsonPropertyName("success")]
    public JsonElement? Succeeded { get; init; }
}
