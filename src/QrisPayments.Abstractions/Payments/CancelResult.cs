namespace QrisPayments;

/// <summary>How a cancel ended: exactly one of the nested records.</summary>
public abstract record CancelResult
{
    private CancelResult() { }

    /// <summary>The payment is cancelled, now or already.</summary>
    public sealed record Cancelled : CancelResult
    {
        /// <summary>The payment is cancelled.</summary>
        public Cancelled(Payment payment) => Payment = payment;

        /// <summary>The payment as it stands now.</summary>
        public Payment Payment { get; init; }
    }

    /// <summary>The payment had ended before (paid, expired or failed), so nothing changed.</summary>
    public sealed record NotCancellable : CancelResult
    {
        /// <summary>The payment had ended before.</summary>
        public NotCancellable(Payment payment) => Payment = payment;

        /// <summary>The payment as it stands now.</summary>
        public Payment Payment { get; init; }
    }

    /// <summary>There is no such payment.</summary>
    public sealed record NotFound : CancelResult;
}
