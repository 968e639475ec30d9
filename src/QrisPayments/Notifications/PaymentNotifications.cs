using QrisPayments.Outbox;
using QrisPayments.Payments;
using QrisPayments.Storage;

namespace QrisPayments.Notifications;

/// <summary>For each outcome of a payment adds one delivery per handler, and one for the client's address.</summary>
internal sealed class PaymentNotifications(DeliveryQueue queue, HandlerDirectory handlers) : IHearPaymentEvents
{
    /// <summary>
    /// How long a delivery that a plugin has a part in is tried: its handler, or a callback in its gateway's shape, whose client may have
    /// no other way to learn of the money (WIRE M8). The plugin may be switched off, removed or failing, and the client away over a
    /// weekend.
    /// </summary>
    public static readonly TimeSpan PluginTimeout = TimeSpan.FromDays(7);

    public async Task HearAsync(DbSession session, string eventId, NewEvent happened)
    {
        if (!happened.IsOutcome) return;
        var args = new DeliveryArgs { Type = happened.Type, At = happened.At, Refund = happened.RefundId }.ToStored();
        foreach (var handler in handlers.Targets)
            await queue.AddAsync(session, new NewDelivery
            {
                Kind = HandlerDeliveries.KindName, Subject = happened.PaymentId, EventId = eventId, Target = handler, Receiver = handler,
                Args = args,
                GiveUpAt = HandlerDirectory.IsPlugin(handler) ? session.Now + PluginTimeout : null,
            });
        if (happened.CallbackUrl is { } url)
            await queue.AddAsync(session, new NewDelivery
            {
                Kind = CallbackDeliveries.KindName, Subject = happened.PaymentId, EventId = eventId, Target = url,
                Receiver = Receiver.Of(url), Args = args,
                Needs = happened.CallbackShape, GiveUpAt = happened.CallbackShape is null ? null : session.Now + PluginTimeout,
            });
    }
}
