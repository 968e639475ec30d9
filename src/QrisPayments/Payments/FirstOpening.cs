using QrisPayments.Foundation;
using QrisPayments.Outbox;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;
using QrisPayments.Totals;

namespace QrisPayments.Payments;

/// <summary>
/// Opens the first attempt of a payment that was committed with the host's order: a delivery whose receiver is the provider, unknown
/// before.
/// </summary>
internal sealed class FirstOpening(
    Database database, ProviderRouter router, AttemptStarter starter, TotalReserver totals, PaymentBook book,
        AttemptOpener opener) : IDeliver
{
    public const string KindName = "open";

    private const string ReadRow = PaymentRow.Select + " WHERE p.id = @paymentId";

    public string Kind => KindName;

    public Sharing Sharing { get; } = new Sharing.One();

    public IReadOnlyCollection<string> Has => [];

    /// <summary>A customer looks at a payment that is yet to be opened, and its time is short.</summary>
    public RetryRules RetryOf(Delivery delivery) => new() { MaxPause = TimeSpan.FromSeconds(30) };

    public async Task<DeliveryResult> DeliverAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var row = await database.RunAsync(s => s.FirstOrDefaultAsync<PaymentRow>(ReadRow, new { paymentId = delivery.Subject }),
            cancellationToken);
        if (row is not { Status: Statuses.Pending, AttemptId: null }) return new DeliveryResult.Done();

        var subject = AttemptSubject.Of(row);
        var route = router.Find(subject.Route);
        if (route is Route.NotNow notNow) return new DeliveryResult.Failed(notNow.Reason, RetryAfter: notNow.RetryAfter);
        switch (await StartAsync(subject, (route as Route.To)?.Accounts ?? [], cancellationToken))
        {
            case StartResult.Started started:
                await opener.OpenAsync(subject, started, null, cancellationToken);
                return new DeliveryResult.Done();
            case StartResult.Exhausted exhausted:
                return new DeliveryResult.Failed("Every unique total near this amount is held.", RetryAfter: exhausted.RetryAfter);
            default:
                return new DeliveryResult.Done();
        }
    }

    private async Task<StartResult> StartAsync(
        AttemptSubject subject, IReadOnlyList<ProviderAccount> accounts, CancellationToken cancellationToken)
    {
        using var underway = totals.Begin();
        return await database.TransactAsync<StartResult>(async session =>
        {
            underway.Restart();
            var result = await starter.StartAsync(session, underway, subject, accounts, PublicId.New("att"));
            if (result is StartResult.Started started)
                return await PaymentBook.TakeAttemptAsync(session, started.Attempt, null) ? result : new StartResult.TakenByOther();
            if (result is StartResult.NoneLeft) await book.FailAsync(session, subject.PaymentId);
            return result;
        }, keep: result => result is not StartResult.TakenByOther, cancellationToken);
    }
}
