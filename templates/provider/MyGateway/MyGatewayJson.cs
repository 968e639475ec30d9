using System.Text.Json.Serialization;

namespace MyGateway;

// What is sent.
internal sealed record CreatePayment(string Reference, long Amount, string? Description, Uri? CallbackUrl);

// What create, status and webhook say. Everything may be missing: an answer is believed only after a look at it.
internal sealed record GatewayPaymentJson
{
    public string? Id { get; init; }
    public string? Reference { get; init; }
    public string? Status { get; init; }

    // Reads 50347, "50347" and "50347.00", and refuses to guess at "50.347".
    [JsonConverter(typeof(RupiahJsonConverter))]
    public long? Total { get; init; }
    public string? QrString { get; init; }
    public string? ExpiresAt { get; init; }
    public string? PaidAt { get; init; }
    public string? Error { get; init; }
}

// Generated at build time: JSON by reflection would keep the plugin in memory after it is switched off.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CreatePayment))]
[JsonSerializable(typeof(GatewayPaymentJson))]
internal sealed partial class MyGatewayJson : JsonSerializerContext;
