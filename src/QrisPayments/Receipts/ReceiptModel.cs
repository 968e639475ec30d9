namespace QrisPayments.Receipts;

/// <summary>All that a receipt shows. Templates see these names in snake_case.</summary>
internal sealed record ReceiptModel
{
    public required string Language { get; init; }
    public required ReceiptShop Shop { get; init; }
    public required ReceiptPayment Payment { get; init; }

    /// <summary>Who was paid, as the QR said; null where there was none.</summary>
    public ReceiptMerchant? Merchant { get; init; }
    public bool Sandbox { get; init; }
    public required ReceiptLinks Links { get; init; }
}

internal sealed record ReceiptShop(string Name, string? Logo);

internal sealed record ReceiptMerchant(string? Name, string? City, string? Nmid);

internal sealed record ReceiptLinks(string Page, string Text, string StyleSheet, string ColorSheet, string Script);

internal sealed record ReceiptPayment
{
    public required string Id { get; init; }
    public required string OrderId { get; init; }
    public string? Description { get; init; }
    public required long Amount { get; init; }
    public required long Fee { get; init; }
    public required long UniqueCode { get; init; }
    public required long TotalAmount { get; init; }
    public required long PaidAmount { get; init; }

    /// <summary>The total is more than the price: there is a fee or a code to list.</summary>
    public bool HasExtras => TotalAmount != Amount;

    /// <summary>The shop accepted another sum than it had asked for.</summary>
    public bool PaidDiffers => PaidAmount != TotalAmount;
    public required DateTimeOffset PaidAt { get; init; }
    public required string Method { get; init; }
    public bool Late { get; init; }
    public Customer? Customer { get; init; }
    public required IReadOnlyList<ReceiptItem> Items { get; init; }
}

internal sealed record ReceiptItem(string Name, long Price, int Quantity)
{
    public long Total => Price * Quantity;
    public bool Single => Quantity == 1;

    /// <summary><c>2 × Rp18.000</c>.</summary>
    public string Line => $"  {Rupiah.Digits(Quantity)} x {Rupiah.Format(Price)}";
}
