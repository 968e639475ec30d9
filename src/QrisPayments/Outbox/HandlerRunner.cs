using System.Data.Common;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Payments;
using QrisPayments.Storage;

namespace QrisPayments.Outbox;

/// <summary>Runs a host's handler in the transaction that acknowledges its delivery.</summary>
internal sealed class HandlerRunner(
    Database database, DeliveryStore store, PaymentReader payments, IEnumerable<HandlerRegistration> handlers, IServiceScopeFactory scopes)
{
    private readonly Dictionary<string, Type> _handlers = handlers.DistinctBy(handler => handler.Name).ToDictionary(handler => handler.Name, handler => handler.Type);

    public async Task<DeliveryResult> RunAsync(Delivery delivery, CancellationToken cancellationToken)
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
            catch (DbException exception) when (run < 5 && database.Dialect.Classify(exception) == DbFault.Transient)
            {
                await Task.Delay(Random.Shared.Next(2, 20) * run, cancellationToken);
            }
        }
    }

    private async Task<DeliveryResult> RunAsync(DbSession session, Delivery delivery, Stopwatch watch, CancellationToken cancellationToken)
    {
        if (!await store.AcknowledgeAsync(session, delivery)) return new DeliveryResult.Lost();
        var payment = await payments.FindAsync(session, delivery.PaymentId)
            ?? throw new InvalidOperationException($"Payment {delivery.PaymentId} is not there any more.");
        var happened = new PaymentEvent { Id = delivery.EventId!, Type = delivery.EventType!, At = delivery.EventAt!.Value.FromDb(), Payment = payment };

        await using var scope = scopes.CreateAsyncScope();
        var handler = (IPaymentHandler)ActivatorUtilities.GetServiceOrCreateInstance(scope.ServiceProvider, _handlers[delivery.Target]);
        await handler.HandleAsync(happened, session.Transaction!, cancellationToken);
        if (!await DeliveryStore.IsAcknowledgedAsync(session, delivery))
            throw new InvalidOperationException("The transaction was lost while the handler ran: it swallowed an error of the database, or ended the transaction itself.");
        await store.LogAsync(session, delivery, true, null, watch.Elapsed, null);
        return new DeliveryResult.Acknowledged();
    }
}
