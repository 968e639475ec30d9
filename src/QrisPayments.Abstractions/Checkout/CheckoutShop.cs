namespace QrisPayments.Checkout;

/// <summary>The shop as its customers know it (<c>QrisPayments:Checkout</c>).</summary>
public sealed record CheckoutShop
{
    /// <summary>The shop's name.</summary>
    public required string Name { get; init; }

    /// <summary>The logo: an address on the shop's own host or a <c>data:image/…</c> address. Null when the shop has none.</summary>
    public string? Logo { get; init; }

    /// <summary>The shop's colour as <c>#rrggbb</c>; null for the module's default colour.</summary>
    public string? Color { get; init; }
}
