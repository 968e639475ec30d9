using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>
/// Completes attempts whose create was never answered by what their gateways say of them later. A customer is shown only what would have
/// been shown at once: it passes the same check (<see cref="OpenCheck"/>).
/// </summary>
internal sealed class LostOpenings(
    Database database, PaymentBook book, IExpectMoney expectation, IOptions<MatchingOptions> matching, TimeProvider clock,
        ILogger<LostOpenings> logger)
{
    /// <summary>The attempt waits for money: it is shown, or rejected when it must not be. Repeating it is harmless.</summary>
    /// <param name="attempt">As it stood when the gateway was asked.</param>
    /// <param name="providerRef">The gateway's reference, if it says one.</param>
    /// <param name="found">What else it says.</param>
    /// <param name="cancellationToken">Set when the host stops.</param>
    public async Task CompleteAsync(LostAttempt attempt, string? providerRef, FoundAttempt found, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var opened = new OpenResult.Opened
        {
            ProviderRef = providerRef ?? attempt.ProviderRef, TotalAmount = found.TotalAmount ?? attempt.TotalAmount,
            QrPayload = found.QrPayload, PayerTypesAmount = found.PayerTypesAmount, RedirectUrl = found.RedirectUrl,
            Instructions = found.Instructions, ExpiresAt = found.ExpiresAt,
        };
        var expiresAt = attempt.Account.Traits.NeedsUniqueAmount ? attempt.ExpiresAt : found.ExpiresAt?.Cut() ?? attempt.ExpiresAt;
        var canBeShown = attempt.IsUnknown && expiresAt > now
            && (opened.QrPayload ?? opened.RedirectUrl?.OriginalString ?? opened.Instructions) is not null;
        var refusal = canBeShown
            ? OpenCheck.Refuse(attempt.Account, attempt.Amount, attempt.TotalAmount, opened, now)
            : RefuseTotal(attempt, opened.TotalAmount);
        if (refusal is null && canBeShown) refusal = await ShowAsync(attempt, opened, expiresAt, cancellationToken);
        else if (refusal is null) await CorrectAsync(attempt, found, cancellationToken);
        if (refusal is null || !attempt.IsUnknown) return;
        logger.LogWarning("Attempt {Attempt} at {Account} was found and is refused: {Reason}", attempt.Id, attempt.Account.Id,
            refusal.Message);
        await database.TransactAsync(session => book.RejectFoundAsync(session, attempt, providerRef, refusal), cancellationToken);
    }

    /// <summary>
    /// The attempt was never shown here: its total in the books becomes the gateway's own, so that the money matches. One that must not be
    /// asked for is left out, and the money is then a case with both numbers. Answers the total that counts.
    /// </summary>
    public async Task<long> CorrectAsync(LostAttempt attempt, FoundAttempt found, CancellationToken cancellationToken)
    {
        if (found.TotalAmount is not { } total || total == attempt.TotalAmount || RefuseTotal(attempt, total) is not null)
            return attempt.TotalAmount;
        await database.RunAsync(session => PaymentBook.CorrectTotalAsync(session, attempt.Id, total), cancellationToken);
        return total;
    }

    private static OpenResult.Rejected? RefuseTotal(LostAttempt attempt, long total) =>
        OpenCheck.RefuseTotal(attempt.Account, attempt.Amount, attempt.TotalAmount, total) is { } wrong
            ? new OpenResult.Rejected("total_refused", wrong)
            : null;

    /// <summary>Why it must not be shown beside the others of its account, or null.</summary>
    private async Task<OpenResult.Rejected?> ShowAsync(
        LostAttempt attempt, OpenResult.Opened opened, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var outcome = await database.TransactAsync<OpenOutcome?>(async session =>
        {
            // First the payment's row, then the total: the order in which settling takes them.
            var shown = await book.OpenFoundAsync(session, attempt, opened, expiresAt, matching.Value.Hold);
            return shown is not OpenOutcome.Shown || !attempt.Account.Traits.GatewayMatchesTotal
                || await TotalReserver.TakeGivenAsync(session, attempt.Account.Id, opened.TotalAmount, attempt.Id, expiresAt,
                    holder => PaymentBook.NeedsTotalAsync(session, holder))
                ? shown
                : null;
        }, keep: result => result is OpenOutcome.Shown, cancellationToken);
        switch (outcome)
        {
            case OpenOutcome.Shown:
                await expectation.ExpectAsync(attempt.Account);
                return null;
            case null:
                return AttemptRecorder.TotalTaken(opened);
            // What was said is about that one, or the gateway is wrong about one of them: nothing is known of ours.
            case OpenOutcome.ReferenceTaken:
                return null;
            // It may still be paid, and then in this total.
            default:
                await CorrectAsync(attempt, new FoundAttempt { TotalAmount = opened.TotalAmount }, cancellationToken);
                return null;
        }
    }
}
