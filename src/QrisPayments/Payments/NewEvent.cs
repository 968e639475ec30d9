namespace QrisPayments.Payments;

/// <summary>Something that happened to a payment.</summary>
internal sealed record NewEvent
{
    public required string PaymentId { get; init; }

    /// <summary>The payment's version after it.</summary>
    public required long Version { get; init; }

    /// <summary>One of <see cref="PaymentEventTypes"/>.</summary>
    public required string Type { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Who outside is told, if anybody.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>Details for the timeline; no secrets, no payer data.</summary>
    public object? Data { get; init; }
}
