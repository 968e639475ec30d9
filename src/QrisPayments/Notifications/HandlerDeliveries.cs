using System.Data.Common;
using System.Diagnostics;
using QrisPayments.Outbox;
using QrisPayments.Payments;
using QrisPayments.Refunds;
using QrisPayments.Storage;

namespace QrisPayments.Notifications;

/// <summary>Runs a handler, the host's or a plugin's, in the transaction that acknowledges its delivery.</summary>
internal sealed class HandlerDeliveries(
    Database database, DeliveryStore store, PaymentReader payments, HandlerDirectory handlers, HandlerCalls calls) : IDeliver
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
            var call = new Call();
            try
            {
                return await database.TransactOnceAsync<DeliveryResult>(
                    session => RunAsync(session, delivery, call, watch, cancellationToken),
                    keep: result => result is DeliveryResult.Acknowledged, cancellationToken, mayRepeat: () => !call.HasBegun);
            }
            // Without catching anything else: the handler's own exceptions are its word that it failed.
            catch (Exception exception) when (call.HasReturned || IsTransient(exception))
            {
                // The handler has done its work, and the transaction cannot be sealed or committed. If the handler has committed it itself,
                // only the seal is missing; without it, it would hear of the same event for ever.
                if (call.HasReturned && await store.SealAloneAsync(delivery, watch.Elapsed, CancellationToken.None))
                    return new DeliveryResult.Acknowledged();
                if (run == MaxRuns || !IsTransient(exception)) throw;
                // A deadlock undid the acknowledgement and whatever the handler wrote, so it may simply run again; unless DDL of the
                // handler has committed the acknowledgement before.
                await store.TakeBackAsync(delivery, cancellationToken);
                await Task.Delay(Random.Shared.Next(2, 20) * run, cancellationToken);
            }
        }
    }

    private bool IsTransient(Exception exception) =>
        exception is DbException fault && database.Dialect.Classify(fault) == DbFault.Transient;

    /// <summary>How far the handler was asked.</summary>
    private sealed class Call
    {
        public bool HasBegun { get; set; }

        /// <summary>Without an exception.</summary>
        public bool HasReturned { get; set; }
    }

    private async Task<DeliveryResult> RunAsync(
        DbSession session, Delivery delivery, Call call, Stopwatch watch, CancellationToken cancellationToken)
    {
        var row = PaymentReader.Row(delivery.Subject);
        if (!await DeliveryStore.AcknowledgeAsync(session, delivery, row)) return new DeliveryResult.Lost();
        // A handler is no customer: telling it of a payment does not show it.
        var payment = row.Rows is [var found]
            ? payments.ReadUnshown(found)
            : throw new InvalidOperationException($"Payment {delivery.Subject} is not there any more.");
        var args = DeliveryArgs.Of(delivery);
        var refund = args.Refund is null ? null : (await RefundBook.FindAsync(session, args.Refund))?.ToRefund();
        var happened = new PaymentEvent { Id = delivery.EventId!, Type = args.Type!, At = args.At, Payment = payment, Refund = refund };
        call.HasBegun = true;
        if (await calls.RunAsync(delivery.Target, happened, session.Transaction!, cancellationToken) is { } failed) return failed;
        call.HasReturned = true;
        if (!await DeliveryStore.SealAsync(session, delivery, watch.Elapsed))
            throw new InvalidOperationException("The transaction was lost while the handler ran: "
                + "it swallowed an error of the database, or ended the transaction itself.");
        return new DeliveryResult.Acknowledged();
    }
}
