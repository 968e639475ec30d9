using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>How having an attempt made before it is stored ended: exactly one of the nested records.</summary>
internal abstract record LocalMaking
{
    private LocalMaking() { }

    public sealed record Made(LocalAttempt Attempt) : LocalMaking;

    /// <summary>Something is to be recorded, for which an attempt must be stored.</summary>
    public sealed record Declined(OpenAnswer Answer) : LocalMaking;

    /// <summary>The account reaches somebody, or has no total to give.</summary>
    public sealed record NotHere : LocalMaking;
}

/// <summary>
/// Has a provider that reaches nobody make an attempt before anything is stored and while no lock is held, so that one transaction can
/// store it open.
/// </summary>
internal sealed class LocalOpener(
    ProviderCalls calls, OpenRequests requests, TotalReserver totals, Database database, IOptions<MatchingOptions> matching,
        IOptions<PaymentOptions> payments)
{
    /// <summary>A provider computes for microseconds.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(3);

    /// <param name="underway">Keeps neighbours from the total until it is taken.</param>
    /// <param name="subject">What is sold.</param>
    /// <param name="account">Who may take it.</param>
    /// <param name="cancellationToken">The caller's own.</param>
    public async Task<LocalMaking> OpenAsync(
        TotalReserver.Underway underway, AttemptSubject subject, ProviderAccount account, CancellationToken cancellationToken)
    {
        // A total that a gateway gives is another matter than one that we take.
        if (account.Traits is not { OpensLocally: true, GatewayMatchesTotal: false }) return new LocalMaking.NotHere();
        var now = database.Now;
        HeldTotal? total = null;
        if (account.Traits.NeedsUniqueAmount)
        {
            total = await database.RunAsync(session => totals.FindAsync(session, underway, account.Id,
                new TotalRequest(subject.Amount, payments.Value.MaxAmount, subject.Codes), now), cancellationToken);
            if (total is null) return new LocalMaking.NotHere();
        }
        var code = total is null ? 0 : (int)(total.Total - subject.Amount);
        var attempt = new Attempt(PublicId.New("att"), subject.PaymentId, account, subject.Amount, code, subject.Amount + code,
            now + subject.ExpiresIn, now + subject.ExpiresIn + matching.Value.Hold)
        {
            HookToken = account.Provider is IReceiveWebhooks ? HookToken.New() : null,
        };
        var answer = await calls.OpenAsync(account, requests.Of(subject, attempt), Turn, cancellationToken);
        if (answer is not OpenAnswer.Given { Result: OpenResult.Opened opened }) return new LocalMaking.Declined(answer);
        // Where the hold of a total depends on it, the expiry is ours.
        var expiresAt = account.Traits.NeedsUniqueAmount ? attempt.ExpiresAt : opened.ExpiresAt?.Cut() ?? attempt.ExpiresAt;
        return new LocalMaking.Made(new LocalAttempt(
            attempt with { TotalAmount = opened.TotalAmount, ExpiresAt = expiresAt, HeldUntil = expiresAt + matching.Value.Hold },
            opened, total, now));
    }
}
