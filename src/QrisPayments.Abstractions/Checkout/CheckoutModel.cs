namespace QrisPayments.Checkout;

/// <summary>All that the checkout page shows. A host's own Razor view or a theme gets the same model.</summary>
public sealed record CheckoutModel
{
    /// <summary>The payment.</summary>
    public required Payment Payment { get; init; }

    /// <summary>What to show.</summary>
    public required CheckoutState State { get; init; }

    /// <summary><c>id</c> or <c>en</c>.</summary>
    public required string Language { get; init; }

    /// <summary>The shop as its customers know it.</summary>
    public required CheckoutShop Shop { get; init; }

    /// <summary>The addresses of this payment's pages; all start with the host's path base.</summary>
    public required CheckoutLinks Links { get; init; }

    /// <summary>The QR as inline SVG without script or style, or null when there is none to scan.</summary>
    public string? QrSvg { get; init; }

    /// <summary>The merchant's name in the QR payload: what the payer's app will show.</summary>
    public string? MerchantName { get; init; }

    /// <summary>The payment-bound token that every form on the page must send as <c>token</c>.</summary>
    public required string FormToken { get; init; }

    /// <summary>When the page was made, UTC: the countdown runs from here, whatever the customer's clock says.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Sandbox mode: the page offers to simulate the money.</summary>
    public bool Sandbox { get; init; }
}
