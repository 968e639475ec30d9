using System.Text.Json.Serialization;

namespace QrisPayments.Qiospay.Wire;

/// <summary>The JSON of Qiospay and of OkeConnect, which speaks the same.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(MutationsAnswer))]
[JsonSerializable(typeof(Mutation))]
[JsonSerializable(typeof(Notice))]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(NoticeReply))]
[JsonSerializable(typeof(MutationsPage))]
[JsonSerializable(typeof(MutationsRefusal))]
[JsonSerializable(typeof(MoneyNotice))]
internal sealed partial class QiospayJson : JsonSerializerContext;
