using Microsoft.Extensions.Options;

namespace QrisPayments.Outbox;

/// <summary>Makes the lane of a kind, with its places.</summary>
internal sealed class OutboxLanes(
    DueDeliveries due, DeliveryMaker maker, OutboxSignal signal, ReceiverTrust trust, IOptions<OutboxOptions> options)
{
    public OutboxLane Open(IDeliver kind)
    {
        var isOutside = kind.Sharing is Sharing.Outside;
        // One place for receivers that may be dead, one for all others.
        var total = isOutside ? Math.Max(2, options.Value.Parallel) : options.Value.Parallel;
        return new OutboxLane(kind, new Places(total, isOutside ? trust : null), due, maker, signal, options.Value);
    }
}
