using System.Text.Json.Serialization;

namespace QrisPayments.BayarGg.Wire;

/// <summary>BAYAR GG's JSON, source-generated: reflection-based JSON would keep the plugin in memory for ever.</summary>
/// <remarks>A member that comes twice is refused: two readers would see two different amounts.</remarks>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(CreatePaymentRequest))]
[JsonSerializable(typeof(CreatePaymentAnswer))]
[JsonSerializable(typeof(ConverterBlock))]
[JsonSerializable(typeof(CheckPaymentAnswer))]
[JsonSerializable(typeof(ListPaymentsAnswer))]
[JsonSerializable(typeof(PaymentMethodsAnswer))]
[JsonSerializable(typeof(PaidWebhook))]
[JsonSerializable(typeof(PlainPaymentAnswer))]
[JsonSerializable(typeof(AccountStatusAnswer))]
[JsonSerializable(typeof(StatisticsAnswer))]
[JsonSerializable(typeof(QrisConvertAnswer))]
[JsonSerializable(typeof(QrisInfoAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
internal sealed partial class WireJson : JsonSerializerContext;
