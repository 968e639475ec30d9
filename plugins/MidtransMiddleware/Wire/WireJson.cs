using System.Text.Json.Serialization;

namespace QrisPayments.MidtransMiddleware.Wire;

/// <summary>The middleware's JSON, source-generated: reflection-based JSON would keep the plugin in memory for ever.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChargeRequest))]
[JsonSerializable(typeof(ChargeAnswer))]
[JsonSerializable(typeof(StatusAnswer))]
internal sealed partial class WireJson : JsonSerializerContext;
