using QrisPayments.Payments;

namespace QrisPayments.Refunds;

/// <summary>A refund that is asked for.</summary>
internal sealed record RefundAsked
{
    public required string PaymentId { get; init; }

    /// <summary>Checked by <see cref="RefundRules"/>.</summary>
    public required NewRefund Refund { get; init; }

    /// <summary>The app that asks; empty for the shop's own code and the console.</summary>
    public required string App { get; init; }

    /// <summary>The person who asks, in the console.</summary>
    public string? By { get; init; }

    /// <summary>What makes repeating it harmless.</summary>
    public IdempotencyKey? Key { get; init; }

    /// <summary>The sandbox is asked: the payment is not live, and no gateway is called.</summary>
    public bool IsSimulated { get; init; }
}

/// <summary>How it ended, and the words in which the API says so.</summary>
/// <param name="Result">The result.</param>
/// <param name="Written">The refund as it was written when it was made, the same at every repeat; null unless it was made.</param>
/// <param name="IsKnownTransfer">The refund was in the books with the number of this transfer.</param>
internal sealed record RefundOutcome(RefundResult Result, string? Written = null, bool IsKnownTransfer = false)
{
    /// <summary>The refund is in the books.</summary>
    public static RefundOutcome Made(Refund refund, bool isKnownTransfer = false) =>
        new(new RefundResult.Made(refund), RefundJson.Write(refund), isKnownTransfer);
}
