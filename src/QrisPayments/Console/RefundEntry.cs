using QrisPayments.Refunds;
using QrisPayments.Reviews;

namespace QrisPayments.Console;

/// <summary>A refund with who asked for it and who decided about it.</summary>
/// <param name="Stored">The refund.</param>
/// <param name="Case">The case about it, if there is one.</param>
internal sealed record RefundEntry(StoredRefund Stored, Review? Case)
{
    /// <summary>How a case ends whose refund a person refused.</summary>
    private const string RefusedCase = "refund_refused";

    /// <summary>As the shop is told of it.</summary>
    public Refund Refund { get; } = Stored.ToRefund();

    /// <summary>It was made elsewhere, and the gateway told of it.</summary>
    public bool IsReported => Stored.IsReported;

    /// <summary>Nothing happened between the request and the end, and only the end is in the story.</summary>
    public bool IsAtOnce => Stored.DoneAt == Stored.CreatedAt;

    /// <summary>A person refused it, also when its gateway carried it out all the same.</summary>
    public bool IsRefused => Stored.DecidedBy is not null
        && (Refund.Status == RefundStatus.Failed || Case?.Resolution == RefusedCase);
}
