using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>What a gateway says about an attempt and only a person can judge becomes a case, one for the same words.</summary>
internal sealed class AttemptDoubts(Database database, PaymentBook book, GatewayAttempts attempts)
{
    /// <summary>How long a gateway may say what cannot be read before a person is to look.</summary>
    private static readonly TimeSpan UnreadFor = TimeSpan.FromMinutes(10);

    private const string FindNamesake = "SELECT payment_id FROM qris_attempts WHERE provider_ref = @providerRef AND account = @account";

    /// <summary>
    /// Noted for the console at once. A case when it lasts, and at once where nothing will ask again: a webhook says it, or the attempt is
    /// over.
    /// </summary>
    public async Task UnreadAsync(
        AttemptRow attempt, StatusResult.Unreadable unreadable, string source, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var said = unreadable.Word is { Length: > 0 } word ? $"{unreadable.Message} ('{word}')" : unreadable.Message;
        await attempts.NoteUnreadAsync(attempt.Id, said, at, cancellationToken);
        if (source == "status" && attempt.MayBePaid && at - (attempt.UnreadSinceDb.FromDb() ?? at) < UnreadFor) return;
        await OpenAsync(attempt, ReviewKinds.Doubtful, $"unreadable: {said} Look at the payment in the gateway's dashboard.",
            new { kind = ReviewKinds.Doubtful, attempt_id = attempt.Id, code = "unreadable" }, cancellationToken);
    }

    /// <summary>The gateway itself asks for a person, or contradicts the attempt.</summary>
    public Task DoubtAsync(AttemptRow attempt, StatusResult.Doubtful doubtful, CancellationToken cancellationToken) =>
        OpenAsync(attempt, ReviewKinds.Doubtful, $"{doubtful.Code}: {doubtful.Message}",
            new { kind = ReviewKinds.Doubtful, attempt_id = attempt.Id, code = doubtful.Code }, cancellationToken);

    /// <summary>
    /// Money under a reference that another attempt already has. Which of the two it paid is unknown, and the other may no longer be
    /// polled, so it is counted for neither and a person decides.
    /// </summary>
    public async Task ContradictAsync(AttemptRow attempt, StatusResult.Paid paid, CancellationToken cancellationToken)
    {
        var other = await database.RunAsync(session => session.FirstOrDefaultAsync<string>(FindNamesake,
            new { providerRef = paid.ProviderRef, account = attempt.Account }), cancellationToken);
        var what = (paid.Amount is { } amount ? Rupiah.Format(amount) : "this payment")
            + (paid.Reference is { } money ? $" ({money})" : "");
        await OpenAsync(attempt, ReviewKinds.Webhook,
            $"The gateway names {what} as paid under {paid.ProviderRef}, which is the reference of payment {other}. Nothing was counted.",
            new { kind = ReviewKinds.Webhook, attempt_id = attempt.Id, provider_ref = paid.ProviderRef }, cancellationToken);
    }

    /// <summary>
    /// A genuine webhook says that an attempt is paid, and the gateway does not say so when it is asked. One case for an attempt, however
    /// many webhooks say it; it closes when the money arrives.
    /// </summary>
    public Task DenyPaidAsync(AttemptRow attempt, CancellationToken cancellationToken) => database.TransactAsync(async session =>
    {
        // It may have been paid by now.
        await PaymentBook.LockAsync(session, attempt.PaymentId);
        if (await PaymentReader.FindRowAsync(session, attempt.PaymentId) is { Status: Statuses.Paid } payment
            && payment.AttemptId == attempt.Id) return;
        await book.OpenReviewOnceAsync(session, attempt.PaymentId, ReviewKinds.Unconfirmed, $"A genuine webhook says that attempt "
            + $"{attempt.Id} is paid, and the gateway does not say so when it is asked. Nothing was counted.",
            new { kind = ReviewKinds.Unconfirmed, attempt_id = attempt.Id });
    }, cancellationToken);

    private Task OpenAsync(AttemptRow attempt, string kind, string note, object data, CancellationToken cancellationToken) =>
        database.TransactAsync(session => book.OpenReviewOnceAsync(session, attempt.PaymentId, kind, note, data), cancellationToken);
}
