using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace QrisPayments.Tests.Plugins;

/// <summary>
/// A gateway on 127.0.0.1 whose test writes the answer itself. <see cref="QrisPayments.Testing.GatewayStub"/> sends whole answers
/// of text: neither packed bytes nor an answer that trickles in and never ends can be said with it.
/// </summary>
internal sealed class BareGateway : IAsyncDisposable
{
    private WebApplication? _app;
    private int _calls;

    public Uri Address { get; private set; } = null!;

    public int Calls => Volatile.Read(ref _calls);

    public static async Task<BareGateway> StartAsync(RequestDelegate answer)
    {
        var gateway = new BareGateway();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        gateway._app = builder.Build();
        gateway._app.Run(context =>
        {
            Interlocked.Increment(ref gateway._calls);
            return answer(context);
        });
        await gateway._app.StartAsync();
        gateway.Address = new Uri(gateway._app.Urls.First() + "/");
        return gateway;
    }

    public async ValueTask DisposeAsync() => await _app!.DisposeAsync();
}
