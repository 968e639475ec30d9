using Microsoft.Extensions.Options;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>Stores the next attempt of a payment as <c>creating</c>, with its total reserved, in the caller's transaction.</summary>
internal sealed class AttemptStarter(ProviderRouter router, TotalReserver totals, TimeProvider clock, IOptions<MatchingOptions> options, IOptions<PaymentOptions> payments)
{
    /// <summary>A provider gets less than this to answer; after it, whoever was asking has died.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private const string TriedAccounts = "SELECT account FROM qris_attempts WHERE payment_id = @paymentId";

    private const string Insert = """
        INSERT INTO qris_attempts (id, payment_id, provider, account, method, state, amount, unique_code, total_amount,
                                   payer_types_amount, lease_until, hook_hash, created_at, expires_at, held_until)
        VALUES (@id, @paymentId, @provider, @account, @method, 'creating', @amount, @code, @total, 0, @leaseUntil, @hookHash, @now, @expiresAt, @heldUntil)
        """;

    /// <summary>
    /// Starts the attempt with the id <paramref name="attemptId"/> on the first account that was not tried for this payment
    /// yet and has a total to give.
    /// </summary>
    public async Task<StartResult> StartAsync(DbSession session, TotalReserver.Underway underway, AttemptSubject subject, string attemptId, bool isFirst)
    {
        var route = router.Find(subject.Route);
        if (route is Route.NotNow notNow) return new StartResult.NotNow(notNow.Reason, notNow.RetryAfter);
        if (route is not Route.To { Accounts: var candidates }) return new StartResult.NobodyLeft();
        if (!isFirst)
        {
            var tried = await session.QueryAsync<string>(TriedAccounts, new { paymentId = subject.PaymentId });
            candidates = [.. candidates.Where(account => !tried.Contains(account.Id))];
        }
        TimeSpan? exhausted = null;
        foreach (var account in candidates)
        {
            switch (await ReserveAsync(session, underway, subject, attemptId, account))
            {
                case (Attempt reserved, _):
                    var attempt = account.Provider is IReceiveWebhooks ? reserved with { HookToken = HookToken.New() } : reserved;
                    await StoreAsync(session, attempt);
                    return new StartResult.Started(attempt);
                case (null, var retryAfter):
                    exhausted = exhausted is { } before && before < retryAfter ? before : retryAfter;
                    break;
            }
        }
        return exhausted is { } wait ? new StartResult.Exhausted(wait) : new StartResult.NobodyLeft();
    }

    private async Task<(Attempt? Attempt, TimeSpan RetryAfter)> ReserveAsync(
        DbSession session, TotalReserver.Underway underway, AttemptSubject subject, string id, ProviderAccount account)
    {
        var now = clock.Now();
        var expiresAt = now + subject.ExpiresIn;
        var heldUntil = expiresAt + options.Value.Hold;
        if (!account.Traits.NeedsUniqueAmount)
            return (new Attempt(id, subject.PaymentId, account, subject.Amount, 0, subject.Amount, expiresAt, heldUntil), default);

        return await totals.TakeAsync(session, underway, account.Id, id, new TotalRequest(subject.Amount, payments.Value.MaxAmount, subject.Codes), now, heldUntil) switch
        {
            ReserveResult.Taken taken => (new Attempt(id, subject.PaymentId, account, subject.Amount, taken.Code, taken.Total, expiresAt, heldUntil), default),
            ReserveResult.Exhausted full => (null, full.RetryAfter),
            _ => throw new InvalidOperationException(),
        };
    }

    private Task StoreAsync(DbSession session, Attempt attempt)
    {
        var now = clock.Now();
        return session.ExecuteAsync(Insert, new
        {
            id = attempt.Id, paymentId = attempt.PaymentId, provider = attempt.Account.ProviderId, account = attempt.Account.Id,
            method = attempt.Account.Traits.Method, amount = attempt.Amount, code = attempt.UniqueCode, total = attempt.TotalAmount,
            leaseUntil = (now + Lease).ToDb(), hookHash = attempt.HookToken is { } token ? HookToken.Hash(token) : null, now = now.ToDb(), expiresAt = attempt.ExpiresAt.ToDb(), heldUntil = attempt.HeldUntil.ToDb(),
        });
    }
}
