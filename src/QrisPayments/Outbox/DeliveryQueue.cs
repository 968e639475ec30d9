using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Outbox;

/// <summary>Takes in what is to be delivered, in the transaction of what it tells of.</summary>
internal sealed class DeliveryQueue(OutboxSignal signal)
{
    private const string Insert = """
        INSERT INTO qris_deliveries (id, kind, subject, event_id, target, receiver, needs, args, state, tries, due_at, give_up_at,
          created_at)
        VALUES (@id, @kind, @subject, @eventId, @target, @receiver, @needs, @args, 'due', 0, @now, @giveUpAt, @now)
        """;

    public async Task AddAsync(DbSession session, NewDelivery delivery)
    {
        await session.SendAsync(Insert, new
        {
            id = PublicId.New("dlv"), kind = delivery.Kind, subject = delivery.Subject, eventId = delivery.EventId,
            target = delivery.Target,
            receiver = delivery.Receiver, needs = delivery.Needs, args = delivery.Args, now = session.Now.ToDb(),
            giveUpAt = delivery.GiveUpAt.ToDb(),
        });
        if (session.IsJoined) signal.Expect(delivery.Kind);
        else session.OnCommit(() => signal.Ring(delivery.Kind));
    }
}
