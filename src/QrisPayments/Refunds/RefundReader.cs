using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Refunds;

/// <summary>Reads refunds.</summary>
internal sealed class RefundReader(Database database)
{
    /// <summary>The refund, or null.</summary>
    public async Task<Refund?> FindAsync(string id, CancellationToken cancellationToken) =>
        PublicId.Looks(id, "rfd")
            ? (await database.RunAsync(session => RefundBook.FindAsync(session, id), cancellationToken))?.ToRefund()
            : null;

    /// <summary>A payment's refunds, oldest first.</summary>
    public async Task<IReadOnlyList<Refund>> OfPaymentAsync(string paymentId, CancellationToken cancellationToken) =>
        PublicId.Looks(paymentId, "pay")
            ? [.. (await database.RunAsync(session => RefundBook.OfPaymentAsync(session, paymentId), cancellationToken))
                .Select(refund => refund.ToRefund())]
            : [];

    /// <summary>A payment's refunds of this amount that its gateway has not told of by name.</summary>
    public async Task<IReadOnlyList<Refund>> MayBeToldAsync(string paymentId, long amount, CancellationToken cancellationToken) =>
        [.. (await database.RunAsync(session => RefundBook.OfPaymentAsync(session, paymentId), cancellationToken))
            .Where(refund => refund.MayBeToldAs(amount)).Select(refund => refund.ToRefund())];

    /// <summary>The refund that a case is about, or null.</summary>
    public Task<StoredRefund?> OfCaseAsync(string reviewId, CancellationToken cancellationToken) =>
        database.RunAsync(session => RefundBook.FindByReviewAsync(session, reviewId), cancellationToken);
}
