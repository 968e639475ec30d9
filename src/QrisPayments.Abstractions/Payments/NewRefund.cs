namespace QrisPayments;

/// <summary>Money that a shop wants to give back for a paid payment.</summary>
public sealed record NewRefund
{
    /// <summary>
    /// Whole rupiah, from 1 up to what is still refundable (<see cref="Payment.PaidAmount"/> less every refund that is done or under
    /// way). Null for all of that.
    /// </summary>
    public long? Amount { get; init; }

    /// <summary>Why, for the books and the gateway: 1–200 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>
    /// The number of a transfer by which the money has gone back already, up to 100 characters: the refund is then done at once, and no
    /// gateway is asked. One transfer counts once for a payment: the same number again, with the same amount or without one, is answered
    /// with the refund that has it, and with another amount <see cref="RefundResult.ReferenceUsed"/>. Null when the money is yet to be
    /// sent.
    /// </summary>
    public string? Reference { get; init; }

    /// <summary>
    /// The shop's own name for this refund, 1–255 visible ASCII characters. Asked again with the same name within 24 hours, the refund
    /// that was made is answered, and no second one is made. Null when the shop sees to that itself.
    /// </summary>
    public string? Key { get; init; }
}
