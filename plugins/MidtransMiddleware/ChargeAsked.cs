namespace QrisPayments.MidtransMiddleware;

/// <summary>A <c>POST /charge</c> as a client of ours asks it.</summary>
internal sealed record ChargeAsked
{
    public required string OrderId { get; init; }

    /// <summary>Whole rupiah.</summary>
    public required long Amount { get; init; }

    public IReadOnlyList<PaymentItem> Items { get; init; } = [];

    public Customer? Customer { get; init; }
}
