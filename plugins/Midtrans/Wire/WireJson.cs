using System.Text.Json.Serialization;

namespace QrisPayments.Midtrans.Wire;

/// <summary>Midtrans's JSON, source-generated: reflection-based JSON would keep the plugin in memory for ever.</summary>
/// <remarks>A member that comes twice is refused: two readers would see two different amounts.</remarks>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ChargeRequest))]
[JsonSerializable(typeof(RefundCall))]
[JsonSerializable(typeof(TransactionAnswer))]
[JsonSerializable(typeof(SnapRequest))]
[JsonSerializable(typeof(SnapAnswer))]
internal sealed partial class WireJson : JsonSerializerContext;
