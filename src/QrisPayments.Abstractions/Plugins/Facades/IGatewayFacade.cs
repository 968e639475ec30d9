namespace QrisPayments.Plugins;

/// <summary>
/// A gateway's own API as we answer it, so that clients that were written for the gateway work against the shop. One object per
/// plugin, needing no account at the gateway; must be safe for concurrent use. It may also be an <see cref="ITellOfPayments"/>
/// and an <see cref="ITellOfMoney"/>.
/// </summary>
public interface IGatewayFacade
{
    /// <summary>Everything that it answers. Read once, when the facade is made; what is not listed is not reached.</summary>
    IReadOnlyList<FacadeRoute> Routes { get; }

    /// <summary>
    /// The gateway's own shape for what the module refuses: an unknown path, a wrong method, a body that is too large, too many
    /// requests, a failure of the facade. No I/O.
    /// </summary>
    FacadeAnswer Refuse(FacadeRefusal refusal);
}

/// <summary>Answers one request. An exception becomes a 503 (see <see cref="IGatewayFacade.Refuse"/>); at most 30 s.</summary>
public delegate Task<FacadeAnswer> FacadeHandler(FacadeRequest request, IFacadeShop shop, CancellationToken cancellationToken);

/// <summary>One path of a gateway's API.</summary>
public sealed record FacadeRoute
{
    /// <summary>A route with this method, path and handler.</summary>
    public FacadeRoute(string method, string path, FacadeHandler answer) => (Method, Path, Answer) = (method, path, answer);

    /// <summary>
    /// <c>GET</c> (which answers HEAD too), <c>POST</c>, …; <c>*</c> is every method that no other route of the same path names. A path
    /// that is called with a method it does not have is refused with 405.
    /// </summary>
    public string Method { get; init; }

    /// <summary>
    /// Below the facade's root, without a slash at either end, such as <c>api/create-payment</c> or <c>status/{order_id}</c>; a name in
    /// braces takes one whole segment. Words are case-insensitive, and <c>.php</c> and a slash at the end are accepted as well, so write
    /// neither.
    /// </summary>
    public string Path { get; init; }

    /// <summary>What answers it.</summary>
    public FacadeHandler Answer { get; init; }
}

/// <summary>What a facade is given when it is made.</summary>
public sealed class FacadeContext
{
    /// <summary>The plugin's id.</summary>
    public required string PluginId { get; init; }

    /// <summary>Money is simulated.</summary>
    public required bool IsSandbox { get; init; }

    /// <summary>The only clock to use.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Never write keys, secrets or payer data to it.</summary>
    public required Microsoft.Extensions.Logging.ILogger Logger { get; init; }
}
