using QrisPayments.Plugins;
using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>
/// How a payment is made for a seller with rules of its own: a facade follows its gateway. Such an order may have several open payments at
/// once.
/// </summary>
internal sealed record Sale
{
    /// <summary>Percent of the amount that the payer carries on top.</summary>
    public required decimal FeePercent { get; init; }

    /// <summary>The unique codes that the seller's clients know; null for the shop's own range.</summary>
    public UniqueCodeRange? Codes { get; init; }

    /// <summary>In whose shape the client's address is told.</summary>
    public required string CallbackShape { get; init; }

    /// <summary>
    /// Writes what the seller keeps beside the payment, in the transaction that makes it. False when the client's reference is taken: then
    /// nothing is made.
    /// </summary>
    public required Func<DbSession, PaymentRow, Task<bool>> KeepAsync { get; init; }

    /// <summary>Gives the client's reference back after every provider has declined the payment.</summary>
    public required Func<DbSession, string, Task> ReleaseAsync { get; init; }

    /// <summary>Rupiah that the payer carries on top.</summary>
    public long FeeOf(long amount) => AddedFee.Of(amount, FeePercent);
}
