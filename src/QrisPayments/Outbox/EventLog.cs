using System.Text.Json;
using QrisPayments.Payments;
using QrisPayments.Storage;

namespace QrisPayments.Outbox;

/// <summary>Writes what happened, and for each outcome one delivery per handler and callback, in the caller's transaction.</summary>
internal sealed class EventLog(HandlerDirectory handlers, OutboxSignal signal)
{
    private const string InsertEvent = """
        INSERT INTO qris_events (id, payment_id, version, type, data, at) VALUES (@id, @paymentId, @version, @type, @data, @at)
        """;

    private const string InsertDelivery = """
        INSERT INTO qris_deliveries (id, event_id, payment_id, kind, target, state, tries, due_at, created_at)
        VALUES (@id, @eventId, @paymentId, @kind, @target, 'due', 0, @now, @now)
        """;

    /// <summary>What a gateway said when it was asked to call an attempt off.</summary>
    public const string CancelAnswered = "attempt.cancel_answered";

    /// <summary>Handlers and callbacks hear of outcomes; the steps on the way are for the timeline.</summary>
    private static bool IsOutcome(string type) => type is not (PaymentEventTypes.Created or PaymentEventTypes.Opened or CancelAnswered);

    public async Task AppendAsync(DbSession session, NewEvent happened)
    {
        var eventId = PublicId.New("evt");
        await session.ExecuteAsync(InsertEvent, new
        {
            id = eventId, paymentId = happened.PaymentId, version = happened.Version, type = happened.Type,
            data = happened.Data is null ? null : JsonSerializer.Serialize(happened.Data), at = happened.At.ToDb(),
        });
        if (!IsOutcome(happened.Type)) return;
        foreach (var handler in handlers.Targets)
            await DeliverAsync(session, eventId, happened.PaymentId, DeliveryKinds.Handler, handler, happened.At);
        if (happened.CallbackUrl is { } url)
            await DeliverAsync(session, eventId, happened.PaymentId, DeliveryKinds.Callback, url, happened.At);
    }

    /// <summary>Has the first attempt opened as soon as the caller's transaction is committed.</summary>
    public async Task OpenAfterCommitAsync(DbSession session, string paymentId, DateTimeOffset now)
    {
        await DeliverAsync(session, null, paymentId, DeliveryKinds.Open, "", now);
        signal.Expect();
    }

    /// <summary>Call it after the commit.</summary>
    public void Announce() => signal.Ring();

    private static Task DeliverAsync(DbSession session, string? eventId, string paymentId, string kind, string target, DateTimeOffset now) =>
        session.ExecuteAsync(InsertDelivery, new { id = PublicId.New("dlv"), eventId, paymentId, kind, target, now = now.ToDb() });
}
