using System.Text.Json.Serialization;

namespace QrisPayments.MidtransMiddleware.Wire;

/// <summary>The middleware's JSON, source-generated: reflection-based JSON would keep the plugin in memory for ever.</summary>
/// <remarks>A member that comes twice is refused: two readers would see two different amounts.</remarks>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ChargeRequest))]
[JsonSerializable(typeof(ChargeAnswer))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
internal sealed partial class WireJson : JsonSerializerContext;
