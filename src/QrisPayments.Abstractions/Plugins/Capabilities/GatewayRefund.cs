namespace QrisPayments.Plugins;

/// <summary>A refund that a gateway reports as carried out, whether the module asked for it or not.</summary>
public sealed record GatewayRefund
{
    /// <summary>How much went back, whole rupiah, more than zero.</summary>
    public required long Amount { get; init; }

    /// <summary>
    /// The key under which the refund was asked for: <see cref="RefundRequest.Key"/> where the module asked. 1–128 characters; null
    /// when the gateway does not say.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>The gateway's own number of the refund, the same whenever it is reported; 1–128 characters, null when it has none.</summary>
    public string? Reference { get; init; }

    /// <summary>When the money went back, UTC; null when the gateway does not say.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Why, as the gateway has it; null when it does not say.</summary>
    public string? Reason { get; init; }
}

/// <summary>How money that was paid went back.</summary>
public enum ReversalKind
{
    /// <summary>The shop gave it back, by the gateway's API or dashboard.</summary>
    Refund,

    /// <summary>The payer's bank or issuer took it back.</summary>
    Chargeback,

    /// <summary>The gateway undid the payment: a void, a cancel after the settlement, a reversal.</summary>
    Void,
}
