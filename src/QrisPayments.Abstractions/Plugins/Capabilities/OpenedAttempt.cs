namespace QrisPayments.Plugins;

/// <summary>An attempt that this provider opened, or may have opened, as our books have it.</summary>
public sealed record OpenedAttempt
{
    /// <summary>Our reference, <c>att_…</c>.</summary>
    public required string AttemptId { get; init; }

    /// <summary>The payment, <c>pay_…</c>.</summary>
    public required string PaymentId { get; init; }

    /// <summary>The shop's order number.</summary>
    public required string OrderId { get; init; }

    /// <summary>The gateway's reference; null when its answer to the create was lost.</summary>
    public string? ProviderRef { get; init; }

    /// <summary>What the shop asked for, whole rupiah.</summary>
    public required long Amount { get; init; }

    /// <summary>What the customer has to pay, whole rupiah, with the unique code and every fee.</summary>
    public required long TotalAmount { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when the customer may pay, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
