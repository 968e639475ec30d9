namespace QrisPayments;

/// <summary>
/// What happened to a payment. Events may be delivered more than once and out of order; <see cref="Id"/> tells them apart.
/// </summary>
public sealed record PaymentEvent
{
    /// <summary>Unique, <c>evt_…</c>; the same on every redelivery.</summary>
    public required string Id { get; init; }

    /// <summary>One of <see cref="PaymentEventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The payment as it stands at delivery, which may be later than the event.</summary>
    public required Payment Payment { get; init; }

    /// <summary>
    /// The refund that a <c>payment.refund…</c> event is about, as it stands at delivery; null with every other event.
    /// </summary>
    public Refund? Refund { get; init; }
}
