using System.Text.Json.Serialization;
using QrisPayments.Plugins;

namespace QrisPayments.MamzPay.Wire;

/// <summary>MamzPay's JSON. Strict: the remarks in the text's samples are no JSON (WIRE M9). Money by the common rule (WIRE G1).</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = [typeof(RupiahJsonConverter)])]
[JsonSerializable(typeof(CreateRequest))]
[JsonSerializable(typeof(CreateAnswer))]
[JsonSerializable(typeof(PaidNotice))]
[JsonSerializable(typeof(NoticeReply))]
internal sealed partial class MamzPayJson : JsonSerializerContext;
