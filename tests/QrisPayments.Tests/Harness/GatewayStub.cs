using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using QrisPayments.Plugins;

namespace QrisPayments.Tests.Harness;

/// <summary>A gateway on 127.0.0.1 that answers as the test says.</summary>
internal sealed class GatewayStub : IAsyncDisposable
{
    private WebApplication? _app;
    private int _calls;

    public Uri Root { get; private set; } = null!;

    public int Calls => Volatile.Read(ref _calls);

    public IGatewayAddress Address => new At(Root, true);

    public static async Task<GatewayStub> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var stub = new GatewayStub();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        stub._app = builder.Build();
        stub._app.Run(context => answer(context, Interlocked.Increment(ref stub._calls)));
        await stub._app.StartAsync();
        stub.Root = new Uri(stub._app.Urls.First() + "/");
        return stub;
    }

    public async ValueTask DisposeAsync() => await _app!.DisposeAsync();

    internal sealed record At(Uri? BaseUrl, bool AllowInsecureHttp) : IGatewayAddress;
}
