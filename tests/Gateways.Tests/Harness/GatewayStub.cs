using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace QrisPayments.Gateways.Tests;

/// <summary>A gateway on a free port of 127.0.0.1 that answers what it is told and keeps what it was asked.</summary>
internal sealed class GatewayStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<StubRequest> _requests = new();
    private readonly CancellationTokenSource _stopping = new();

    private GatewayStub()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    /// <summary>Where it listens; ends with a slash.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Makes the answers; called for several requests at once.</summary>
    public Func<StubRequest, GatewayReply> Answer { get; set; } = static _ => GatewayReply.Json("""{"error":"The stub was not told what to answer."}""", 404);

    /// <summary>What it was asked so far, in order.</summary>
    public IReadOnlyList<StubRequest> Requests => [.. _requests];

    public static async Task<GatewayStub> StartAsync()
    {
        var stub = new GatewayStub();
        await stub._app.StartAsync();
        stub.Address = new Uri(stub._app.Urls.Single() + "/");
        return stub;
    }

    /// <summary>Stops listening; whoever still waits for an answer is cut off. May be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested) return;
        await _stopping.CancelAsync();
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var request = new StubRequest(
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync(_stopping.Token));
        _requests.Enqueue(request);
        await WriteAsync(context, Answer(request));
    }

    private async Task WriteAsync(HttpContext context, GatewayReply reply)
    {
        if (reply.Line == LineFault.Silence)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
            await Task.Delay(Timeout.Infinite, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (reply.Line is LineFault.Silence or LineFault.Cut)
        {
            context.Abort();
            return;
        }
        var body = Encoding.UTF8.GetBytes(reply.Body);
        context.Response.StatusCode = reply.StatusCode;
        context.Response.ContentType = reply.ContentType;
        context.Response.ContentLength = body.Length;
        foreach (var (name, value) in reply.Headers) context.Response.Headers[name] = value;
        await context.Response.Body.WriteAsync(reply.Line == LineFault.Half ? body.AsMemory(0, body.Length / 2) : body, context.RequestAborted);
        if (reply.Line != LineFault.Half) return;
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }
}
