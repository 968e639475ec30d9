using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace QrisPayments.Testing;

/// <summary>A gateway on a free port of 127.0.0.1 that answers what it is told and keeps what it was asked.</summary>
public sealed class GatewayStub : IAsyncDisposable, IHttpApplication<IFeatureCollection>
{
    private readonly KestrelServer _server;
    private readonly ConcurrentQueue<StubRequest> _requests = new();
    private readonly CancellationTokenSource _stopping = new();

    private GatewayStub(int port)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Listen(IPAddress.Loopback, port);
        _server = new KestrelServer(
            Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
                NullLoggerFactory.Instance);
    }

    /// <summary>Where it listens; ends with a slash.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Makes the answers; called for several requests at once.</summary>
    public Func<StubRequest, GatewayReply> Answer { get; set; } = static request =>
        GatewayReply.Json($$"""{"error":"The stub was not told what to answer to {{request.Method}}."}""", 404);

    /// <summary>What it was asked so far, in order.</summary>
    public IReadOnlyList<StubRequest> Requests => [.. _requests];

    /// <summary>A stub that listens.</summary>
    /// <param name="port">Where; a free port when 0. A gateway that died comes back at its old one.</param>
    public static async Task<GatewayStub> StartAsync(int port = 0)
    {
        var stub = new GatewayStub(port);
        await stub._server.StartAsync(stub, CancellationToken.None);
        stub.Address = new Uri(stub._server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single() + "/");
        return stub;
    }

    /// <summary>Forgets what it was asked.</summary>
    public void Forget() => _requests.Clear();

    /// <summary>Stops listening; connections that still wait for an answer are cut. May be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested) return;
        await _stopping.CancelAsync();
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _server.StopAsync(atOnce.Token);
        _server.Dispose();
        _stopping.Dispose();
    }

    IFeatureCollection IHttpApplication<IFeatureCollection>.CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    void IHttpApplication<IFeatureCollection>.DisposeContext(IFeatureCollection context, Exception? exception) { }

    async Task IHttpApplication<IFeatureCollection>.ProcessRequestAsync(IFeatureCollection context)
    {
        var asked = context.GetRequiredFeature<IHttpRequestFeature>();
        using var reader = new StreamReader(asked.Body, Encoding.UTF8);
        var request = new StubRequest
        {
            Method = asked.Method, Target = asked.RawTarget,
            Headers = asked.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Body = await reader.ReadToEndAsync(_stopping.Token),
        };
        _requests.Enqueue(request);
        await WriteAsync(context, Answer(request));
    }

    private async Task WriteAsync(IFeatureCollection context, GatewayReply reply)
    {
        var lifetime = context.GetRequiredFeature<IHttpRequestLifetimeFeature>();
        if (reply.Line == LineFault.Silence)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(lifetime.RequestAborted, _stopping.Token);
            await Task.Delay(Timeout.Infinite, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (reply.Line is LineFault.Silence or LineFault.Cut)
        {
            lifetime.Abort();
            return;
        }
        var response = context.GetRequiredFeature<IHttpResponseFeature>();
        var body = Encoding.UTF8.GetBytes(reply.Body);
        response.StatusCode = reply.StatusCode;
        response.Headers.ContentType = reply.ContentType;
        response.Headers.ContentLength = body.Length;
        foreach (var (name, value) in reply.Headers) response.Headers[name] = value;
        var writer = context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;
        await writer.WriteAsync(reply.Line == LineFault.Half ? body.AsMemory(0, body.Length / 2) : body, lifetime.RequestAborted);
        if (reply.Line != LineFault.Half) return;
        await writer.FlushAsync(lifetime.RequestAborted);
        lifetime.Abort();
    }
}
