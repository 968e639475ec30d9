using System.Data.Common;
using System.Diagnostics;
using QrisPayments.Outbox;
using QrisPayments.Payments;
using QrisPayments.Refunds;
using QrisPayments.Storage;

namespace QrisPayments.Notifications;

/// <summary>Runs a handler, the host's or a plugin's, in the transaction that acknowledges its delivery.</summary>
internal sealed class HandlerDeliveries(Database database, PaymentReader payments, HandlerDirectory handlers, HandlerCalls calls) : IDeliver
{
    public const string KindName = "handler";

    private const int MaxRuns = 5;

    public string Kind => KindName;

    public Sharing Sharing { get; } = new Sharing.Named(() => handlers.Targets);

    public IReadOnlyCollection<string> Has => [];

    /// <summary>The shop's own handler waits however long the fault lasts; a plugin's, until its delivery is given up.</summary>
    public RetryRules RetryOf(Delivery delivery) => RetryRules.Default;

    public async Task<DeliveryResult> DeliverAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        for (var run = 1; ; run++)
        {
            try
            {
                return await database.TransactOnceAsync<DeliveryResult>(
                    session => RunAsync(session, delivery, watch, cancellationToken),
                    keep: result => result is DeliveryResult.Acknowledged, cancellationToken);
            }
            // A deadlock undid the acknowledgement and whatever the handler wrote, so it may simply run again. Without
            // catching anything else: the handler's own exceptions are its word that it failed.
            catch (DbException exception) when (run < MaxRuns && database.Dialect.Classify(exception) == DbFault.Transient)
            {
                await Task.Delay(Random.Shared.Next(2, 20) * run, cancellationToken);
            }
        }
    }

    private async Task<DeliveryResult> RunAsync(DbSession session, Delivery delivery, Stopwatch watch, CancellationToken cancellationToken)
    {
        var row = PaymentReader.Row(delivery.Subject);
        if (!await DeliveryStore.AcknowledgeAsync(session, delivery, row)) return new DeliveryResult.Lost();
        var payment = row.Rows is [var found]
            ? payments.Read(found)
            : throw new InvalidOperationException($"Payment {delivery.Subject} is not there any more.");
        var args = DeliveryArgs.Of(delivery);
        var refund = args.Refund is null ? null : (await RefundBook.FindAsync(session, args.Refund))?.ToRefund();
        var happened = new PaymentEvent { Id = delivery.EventId!, Type = args.Type!, At = args.At, Payment = payment, Refund = refund };
        if (await calls.RunAsync(delivery.Target, happened, session.Transaction!, cancellationToken) is { } failed) return failed;
        if (!await DeliveryStore.LogAcknowledgedAsync(session, delivery, watch.Elapsed))
            throw new InvalidOperationException("The transaction was lost while the handler ran: "
                + "it swallowed an error of the database, or ended the transaction itself.");
        return new DeliveryResult.Acknowledged();
    }
}
