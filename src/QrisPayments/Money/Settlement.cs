using Microsoft.Extensions.Options;
using QrisPayments.Payments;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Money;

/// <summary>Pays a payment by one credit, whether the match is clear or a person decided.</summary>
internal sealed class Settlement(PaymentBook book, IOptions<MatchingOptions> options)
{
    /// <summary>False when the payment has changed since the candidate was read, or is paid; then nothing was written.</summary>
    /// <param name="session">The caller's transaction, which also writes the credit.</param>
    /// <param name="credit">The money.</param>
    /// <param name="candidate">The attempt that it pays.</param>
    /// <param name="isLate">Whether it was sent after the end.</param>
    /// <param name="reviewId">The case in which a person decided it, or null when none had to.</param>
    public Task<bool> SettleAsync(DbSession session, Credit credit, Candidate candidate, bool isLate, string? reviewId) =>
        book.PayAsync(session, new PaidBy
    {
        PaymentId = candidate.PaymentId, Version = candidate.PaymentVersion, AttemptId = candidate.AttemptId, Account = credit.Account,
        Amount = credit.Amount, At = credit.At, IsLate = isLate, IsInReview = candidate.PaymentReview is not null,
        CallbackUrl = candidate.CallbackUrl, CallbackShape = candidate.CallbackShape, Hold = options.Value.Hold,
        Data = reviewId is null
            ? new { credit_id = credit.Id, account = credit.Account, amount = credit.Amount, source = credit.Source, late = isLate }
            : new
            {
                credit_id = credit.Id, account = credit.Account, amount = credit.Amount, source = credit.Source, late = isLate,
                review_id = reviewId
            },
    });
}
