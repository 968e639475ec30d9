using System.Text.Json.Serialization;
using QrisPayments.Plugins;

namespace QrisPayments.PayDigital.Wire;

/// <summary><c>payment.php</c>: how an invoice stands. Every member is always there, null where there is nothing to say.</summary>
internal sealed record InvoiceState
{
    /// <summary>The invoice asked about.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Invoice { get; init; }

    /// <summary>Whole rupiah without the unique code.</summary>
    public long? Amount { get; init; }

    /// <summary>Rupiah that PayDigital added.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long? UniqueCode { get; init; }

    /// <summary>Whole rupiah that the customer has to pay.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long? TotalAmount { get; init; }

    /// <summary>Only <c>paid</c> is documented.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Status { get; init; }

    /// <summary>WIB, without a zone; null, blank or <c>0000-00-00 00:00:00</c> when there is none (WIRE P11).</summary>
    [JsonConverter(typeof(LooseTextJsonConverter)), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? PaidAt { get; init; }

    /// <summary>Who pays.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter)), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? CustomerName { get; init; }

    /// <summary>The merchant's store.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? StoreName { get; init; }
}
