namespace QrisPayments;

/// <summary>A refund as it stands at the moment it was read. Money is whole rupiah, time is UTC.</summary>
public sealed record Refund
{
    /// <summary><c>rfd_</c> and 128 random bits.</summary>
    public required string Id { get; init; }

    /// <summary>The payment whose money goes back.</summary>
    public required string PaymentId { get; init; }

    /// <summary>How much.</summary>
    public required long Amount { get; init; }

    /// <summary>Where it stands.</summary>
    public required RefundStatus Status { get; init; }

    /// <summary>Who gives the money back.</summary>
    public required RefundWay By { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>The number of the transfer, or the gateway's own of the refund; null until one is known.</summary>
    public string? Reference { get; init; }

    /// <summary>Why it failed, or what was last in its way; null when nothing was.</summary>
    public string? Error { get; init; }

    /// <summary>When it was asked for, or heard of.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the money went back, as far as the books know; null until then.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>When it failed; null unless it did.</summary>
    public DateTimeOffset? FailedAt { get; init; }
}
