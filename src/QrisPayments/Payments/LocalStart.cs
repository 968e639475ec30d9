using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>
/// Starts payments at a provider that reaches nobody: opened first, then stored in one transaction. A total that was taken meanwhile starts
/// over.
/// </summary>
internal sealed class LocalStart(
    LocalOpener opener, LocalRecorder recorder, Database database, TotalReserver totals, IExpectMoney expectation)
{
    /// <summary>A band that is fought over harder than this is looked at within a transaction.</summary>
    private const int MaxLooks = 10;

    /// <summary>Makes a payment.</summary>
    public Task<LocalResult> CreateAsync(string app, ReadyPayment ready, IdempotencyKey? key, CancellationToken cancellationToken) =>
        RunAsync(ready.Subject, ready.Accounts[0], (session, made) => recorder.AddAsync(session, app, ready, key, made), cancellationToken);

    /// <summary>Opens the first attempt of a payment that stands.</summary>
    public Task<LocalResult> OpenAsync(
        PaymentRow payment, AttemptSubject subject, ProviderAccount account, CancellationToken cancellationToken) =>
        RunAsync(subject, account, (session, made) => recorder.OpenAsync(session, payment, made), cancellationToken);

    private async Task<LocalResult> RunAsync(
        AttemptSubject subject, ProviderAccount account, Func<DbSession, LocalAttempt, Task<LocalResult>> storeAsync,
            CancellationToken cancellationToken)
    {
        for (var look = 1; look <= MaxLooks; look++)
        {
            using var underway = totals.Begin();
            switch (await opener.OpenAsync(underway, subject, account, cancellationToken))
            {
                case LocalMaking.Made { Attempt: var made }:
                    var result = await database.TransactAsync(session => storeAsync(session, made),
                        keep: result => result is LocalResult.Open,
                        cancellationToken);
                    if (result is LocalResult.TotalTaken) continue;
                    if (result is LocalResult.Open) await expectation.ExpectAsync(account);
                    return result;
                case LocalMaking.Declined declined:
                    return new LocalResult.NotHere(declined.Answer);
                default:
                    return new LocalResult.NotHere();
            }
        }
        return new LocalResult.NotHere();
    }
}
