namespace QrisPayments.Outbox;

/// <summary>A delivery as it waits, or as this node has claimed it.</summary>
internal sealed class Delivery
{
    public string Id { get; init; } = "";
    public string Kind { get; init; } = "";

    /// <summary>What it is about: the id of a payment, of a credit.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The event that it tells of, if it tells of one.</summary>
    public string? EventId { get; init; }

    public string Target { get; init; } = "";

    /// <summary>See <see cref="Outbox.Receiver"/>.</summary>
    public string Receiver { get; init; } = "";

    /// <summary>See <see cref="NewDelivery.Needs"/>.</summary>
    public string? Needs { get; init; }

    /// <summary>See <see cref="NewDelivery.Args"/>.</summary>
    public string? Args { get; init; }

    /// <summary>Tries before this one.</summary>
    public int Tries { get; init; }

    /// <summary>Our lease; every write demands it.</summary>
    public string Lease { get; set; } = "";
}
