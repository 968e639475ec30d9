using System.Net;

namespace QrisPayments.Plugins;

/// <summary>Makes the one way out that a plugin's part gets (WIRE G4). It logs nothing: addresses may hold keys (WIRE Q8).</summary>
internal static class GatewayClients
{
    /// <param name="address">What the settings say of the gateway; without it, any https host may be reached.</param>
    /// <param name="clock">For what a gateway says about when to come back, and for the waits between two tries.</param>
    public static HttpClient Create(IGatewayAddress? address, TimeProvider? clock = null)
    {
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            // Gateways move; a name is looked up again after this.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 32,
            AutomaticDecompression = DecompressionMethods.All,
            // Without a propagator no activity is made: .NET cuts the query out of an activity's url.full, but not the path, and
            // the path may hold keys. Nor does a trace header leave the house.
            ActivityHeadersPropagator = null,
        };
        return new HttpClient(new GatewayHandler(address, clock ?? TimeProvider.System, sockets))
        {
            BaseAddress = address?.BaseUrl,
            Timeout = GatewayHandler.Timeout,
            MaxResponseContentBufferSize = GatewayHandler.MaxAnswer,
        };
    }
}
