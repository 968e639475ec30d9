namespace QrisPayments.Theming;

/// <summary>How checkout looks and where it may lead (<c>QrisPayments:Checkout</c>).</summary>
public sealed class CheckoutOptions
{
    /// <summary>Origins that may show checkout in a frame; none by default.</summary>
    public IList<string> FrameAncestors { get; } = [];

    /// <summary>The shop as its customers know it.</summary>
    public string? ShopName { get; set; }

    /// <summary>A path on the shop's own host, or a <c>data:image/…</c> address.</summary>
    public string? Logo { get; set; }

    /// <summary>The shop's colour, <c>#rrggbb</c>.</summary>
    public string? Color { get; set; }
}
