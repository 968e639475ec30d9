using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace QrisPayments.Tests.Harness;

/// <summary>A receiver of callbacks that takes every connection, and answers 200 or, while it is silent, never.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _open;
    private int _most;

    private Listener(WebApplication app) => _app = app;

    public bool Silent { get; set; }

    /// <summary>The paths of what was answered with 200, in their order.</summary>
    public ConcurrentQueue<string> Accepted { get; } = new();

    /// <summary>The same requests whole: their headers and bodies.</summary>
    public ConcurrentQueue<(IHeaderDictionary Headers, string Body)> Heard { get; } = new();

    /// <summary>How many requests there were, answered or not.</summary>
    public int Asked { get; private set; }

    /// <summary>How many requests were open at a time, at most.</summary>
    public int Most => Volatile.Read(ref _most);

    public string Address => _app.Urls.First();

    public static async Task<Listener> StartAsync(bool silent)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var listener = new Listener(builder.Build()) { Silent = silent };
        listener._app.Run(listener.HearAsync);
        await listener._app.StartAsync();
        return listener;
    }

    private async Task HearAsync(HttpContext context)
    {
        lock (_app)
        {
            Asked++;
            _most = Math.Max(_most, ++_open);
        }
        try
        {
            if (Silent) await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            else
            {
                using var reader = new StreamReader(context.Request.Body);
                Heard.Enqueue((new HeaderDictionary(context.Request.Headers.ToDictionary()), await reader.ReadToEndAsync()));
                Accepted.Enqueue(context.Request.Path);
            }
        }
        finally
        {
            lock (_app) _open--;
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
