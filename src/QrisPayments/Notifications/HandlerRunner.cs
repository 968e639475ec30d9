using System.Data.Common;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QrisPayments.Outbox;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Storage;

namespace QrisPayments.Notifications;

/// <summary>Runs a handler, the host's or a plugin's, in the transaction that acknowledges its delivery.</summary>
internal sealed class HandlerRunner(
    Database database, DeliveryStore store, PaymentReader payments, HandlerDirectory handlers, IServiceScopeFactory scopes, TimeProvider clock,
    IOptions<OutboxOptions> options)
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(20);

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

        if (handlers.Host(delivery.Target) is { } type)
        {
            await using var scope = scopes.CreateAsyncScope();
            var handler = (IPaymentHandler)ActivatorUtilities.GetServiceOrCreateInstance(scope.ServiceProvider, type);
            await handler.HandleAsync(happened, session.Transaction!, cancellationToken);
        }
        else if (await RunPluginAsync(session.Transaction!, delivery, happened, cancellationToken) is { } failed)
        {
            return failed;
        }
        if (!await DeliveryStore.IsAcknowledgedAsync(session, delivery))
            throw new InvalidOperationException("The transaction was lost while the handler ran: it swallowed an error of the database, or ended the transaction itself.");
        await store.LogAsync(session, delivery, true, null, watch.Elapsed, null);
        return new DeliveryResult.Acknowledged();
    }

    /// <summary>How it failed, or null. When it returns, the plugin can no longer write.</summary>
    private async Task<DeliveryResult.Failed?> RunPluginAsync(DbTransaction transaction, Delivery delivery, PaymentEvent happened, CancellationToken cancellationToken)
    {
        if (handlers.Plugin(delivery.Target) is not { } active) return new DeliveryResult.Failed("Its plugin was switched off this very moment.");
        // Before the lease is over, so that the failure can still be recorded as ours.
        var lease = options.Value.Lease * 0.8;
        var lent = new LentTransaction(transaction);
        try
        {
            var call = new PluginCall(delivery.Target, $"handle {happened.Type} of {happened.Payment.Id}", lease < LongestRun ? lease : LongestRun);
            var answer = await active.Guard.RunAsync(call, async token =>
            {
                await active.Handler.HandleAsync(happened, lent, token);
                return true;
            }, cancellationToken);
            // While it is left alone there is no use in trying.
            return answer.Problem is { } problem ? new DeliveryResult.Failed(problem, RetryAfter: active.Guard.OpenUntil(delivery.Target) - clock.GetUtcNow()) : null;
        }
        finally
        {
            await lent.TakeBackAsync();
        }
    }
}
