using Microsoft.Extensions.Options;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>Stores the next attempt of a payment as <c>creating</c>, with its total reserved, in the caller's transaction.</summary>
internal sealed class AttemptStarter(TotalReserver totals, IOptions<MatchingOptions> matching, IOptions<PaymentOptions> payments)
{
    /// <summary>A provider gets less than this to answer; after it, the host that was asking has died.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>Starts an attempt on the first of the accounts that has a total to give.</summary>
    /// <param name="session">The caller's transaction.</param>
    /// <param name="underway">Keeps neighbours from the total until the transaction ends.</param>
    /// <param name="subject">The payment.</param>
    /// <param name="accounts">Who may take it, the first of them first.</param>
    /// <param name="attemptId">The attempt's id.</param>
    /// <param name="spent">Bands in which every total is held and none can be given back; any other full one is answered as such.</param>
    public async Task<StartResult> StartAsync(
        DbSession session, TotalReserver.Underway underway, AttemptSubject subject, IReadOnlyList<ProviderAccount> accounts,
            string attemptId, IReadOnlySet<TotalBand> spent)
    {
        TimeSpan? retryAfter = null;
        foreach (var account in accounts)
        {
            var (now, heldUntil) = (session.Now, session.Now + subject.ExpiresIn + matching.Value.Hold);
            switch (await ReserveAsync(session, underway, subject, account, attemptId, now, heldUntil))
            {
                case ReserveResult.Taken taken:
                    var attempt = Attempt.Of(attemptId, subject, account, taken.Code, now, matching.Value.Hold);
                    await PaymentBook.AddAttemptAsync(session, attempt, session.Now + Lease);
                    return new StartResult.Started(attempt, [.. accounts.Where(other => other != account)]);
                case ReserveResult.Exhausted full when !spent.Contains(full.Band):
                    return new StartResult.Full(full.Band);
                case ReserveResult.Exhausted full:
                    retryAfter = retryAfter is { } before && before < full.RetryAfter ? before : full.RetryAfter;
                    break;
            }
        }
        return retryAfter is { } wait ? new StartResult.Exhausted(wait) : new StartResult.NoneLeft();
    }

    private Task<ReserveResult> ReserveAsync(
        DbSession session, TotalReserver.Underway underway, AttemptSubject subject, ProviderAccount account, string attemptId,
            DateTimeOffset now, DateTimeOffset heldUntil) =>
        account.Traits.NeedsUniqueAmount
            ? totals.TakeAsync(session, underway, account.Id, attemptId,
                new TotalRequest(subject.Amount, payments.Value.MaxAmount, subject.Codes), now, heldUntil)
            : Task.FromResult<ReserveResult>(new ReserveResult.Taken(subject.Amount, 0));
}
