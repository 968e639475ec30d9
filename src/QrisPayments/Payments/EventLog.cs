using System.Text.Json;
using QrisPayments.Foundation;
using QrisPayments.Notifications;
using QrisPayments.Outbox;
using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>Writes what happened, and for each outcome one delivery per handler and callback, in the caller's transaction.</summary>
internal sealed class EventLog(HandlerDirectory handlers, OutboxSignal signal)
{
    private const string InsertEvent = """
        INSERT INTO qris_events (id, payment_id, version, type, data, at) VALUES (@id, @paymentId, @version, @type, @data, @at)
        """;

    private const string InsertDelivery = """
        INSERT INTO qris_deliveries (id, event_id, payment_id, kind, target, receiver, state, tries, due_at, created_at)
        VALUES (@id, @eventId, @paymentId, @kind, @target, @receiver, 'due', 0, @now, @now)
        """;

    // In whose shape, says the payment.
    private const string InsertCallback = """
        INSERT INTO qris_deliveries (id, event_id, payment_id, facade, kind, target, receiver, state, tries, due_at, created_at)
        VALUES (@id, @eventId, @paymentId, (SELECT facade FROM qris_payments WHERE id = @paymentId), 'callback', @target, @receiver, 'due', 0, @now, @now)
        """;

    private const string InsertMoney = """
        INSERT INTO qris_deliveries (id, facade, app, credit_id, kind, target, receiver, state, tries, due_at, created_at)
        VALUES (@id, @facade, @app, @creditId, 'callback', @target, @receiver, 'due', 0, @now, @now)
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
            await DeliverAsync(session, eventId, happened.PaymentId, DeliveryKinds.Handler, handler, handler, happened.At);
        if (happened.CallbackUrl is { } url)
            await session.ExecuteAsync(InsertCallback, new { id = PublicId.New("dlv"), eventId, paymentId = happened.PaymentId, target = url, receiver = Receiver.Of(url), now = happened.At.ToDb() });
    }

    /// <summary>Has an app told of money, in a facade's shape.</summary>
    public static Task TellOfMoneyAsync(DbSession session, string facade, string app, string url, string creditId, DateTimeOffset now) =>
        session.ExecuteAsync(InsertMoney, new { id = PublicId.New("dlv"), facade, app, creditId, target = url, receiver = Receiver.Of(url), now = now.ToDb() });

    /// <summary>Has the first attempt opened as soon as the caller's transaction is committed.</summary>
    public async Task OpenAfterCommitAsync(DbSession session, string paymentId, DateTimeOffset now)
    {
        await DeliverAsync(session, null, paymentId, DeliveryKinds.Open, "", Receiver.None, now);
        signal.Expect();
    }

    /// <summary>Call it after the commit.</summary>
    public void Announce() => signal.Ring();

    private static Task DeliverAsync(DbSession session, string? eventId, string paymentId, string kind, string target, string receiver, DateTimeOffset now) =>
        session.ExecuteAsync(InsertDelivery, new { id = PublicId.New("dlv"), eventId, paymentId, kind, target, receiver, now = now.ToDb() });
}
