using QrisPayments.Outbox;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>
/// Opens the first attempt of a payment that was committed with the host's order: a delivery whose receiver is the provider, unknown
/// before.
/// </summary>
internal sealed class FirstOpening(
    Database database, ProviderRouter router, LocalStart local, AttemptRecorder recorder, AttemptOpener opener,
        AttemptCanceller canceller) : IDeliver
{
    public const string KindName = "open";

    private const int MaxLooks = 5;

    /// <summary>A total may come back before its hold ends, if it was never shown (<see cref="UnshownTotals"/>).</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    public string Kind => KindName;

    public Sharing Sharing { get; } = new Sharing.One();

    public IReadOnlyCollection<string> Has => [];

    /// <summary>A customer looks at a payment that is yet to be opened, and its time is short.</summary>
    public RetryRules RetryOf(Delivery delivery) => new() { MaxPause = TimeSpan.FromSeconds(30) };

    public async Task<DeliveryResult> DeliverAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        for (var look = 1; look <= MaxLooks; look++)
            if (await TryAsync(delivery.Subject, isFirst: delivery.Tries == 0 && look == 1, cancellationToken) is { } result) return result;
        return new DeliveryResult.Failed("The payment was changed again and again while it was being opened.");
    }

    /// <summary>Null when the payment was changed meanwhile.</summary>
    private async Task<DeliveryResult?> TryAsync(string paymentId, bool isFirst, CancellationToken cancellationToken)
    {
        var row = await database.RunAsync(session => PaymentReader.FindRowAsync(session, paymentId), cancellationToken);
        // The host's transaction told of no commit, but this delivery exists: the gateway can be asked to call the former payment off.
        if (isFirst && row?.Replaces is { } replaced) canceller.Begin(replaced);
        if (row is not { Status: Statuses.Pending, AttemptId: null }) return new DeliveryResult.Done();

        var subject = AttemptSubject.Of(row);
        var route = router.Find(subject.Route);
        if (route is Route.NotNow notNow)
            return await WaitAsync(paymentId, Waits.Provider, notNow.Reason, notNow.RetryAfter, cancellationToken);
        var accounts = (route as Route.To)?.Accounts ?? [];
        OpenAnswer? given = null;
        if (accounts is [var first, ..])
            switch (await local.OpenAsync(row, subject, first, cancellationToken))
            {
                case LocalResult.Open:
                    return new DeliveryResult.Done();
                case LocalResult.Changed:
                    return null;
                case LocalResult.StoreFirst { Answer: var answer }:
                    given = answer;
                    break;
                case var other:
                    throw new InvalidOperationException($"Unexpected {other.GetType().Name}.");
            }
        switch (await recorder.StartFirstAsync(subject, accounts, cancellationToken))
        {
            case StartResult.Started started:
                await opener.OpenAsync(subject, started, null, cancellationToken,
                    started.Attempt.Account == accounts[0] ? given : null);
                return new DeliveryResult.Done();
            case StartResult.Exhausted exhausted:
                return await WaitAsync(paymentId, Waits.Total, "Every unique total near this amount is held.",
                    exhausted.RetryAfter < MaxWait ? exhausted.RetryAfter : MaxWait, cancellationToken);
            default:
                return new DeliveryResult.Done();
        }
    }

    /// <summary>It is tried again, and its customer is told what it waits for.</summary>
    private async Task<DeliveryResult> WaitAsync(
        string paymentId, string reason, string error, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        await database.RunAsync(session => PaymentBook.NoteWaitAsync(session, paymentId, reason), cancellationToken, mayRepeat: true);
        return new DeliveryResult.Failed(error, RetryAfter: retryAfter);
    }
}
