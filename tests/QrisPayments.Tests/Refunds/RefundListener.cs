using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace QrisPayments.Tests.Refunds;

/// <summary>A receiver of callbacks that keeps their bodies.</summary>
internal sealed class RefundListener : IAsyncDisposable
{
    private readonly ConcurrentQueue<JsonElement> _bodies = new();
    private readonly WebApplication _app;

    private RefundListener(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public static async Task<RefundListener> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var listener = new RefundListener(builder.Build());
        listener._app.Run(async context =>
            listener._bodies.Enqueue((await JsonDocument.ParseAsync(context.Request.Body)).RootElement.Clone()));
        await listener._app.StartAsync();
        return listener;
    }

    /// <summary>The first callback of a type, or null.</summary>
    public JsonElement? Find(string type)
    {
        foreach (var body in _bodies)
            if (body.GetProperty("type").GetString() == type) return body;
        return null;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
