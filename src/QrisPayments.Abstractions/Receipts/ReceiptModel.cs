namespace QrisPayments.Receipts;

/// <summary>All that a receipt shows. Templates see these names in snake_case; money is whole rupiah.</summary>
public sealed record ReceiptModel
{
    /// <summary><c>id</c> or <c>en</c>.</summary>
    public required string Language { get; init; }

    /// <summary>The shop as its customers know it.</summary>
    public required ReceiptShop Shop { get; init; }

    /// <summary>What was paid.</summary>
    public required ReceiptPayment Payment { get; init; }

    /// <summary>Who was paid, as the QR said; null where there was none.</summary>
    public ReceiptMerchant? Merchant { get; init; }

    /// <summary>The money was simulated.</summary>
    public bool Sandbox { get; init; }

    /// <summary>The addresses that the page needs; all start with the host's path base.</summary>
    public required ReceiptLinks Links { get; init; }
}

/// <summary>The shop on its receipt.</summary>
public sealed record ReceiptShop
{
    /// <summary>The shop's name.</summary>
    public required string Name { get; init; }

    /// <summary>The address of the shop's logo; null when it has none.</summary>
    public string? Logo { get; init; }
}

/// <summary>Who was paid, as the QR said.</summary>
public sealed record ReceiptMerchant
{
    /// <summary>The merchant's name.</summary>
    public string? Name { get; init; }

    /// <summary>The merchant's city.</summary>
    public string? City { get; init; }

    /// <summary>The merchant's national id (NMID).</summary>
    public string? Nmid { get; init; }
}

/// <summary>The addresses that a receipt needs.</summary>
public sealed record ReceiptLinks
{
    /// <summary>The payment's page.</summary>
    public required string Page { get; init; }

    /// <summary>The same receipt as text.</summary>
    public required string Text { get; init; }

    /// <summary>The receipt's style sheet.</summary>
    public required string StyleSheet { get; init; }

    /// <summary>The shop's colours as a style sheet.</summary>
    public required string ColorSheet { get; init; }

    /// <summary>The script behind the print button.</summary>
    public required string Script { get; init; }
}

/// <summary>What was paid.</summary>
public sealed record ReceiptPayment
{
    /// <summary><c>pay_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The shop's order number.</summary>
    public required string OrderId { get; init; }

    /// <summary>One line on what was bought.</summary>
    public string? Description { get; init; }

    /// <summary>What the shop asked for.</summary>
    public required long Amount { get; init; }

    /// <summary>What the gateway added.</summary>
    public required long Fee { get; init; }

    /// <summary>What was added so that the total is unique.</summary>
    public required long UniqueCode { get; init; }

    /// <summary>What the customer was asked to pay.</summary>
    public required long TotalAmount { get; init; }

    /// <summary>What the customer paid.</summary>
    public required long PaidAmount { get; init; }

    /// <summary>What went back to the customer since; 0 when nothing did.</summary>
    public long RefundedAmount { get; init; }

    /// <summary>The total is more than the price: there is a fee or a code to list.</summary>
    public bool HasExtras => TotalAmount != Amount;

    /// <summary>The shop accepted another sum than it had asked for.</summary>
    public bool PaidDiffers => PaidAmount != TotalAmount;

    /// <summary>When the money was paid, UTC.</summary>
    public required DateTimeOffset PaidAt { get; init; }

    /// <summary>How it was paid, such as <c>qris</c>.</summary>
    public required string Method { get; init; }

    /// <summary>It came after the payment's time.</summary>
    public bool Late { get; init; }

    /// <summary>Who paid.</summary>
    public Customer? Customer { get; init; }

    /// <summary>What was bought.</summary>
    public required IReadOnlyList<ReceiptItem> Items { get; init; }
}

/// <summary>A line of a receipt.</summary>
public sealed record ReceiptItem
{
    /// <summary>What was bought.</summary>
    public required string Name { get; init; }

    /// <summary>The price of one piece, whole rupiah.</summary>
    public required long Price { get; init; }

    /// <summary>How many pieces.</summary>
    public required int Quantity { get; init; }

    /// <summary>Price times quantity.</summary>
    public long Total => Price * Quantity;

    /// <summary>True for exactly one piece.</summary>
    public bool IsSingle => Quantity == 1;

    /// <summary><c>2 × Rp18.000</c>.</summary>
    public string Line => $"  {Rupiah.Digits(Quantity)} x {Rupiah.Format(Price)}";
}
