using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QrisPayments.Outbox;
using QrisPayments.Plugins;

namespace QrisPayments.Notifications;

/// <summary>Calls a handler: the host's in a scope of its own, a plugin's under its guard.</summary>
internal sealed class HandlerCalls(
    HandlerDirectory handlers, IServiceScopeFactory scopes, TimeProvider clock, IOptions<OutboxOptions> options)
{
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromSeconds(20);

    /// <summary>How it failed, or null. An exception of the host's own handler passes through.</summary>
    public async Task<DeliveryResult.Failed?> RunAsync(
        string target, PaymentEvent happened, DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (handlers.Host(target) is not { } type) return await RunPluginAsync(target, happened, transaction, cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        var handler = (IPaymentHandler)ActivatorUtilities.GetServiceOrCreateInstance(scope.ServiceProvider, type);
        await handler.HandleAsync(happened, transaction, cancellationToken);
        return null;
    }

    /// <summary>When it returns, the plugin can no longer write.</summary>
    private async Task<DeliveryResult.Failed?> RunPluginAsync(
        string target, PaymentEvent happened, DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (handlers.Plugin(target) is not { } active) return new DeliveryResult.Failed("Its plugin was switched off this very moment.");
        // Before the lease is over, so that the failure can still be recorded as ours.
        var lease = options.Value.Lease * 0.8;
        var lent = new LentTransaction(transaction);
        try
        {
            var call = new PluginCall(target, $"handle {happened.Type} of {happened.Payment.Id}", lease < MaxTimeout ? lease : MaxTimeout);
            var answer = await active.Guard.RunAsync(call, async token =>
            {
                await active.Handler.HandleAsync(happened, lent, token);
                return true;
            }, cancellationToken);
            // While it is left alone there is no use in trying.
            return answer.Problem is { } problem
                ? new DeliveryResult.Failed(problem, RetryAfter: active.Guard.OpenUntil(target) - clock.GetUtcNow())
                : null;
        }
        finally
        {
            await lent.TakeBackAsync();
        }
    }
}
