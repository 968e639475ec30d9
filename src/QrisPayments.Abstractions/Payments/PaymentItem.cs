namespace QrisPayments;

/// <summary>One line of what is paid for, shown on checkout and receipt. It never changes the amount.</summary>
public sealed record PaymentItem
{
    /// <summary>The shop's own article number, up to 64 characters.</summary>
    public string? Id { get; init; }

    /// <summary>What the customer bought, 1–200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Price of one piece in whole rupiah; may be negative (a discount line).</summary>
    public required long Price { get; init; }

    /// <summary>How many, 1–100,000.</summary>
    public int Quantity { get; init; } = 1;
}
