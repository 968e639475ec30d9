namespace QrisPayments.Plugins;

/// <summary>Makes the one way out that a plugin's part gets.</summary>
internal static class GatewayClients
{
    public static HttpClient Create(IGatewayAddress? address)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(10) };
        return new HttpClient(handler) { BaseAddress = address?.BaseUrl, Timeout = TimeSpan.FromSeconds(20), MaxResponseContentBufferSize = 1 << 20 };
    }
}
