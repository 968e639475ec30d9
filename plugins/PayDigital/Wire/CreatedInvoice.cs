using System.Text.Json.Serialization;
using QrisPayments.Plugins;

namespace QrisPayments.PayDigital.Wire;

/// <summary><c>create_payment.php</c>: the invoice.</summary>
internal sealed record CreatedInvoice
{
    /// <summary><c>PYG</c> and the time of day, to the second: anybody can guess it (WIRE P4).</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? Invoice { get; init; }

    /// <summary>Whole rupiah without the unique code.</summary>
    public long? Amount { get; init; }

    /// <summary>Rupiah that PayDigital added.</summary>
    public long? UniqueCode { get; init; }

    /// <summary>Whole rupiah that the customer has to pay.</summary>
    public long? TotalAmount { get; init; }

    /// <summary>The QRIS payload.</summary>
    public string? QrContent { get; init; }

    /// <summary>A picture of it, drawn by somebody else who thereby learns it (WIRE P6).</summary>
    public string? QrUrl { get; init; }

    /// <summary>PayDigital's own page, in the samples without https.</summary>
    public string? PaymentUrl { get; init; }

    /// <summary>WIB, without a zone.</summary>
    [JsonConverter(typeof(LooseTextJsonConverter))]
    public string? ExpiredAt { get; init; }
}
