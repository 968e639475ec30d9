using Microsoft.Extensions.Options;
using QrisPayments.Outbox;

namespace QrisPayments.Notifications;

/// <summary>
/// Tells an address outside, in the module's own shape or in that of the gateway through whose facade the payment was made.
/// </summary>
internal sealed class CallbackDeliveries(
    PaymentCallbacks ours, IShapeCallbacks shapes, CallbackSender sender, IOptions<OutboxOptions> options) : IDeliver
{
    public const string KindName = "callback";

    public string Kind => KindName;

    public Sharing Sharing { get; } = new Sharing.Outside();

    public IReadOnlyCollection<string> Has => shapes.Shapes;

    /// <summary>
    /// An address outside may be dead for good. One in a gateway's shape comes rarely where another one would be given up.
    /// </summary>
    public RetryRules RetryOf(Delivery delivery) => delivery.Needs is null
        ? new() { MaxTries = options.Value.MaxTries }
        : new() { RareAfter = options.Value.MaxTries };

    public async Task<DeliveryResult> DeliverAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var args = DeliveryArgs.Of(delivery);
        var shaped = delivery.Needs is { } shape
            ? await shapes.MakeAsync(shape, delivery, args, cancellationToken)
            : new ShapedCallback.Ours();
        return shaped switch
        {
            ShapedCallback.Ended ended => ended.Result,
            ShapedCallback.ToSend message => await sender.SendAsync(delivery, message.Callback, cancellationToken),
            ShapedCallback.Ours => await SendOursAsync(delivery, args, cancellationToken),
            _ => throw new InvalidOperationException($"Unknown callback {shaped.GetType().Name}."),
        };
    }

    private async Task<DeliveryResult> SendOursAsync(Delivery delivery, DeliveryArgs args, CancellationToken cancellationToken) =>
        await ours.MakeAsync(delivery, args, cancellationToken) is { } callback
            ? await sender.SendAsync(delivery, callback, cancellationToken)
            : new DeliveryResult.Failed("The payment is not there any more.", Final: true);
}
