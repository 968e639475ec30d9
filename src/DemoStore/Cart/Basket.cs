using DemoStore.Catalogue;

namespace DemoStore.Cart;

/// <summary>One product of a basket.</summary>
internal sealed record BasketLine(Product Product, int Quantity)
{
    public long Total => Product.Price * Quantity;
}

/// <summary>
/// What a visitor wants to buy. It knows slugs and quantities; prices come from the shelf whenever they are asked for,
/// so that neither a cookie nor a form can name one.
/// </summary>
internal sealed class Basket
{
    public const int MaxQuantity = 20;
    public const long ShippingFee = 15_000;
    public const long FreeShippingFrom = 150_000;

    // A cookie of eight slugs is some 200 characters; whatever is longer is not ours.
    private const int MaxCookieLength = 1_000;

    private readonly List<BasketLine> _lines = [];

    public IReadOnlyList<BasketLine> Lines => _lines;

    public bool IsEmpty => _lines.Count == 0;

    public int Count => _lines.Sum(line => line.Quantity);

    public long Subtotal => _lines.Sum(line => line.Total);

    public long Shipping => IsEmpty || Subtotal >= FreeShippingFrom ? 0 : ShippingFee;

    public long Total => Subtotal + Shipping;

    /// <summary>What is missing for free shipping.</summary>
    public long UntilFreeShipping => Math.Max(0, FreeShippingFrom - Subtotal);

    public void Add(Product product, int quantity) => Set(product, QuantityOf(product) + Math.Clamp(quantity, 1, MaxQuantity));

    /// <summary>Nought or less takes the product out; more than a household needs is cut to <see cref="MaxQuantity"/>.</summary>
    public void Set(Product product, int quantity)
    {
        var at = _lines.FindIndex(line => line.Product.Slug == product.Slug);
        var line = new BasketLine(product, Math.Min(quantity, MaxQuantity));
        if (quantity <= 0) _lines.RemoveAll(other => other.Product.Slug == product.Slug);
        else if (at < 0) _lines.Add(line);
        else _lines[at] = line;
    }

    public int QuantityOf(Product product) => _lines.Find(line => line.Product.Slug == product.Slug)?.Quantity ?? 0;

    /// <summary><c>tempe-balado.2_kopi-dampit.1</c></summary>
    public string ToCookie() => string.Join('_', _lines.Select(line => $"{line.Product.Slug}.{line.Quantity}"));

    /// <summary>Reads what a browser sent: what is unknown, doubled or out of bounds falls away without a word.</summary>
    public static Basket FromCookie(string? cookie)
    {
        var basket = new Basket();
        if (cookie is null or { Length: > MaxCookieLength }) return basket;
        foreach (var part in cookie.Split('_'))
        {
            if (part.Split('.') is [var slug, var digits] && Shelf.Find(slug) is { } product
                && int.TryParse(digits, System.Globalization.NumberStyles.None, null, out var quantity))
                basket.Set(product, quantity);
        }
        return basket;
    }
}
