using QrisPayments.Payments;
using QrisPayments.Storage;

namespace QrisPayments.Money;

/// <summary>An attempt that could have earned a credit: same account, same total, and its time fits.</summary>
internal sealed class Candidate
{
    /// <summary>Attempts with what is decided by. End it with WHERE.</summary>
    public const string Select = """
        SELECT a.id AS AttemptId, a.payment_id AS PaymentId, a.account AS Account, a.state AS AttemptState, a.total_amount AS TotalAmount,
               a.expires_at AS ExpiresAtDb, a.created_at AS CreatedAtDb, p.status AS PaymentStatus,
               p.version AS PaymentVersion, p.review AS PaymentReview,
               p.replaced_by AS ReplacedBy,
               p.livemode AS LiveMode, p.callback_url AS CallbackUrl, p.callback_shape AS CallbackShape
        FROM qris_attempts a JOIN qris_payments p ON p.id = a.payment_id
        """;

    public string AttemptId { get; init; } = "";
    public string PaymentId { get; init; } = "";
    public string Account { get; init; } = "";
    public string AttemptState { get; init; } = "";
    public string PaymentStatus { get; init; } = "";
    public long PaymentVersion { get; init; }
    public string? PaymentReview { get; init; }

    /// <summary>The payment that took its place when the order changed.</summary>
    public string? ReplacedBy { get; init; }

    public bool LiveMode { get; init; }
    public string? CallbackUrl { get; init; }
    public string? CallbackShape { get; init; }
    public long TotalAmount { get; init; }
    public DateTime ExpiresAtDb { get; init; }
    public DateTime CreatedAtDb { get; init; }

    public DateTimeOffset ExpiresAt => ExpiresAtDb.FromDb();

    public bool PaymentIsPaid => PaymentStatus == Statuses.Paid;

    /// <summary>
    /// Whether the money's whole interval lies before the attempt: the source's clock is behind ours, or it was meant for
    /// the one who had this total before.
    /// </summary>
    public bool IsAfter(NewCredit credit) => credit.At + credit.Precision <= CreatedAtDb.FromDb();

    /// <summary>
    /// Whether money sent at <paramref name="at"/> was in time. The evidence decides, not the moment we hear of it: a bank
    /// feed lags by minutes, and the sweeper must not win a race against a customer who paid in time. A cancel is a
    /// person's word; after it nothing is in time.
    /// </summary>
    public bool InTime(DateTimeOffset at) => AttemptState switch
    {
        AttemptStates.Open or AttemptStates.Unknown or AttemptStates.Creating or AttemptStates.Expired => at <= ExpiresAt,
        _ => false,
    };
}
