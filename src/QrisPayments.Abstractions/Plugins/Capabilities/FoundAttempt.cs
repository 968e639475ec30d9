namespace QrisPayments.Plugins;

/// <summary>
/// What a gateway says about an attempt beside its state: what the answer to the create would have said, had it not been lost. With it the
/// module shows the customer a payment that was found afterwards, and expects the money in the gateway's own total. Say what the gateway
/// says and leave the rest null; an attempt whose opening was confirmed is not changed by it.
/// </summary>
public sealed record FoundAttempt
{
    /// <summary>
    /// What the customer has to pay in all, whole rupiah, with the gateway's code and fees; null when the gateway does not say. Bound like
    /// <see cref="OpenResult.Opened.TotalAmount"/>: one beyond the account's highest fee rejects the attempt.
    /// </summary>
    public long? TotalAmount { get; init; }

    /// <summary>The QRIS payload, checked before it is shown.</summary>
    public string? QrPayload { get; init; }

    /// <summary>The payload carries no amount on purpose: the payer types the total.</summary>
    public bool PayerTypesAmount { get; init; }

    /// <summary>Where to send the customer, https.</summary>
    public Uri? RedirectUrl { get; init; }

    /// <summary>What the customer has to do, in words.</summary>
    public string? Instructions { get; init; }

    /// <summary>Until when the gateway takes the money, UTC; null when it does not say.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
