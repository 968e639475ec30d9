using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;

namespace QrisPayments.Apps;

/// <summary>
/// The client for addresses that an app chooses: callbacks, pictures. They are checked where they cannot lie: at the connection,
/// after the name was resolved. No redirects, no proxy, no cookies.
/// </summary>
internal sealed class ChosenAddressClient : IDisposable
{
    private readonly IOptions<CallbackOptions> _options;

    public ChosenAddressClient(IOptions<CallbackOptions> options)
    {
        _options = options;
        Http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = ConnectAsync,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 16,
            // A facade's secret may stand in the path (WIRE Q9), which a host's instrumentation would write down; nor is a trace header
            // a stranger's business. Without a propagator no activity is made.
            ActivityHeadersPropagator = null,
        })
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
    }

    public HttpClient Http { get; }

    public void Dispose() => Http.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        var allowed = _options.Value.AllowedPrivateHosts.Contains(host, StringComparer.OrdinalIgnoreCase)
            ? addresses
            : [.. addresses.Where(PublicAddress.Is)];
        if (allowed.Length == 0)
            throw new PrivateAddressException(
                $"{host} leads to a private address. If that is wanted, add it to QrisPayments:Callbacks:AllowedPrivateHosts.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
