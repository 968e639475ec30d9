using QrisPayments.Payments;
using QrisPayments.Storage;

namespace QrisPayments.Money;

/// <summary>An attempt that could have earned a credit: same account, same total, and its time fits.</summary>
internal class Candidate
{
    public string AttemptId { get; init; } = "";
    public string PaymentId { get; init; } = "";
    public string AttemptState { get; init; } = "";
    public string PaymentStatus { get; init; } = "";
    public long PaymentVersion { get; init; }
    public string? PaymentReview { get; init; }
    public string? CallbackUrl { get; init; }
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
