namespace QrisPayments.Apps;

/// <summary>What an app has at one facade (<c>QrisPayments:Apps:n:Facades:{plugin}</c>).</summary>
public sealed class AppFacadeOptions
{
    /// <summary>
    /// Where this facade's callbacks go when a create names no address; at a gateway that tells of money alone, where every
    /// credit is told and the app needs the scope <c>ledger:read</c>.
    /// </summary>
    public string? CallbackUrl { get; set; }

    /// <summary>What signs this facade's callbacks, as text; the app's <see cref="AppOptions.CallbackSecret"/> when not given.</summary>
    public string? Secret { get; set; }

    /// <summary>The merchant's number (NMID) that this facade names for money which no payment of ours asked for.</summary>
    public string? Nmid { get; set; }
}
