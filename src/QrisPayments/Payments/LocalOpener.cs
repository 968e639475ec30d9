using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>
/// Has a provider that calls no gateway open an attempt before anything is stored and while no lock is held, so that one transaction can
/// store it open.
/// </summary>
internal sealed class LocalOpener(
    ProviderCalls calls, OpenRequests requests, TotalReserver totals, Database database, IOptions<MatchingOptions> matching,
        IOptions<PaymentOptions> payments)
{
    /// <summary>A second more than such a provider may run, for a host that is short of threads.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromSeconds(3);

    /// <param name="underway">Keeps neighbours from the total until it is taken.</param>
    /// <param name="subject">What is sold.</param>
    /// <param name="account">Who may take it.</param>
    /// <param name="cancellationToken">The caller's own.</param>
    public async Task<LocalOpened> OpenAsync(
        TotalReserver.Underway underway, AttemptSubject subject, ProviderAccount account, CancellationToken cancellationToken)
    {
        // A total that a gateway gives is another matter than one that we take.
        if (account.Traits is not { OpensLocally: true, GatewayMatchesTotal: false }) return new LocalOpened.StoreFirst(null);
        var now = database.Now;
        HeldTotal? total = null;
        if (account.Traits.NeedsUniqueAmount)
        {
            total = await database.RunAsync(session => totals.FindAsync(session, underway, account.Id,
                new TotalRequest(subject.Amount, payments.Value.MaxAmount, subject.Codes), now), cancellationToken);
            if (total is null) return new LocalOpened.StoreFirst(null);
        }
        var code = total is null ? 0 : (int)(total.Total - subject.Amount);
        var attempt = Attempt.Of(PublicId.New("att"), subject, account, code, now, matching.Value.Hold);
        switch (await calls.OpenAsync(account, requests.Of(subject, attempt), Turn, cancellationToken))
        {
            case OpenAnswer.Given { Result: OpenResult.Opened opened }:
                var expiresAt = attempt.ExpiryOf(opened);
                return new LocalOpened.Made(new LocalAttempt(
                    attempt with { TotalAmount = opened.TotalAmount, ExpiresAt = expiresAt, HeldUntil = expiresAt + matching.Value.Hold },
                    opened, total, now));
            // It did not get to it, or does not know, and may be asked again once an attempt is stored: it calls no gateway.
            case OpenAnswer.NotAsked or OpenAnswer.Given { Result: OpenResult.Unknown }:
                return new LocalOpened.StoreFirst(null);
            case var answer:
                return new LocalOpened.StoreFirst(answer);
        }
    }
}
