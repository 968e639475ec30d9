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
/// <param name="Name">Its name.</param>
/// <param name="Logo">The address of its logo.</param>
public sealed record ReceiptShop(string Name, string? Logo);

/// <summary>Who was paid, as the QR said.</summary>
/// <param name="Name">The merchant's name.</param>
/// <param name="City">The merchant's city.</param>
/// <param name="Nmid">The national merchant id.</param>
public sealed record ReceiptMerchant(string? Name, string? City, string? Nmid);

/// <summary>The addresses that a receipt needs.</summary>
/// <param name="Page">The payment's page.</param>
/// <param name="Text">The same receipt as text.</param>
/// <param name="StyleSheet">The receipt's style sheet.</param>
/// <param name="ColorSheet">The shop's colours.</param>
/// <param name="Script">What makes the print button work.</param>
public sealed record ReceiptLinks(string Page, string Text, string StyleSheet, string ColorSheet, string Script);

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
/// <param name="Name">What was bought.</param>
/// <param name="Price">Of one piece.</param>
/// <param name="Quantity">How many.</param>
public sealed record ReceiptItem(string Name, long Price, int Quantity)
{
    /// <summary>Price times quantity.</summary>
    public long Total => Price * Quantity;

    /// <summary>Just one piece.</summary>
    public bool IsSingle => Quantity == 1;

    /// <summary><c>2 × Rp18.000</c>.</summary>
    public string Line => $"  {Rupiah.Digits(Quantity)} x {Rupiah.Format(Price)}";
}
