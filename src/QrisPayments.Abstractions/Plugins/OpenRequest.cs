namespace QrisPayments.Plugins;

/// <summary>What to open.</summary>
public sealed record OpenRequest
{
    /// <summary>Our reference, <c>att_…</c>, never used twice: 30 characters of <c>a-z 0-9 _</c>.</summary>
    public required string AttemptId { get; init; }

    /// <summary>The payment, <c>pay_…</c>.</summary>
    public required string PaymentId { get; init; }

    /// <summary>The shop's order number.</summary>
    public required string OrderId { get; init; }

    /// <summary>What the shop asked for, whole rupiah.</summary>
    public required long Amount { get; init; }

    /// <summary>Rupiah that we added; 0 when the provider does not need a unique amount.</summary>
    public required int UniqueCode { get; init; }

    /// <summary>What the customer has to pay, whole rupiah.</summary>
    public required long TotalAmount { get; init; }

    /// <summary>Until when the customer may pay, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>One line for the customer.</summary>
    public string? Description { get; init; }

    /// <summary>Who pays.</summary>
    public Customer? Customer { get; init; }

    /// <summary>What is bought; empty when the shop did not say.</summary>
    public IReadOnlyList<PaymentItem> Items { get; init; } = [];

    /// <summary>
    /// The address to give to the gateway for webhooks about this attempt alone: it ends with a secret token that only
    /// this gateway is given, so that a call to it proves the sender. Null when the shop has no public https address
    /// (<c>QrisPayments:PublicUrl</c>), or the provider receives none.
    /// </summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>The payment's checkout page, to send the customer back to; null without a public address.</summary>
    public Uri? ReturnUrl { get; init; }
}
