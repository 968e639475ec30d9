using QrisPayments.Simulation.Shop;

namespace QrisPayments.Simulation.Gateways;

/// <summary>A web server of this process, with nothing of a shop in it.</summary>
internal static class GatewayServer
{
    public static async Task<(WebApplication App, Uri Address)> StartAsync(
        Action<IEndpointRouteBuilder> map, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var address = new Uri($"http://127.0.0.1:{Ports.Take()}/");
        builder.WebHost.UseUrls(address.AbsoluteUri);
        // Cut lines are all that it could tell of.
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        map(app);
        await app.StartAsync(cancellationToken);
        return (app, address);
    }
}
