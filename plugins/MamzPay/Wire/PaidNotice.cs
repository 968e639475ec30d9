using System.Text.Json.Serialization;

namespace QrisPayments.MamzPay.Wire;

/// <summary>What MamzPay posts to <see cref="CreateRequest.CallbackUrl"/> when the money is there. Nothing signs it.</summary>
internal sealed record PaidNotice
{
    /// <summary>The only status that the text knows.</summary>
    public const string Paid = "PAID";

    /// <summary><see cref="Paid"/>.</summary>
    public string? Status { get; init; }

    /// <summary>The merchant's own reference; null, but there, where a client of ours gave none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? RefId { get; init; }

    /// <summary>Whole rupiah that arrived, unique code included.</summary>
    public long? AmountReceived { get; init; }

    /// <summary><see cref="CreatedPayment.TrxId"/>.</summary>
    public string? TrxIdGateway { get; init; }
}
