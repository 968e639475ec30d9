namespace QrisPayments.Outbox;

/// <summary>A delivery that this node has claimed, with the event that it carries (null for kind <c>open</c>).</summary>
internal sealed class Delivery
{
    public string Id { get; init; } = "";
    public string PaymentId { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Target { get; init; } = "";

    /// <summary>See <see cref="Outbox.Receiver"/>.</summary>
    public string Receiver { get; init; } = "";

    /// <summary>In whose shape a callback is told; null for our own.</summary>
    public string? Facade { get; init; }

    /// <summary>Who is told of <see cref="CreditId"/>.</summary>
    public string? App { get; init; }

    /// <summary>Money to tell of, where it is not a payment's event.</summary>
    public string? CreditId { get; init; }

    public int Tries { get; init; }
    public string? EventId { get; init; }
    public string? EventType { get; init; }
    public DateTime? EventAt { get; init; }

    /// <summary>Our lease; whoever writes must still hold it.</summary>
    public string Lease { get; set; } = "";
}
