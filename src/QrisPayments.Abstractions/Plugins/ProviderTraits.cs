namespace QrisPayments.Plugins;

/// <summary>What a provider can do and wants.</summary>
public sealed record ProviderTraits
{
    /// <summary>The payment method that it offers.</summary>
    public string Method { get; init; } = "qris";

    /// <summary>
    /// The total alone identifies the attempt on this account: we add a unique code and hold the total
    /// (<c>QrisPayments:Matching</c>). False when the gateway tells attempts apart by a reference.
    /// </summary>
    public bool NeedsUniqueAmount { get; init; }

    /// <summary>
    /// The gateway adds its own unique code and identifies a payment by the total alone. It could not tell apart two open attempts
    /// with the same total, so the second is rejected and never shown.
    /// </summary>
    public bool GatewayMatchesTotal { get; init; }

    /// <summary>
    /// Opening is a pure computation that calls no other system, so it may be repeated without harm: after a crash, and when the total of
    /// the attempt was taken meanwhile. Such a provider is asked before the attempt is stored; what it opens may never be stored at all.
    /// False for every gateway that is called over a network: there a lost answer leaves the attempt unknown.
    /// </summary>
    public bool OpensLocally { get; init; }

    /// <summary>The smallest base amount, whole rupiah.</summary>
    public long MinAmount { get; init; } = 1;

    /// <summary>The largest base amount, whole rupiah.</summary>
    public long MaxAmount { get; init; } = long.MaxValue;

    /// <summary>
    /// The merchant's national number (NMID), where money arrives on a QRIS of the merchant's own. Facades report it with money that no
    /// payment asked for. Of two accounts with <see cref="NeedsUniqueAmount"/> and one NMID the second is left out outside the sandbox:
    /// each would ask for totals of its own, and the money for one could pay the other. Null when it is not known.
    /// </summary>
    public string? Nmid { get; init; }

    /// <summary>
    /// A genuine webhook is evidence, although the gateway could be asked. Leave it false wherever asking works: a webhook is then a
    /// hint that the module confirms. Has no effect for a gateway that cannot be asked.
    /// </summary>
    public bool WebhooksAreEvidence { get; init; }
}
