namespace QrisPayments.Outbox;

/// <summary>Something to be delivered once the transaction that adds it is committed.</summary>
internal sealed record NewDelivery
{
    /// <summary>Which <see cref="IDeliver"/> makes it.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is about: the id of a payment, of a credit.</summary>
    public required string Subject { get; init; }

    /// <summary>The event that it tells of, if it tells of one.</summary>
    public string? EventId { get; init; }

    /// <summary>Whom it goes to: a handler's name, an address.</summary>
    public string Target { get; init; } = "";

    /// <summary>See <see cref="Outbox.Receiver"/>.</summary>
    public required string Receiver { get; init; }

    /// <summary>What a node must have to make it, such as a plugin; null when every node can.</summary>
    public string? Needs { get; init; }

    /// <summary>Whatever its kind wants to know later, as JSON.</summary>
    public string? Args { get; init; }

    /// <summary>When it is given up, however often it was tried; null for never.</summary>
    public DateTimeOffset? GiveUpAt { get; init; }
}
