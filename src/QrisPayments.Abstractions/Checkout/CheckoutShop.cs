namespace QrisPayments.Checkout;

/// <summary>The shop as its customers know it (<c>QrisPayments:Checkout</c>).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Logo">An address on the shop's own host or a <c>data:image/…</c> address, or null.</param>
/// <param name="Color">Its colour as <c>#rrggbb</c>, or null for ours.</param>
public sealed record CheckoutShop(string Name, string? Logo, string? Color);
