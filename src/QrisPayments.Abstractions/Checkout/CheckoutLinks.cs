namespace QrisPayments.Checkout;

/// <summary>The addresses of one payment's pages, as paths on the host.</summary>
public sealed record CheckoutLinks
{
    /// <summary>The checkout page itself.</summary>
    public required string Page { get; init; }

    /// <summary>The same page in the other language.</summary>
    public required string OtherLanguage { get; init; }

    /// <summary>JSON status, for polling.</summary>
    public required string Status { get; init; }

    /// <summary>Server-sent events.</summary>
    public required string Events { get; init; }

    /// <summary>The QR as a PNG file.</summary>
    public required string QrPng { get; init; }

    /// <summary>The receipt page.</summary>
    public required string Receipt { get; init; }

    /// <summary>POST: cancel the payment.</summary>
    public required string Cancel { get; init; }

    /// <summary>POST: "I have paid".</summary>
    public required string Claim { get; init; }

    /// <summary>POST: simulate the money; null outside sandbox mode.</summary>
    public string? Simulate { get; init; }

    /// <summary>Back to the shop, or null when it gave no address.</summary>
    public string? Back { get; init; }

    /// <summary>The checkout of the payment that took this one's place when the order changed, or null.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>The page's style sheet.</summary>
    public required string StyleSheet { get; init; }

    /// <summary>The shop's colours as a style sheet.</summary>
    public required string ColorSheet { get; init; }

    /// <summary>The page's script.</summary>
    public required string Script { get; init; }
}
