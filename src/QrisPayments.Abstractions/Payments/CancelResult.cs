namespace QrisPayments;

/// <summary>How a cancel ended: exactly one of the nested records.</summary>
public abstract record CancelResult
{
    private CancelResult() { }

    /// <summary>It is cancelled, now or already.</summary>
    public sealed record Cancelled(Payment Payment) : CancelResult;

    /// <summary>It had ended before (paid, expired or failed), so nothing changed.</summary>
    public sealed record NotCancellable(Payment Payment) : CancelResult;

    /// <summary>There is no such payment.</summary>
    public sealed record NotFound : CancelResult;
}
