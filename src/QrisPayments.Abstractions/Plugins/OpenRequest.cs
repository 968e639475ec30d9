namespace QrisPayments.Plugins;

/// <summary>What to open.</summary>
public sealed record OpenRequest
{
    /// <summary>Our reference, <c>att_…</c>, never used twice: 30 characters of <c>a-z 0-9 _</c>.</summary>
    public required string AttemptId { get; init; }

    /// <summary>The payment, <c>pay_…</c>.</summary>
    public required string PaymentId { get; init; }

    /// <summary>The shop's order number.</summary>
    public required string OrderId { get; init; }

    /// <summary>What the shop asked for, whole rupiah.</summary>
    public required long Amount { get; init; }

    /// <summary>Rupiah that we added; 0 when the provider does not need a unique amount.</summary>
    public required int UniqueCode { get; init; }

    /// <summary>What the customer has to pay, whole rupiah.</summary>
    public required long TotalAmount { get; init; }

    /// <summary>Until when the customer may pay, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>One line for the customer.</summary>
    public string? Description { get; init; }

    /// <summary>Who pays.</summary>
    public Customer? Customer { get; init; }
}
