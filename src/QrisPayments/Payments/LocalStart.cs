using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>
/// Starts payments at a provider that calls no gateway: opened first, then stored in one transaction. When the total was taken meanwhile,
/// another one is opened.
/// </summary>
internal sealed class LocalStart(
    LocalOpener opener, LocalRecorder recorder, Database database, TotalReserver totals, IExpectMoney expectation)
{
    /// <summary>After so many totals that were taken meanwhile, the next is chosen within a transaction.</summary>
    private const int MaxLooks = 10;

    /// <summary>Makes a payment.</summary>
    public Task<LocalResult> CreateAsync(string app, ReadyPayment ready, IdempotencyKey? key, CancellationToken cancellationToken) =>
        RunAsync(ready.Subject, ready.Accounts[0], (session, made) => recorder.AddAsync(session, app, ready, key, made), cancellationToken);

    /// <summary>Opens the first attempt of a stored payment.</summary>
    public Task<LocalResult> OpenAsync(
        PaymentRow payment, AttemptSubject subject, ProviderAccount account, CancellationToken cancellationToken) =>
        RunAsync(subject, account, (session, made) => recorder.OpenAsync(session, payment, made), cancellationToken);

    private async Task<LocalResult> RunAsync(
        AttemptSubject subject, ProviderAccount account, Func<DbSession, LocalAttempt, Task<LocalResult>> storeAsync,
            CancellationToken cancellationToken)
    {
        var until = Environment.TickCount64 + (long)LocalOpener.Turn.TotalMilliseconds;
        for (var look = 1; look <= MaxLooks && Environment.TickCount64 < until; look++)
        {
            using var underway = totals.Begin();
            var opened = await opener.OpenAsync(underway, subject, account, cancellationToken);
            if (opened is LocalOpened.StoreFirst first) return new LocalResult.StoreFirst(first.Answer);
            var made = ((LocalOpened.Made)opened).Attempt;
            var result = await database.TransactAsync(session => storeAsync(session, made), keep: result => result is LocalResult.Open,
                cancellationToken);
            if (result is LocalResult.Again) continue;
            if (result is LocalResult.Open) await expectation.ExpectAsync(account);
            return result;
        }
        return new LocalResult.StoreFirst(null);
    }
}
