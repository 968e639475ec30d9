using System.Text.Json.Serialization;
using QrisPayments.Plugins;

namespace QrisPayments.PayDigital.Wire;

/// <summary>PayDigital's JSON. Money by the common rule (WIRE G1).</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = [typeof(RupiahJsonConverter)])]
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(CreatedInvoice))]
[JsonSerializable(typeof(InvoiceState))]
internal sealed partial class PayDigitalJson : JsonSerializerContext;
