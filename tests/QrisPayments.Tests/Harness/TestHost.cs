using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using QrisPayments.Apps;
using QrisPayments.Testing;

namespace QrisPayments.Tests.Harness;

/// <summary>A real host on a free port of 127.0.0.1: the module, the static-qris plugin from its folder, sandbox mode.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    /// <summary>Every host that runs, and its database.</summary>
    private static readonly ConcurrentDictionary<TestHost, string?> Running = new();

    private readonly List<ApiClient> _clients = [];

    private TestHost(WebApplication app, FakeClock clock, Uri root)
    {
        App = app;
        Clock = clock;
        Root = root;
        Running[this] = app.Configuration.GetConnectionString("QrisPayments");
    }

    public WebApplication App { get; }

    public FakeClock Clock { get; }

    public Uri Root { get; }

    /// <summary>The app <c>demo</c>, which may do everything.</summary>
    public ApiClient Api => field ??= Client("demo-key");

    public static string PluginFolder { get; } = Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>A client with another key; null sends none.</summary>
    public ApiClient Client(string? key, string prefix = "/qris")
    {
        var client = new ApiClient(Root, prefix, key);
        lock (_clients)
            _clients.Add(client);
        return client;
    }

    /// <summary>What every host of ours is told; a test's own settings win, and null takes one away.</summary>
    public static Dictionary<string, string?> Settings(string connectionString, params IEnumerable<(string Key, string? Value)> own)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:QrisPayments"] = connectionString,
            ["QrisPayments:Mode"] = "Sandbox",
            ["QrisPayments:Plugins:Paths:0"] = PluginFolder,
            ["QrisPayments:Providers:static-qris:Qris"] = Qris.Static,
            ["QrisPayments:Apps:0:Code"] = "demo",
            ["QrisPayments:Apps:0:Key"] = "demo-key",
            ["QrisPayments:Apps:0:Scopes:0"] = "*",
            ["QrisPayments:Outbox:PollInterval"] = "00:00:00.100",
            // A test of a database that is not there says how long it is waited for.
            ["QrisPayments:Storage:StartupWait"] = "00:00:00",
            // Tests ask more in a second than a client may; those about limits set their own.
            ["QrisPayments:Limits:RequestsPerSecond"] = "100000",
            ["QrisPayments:Limits:Burst"] = "100000",
        };
        foreach (var (key, value) in own)
        {
            if (value is null)
                settings.Remove(key);
            else
                settings[key] = value;
        }
        return settings;
    }

    /// <summary>Starts one on the ordinary builder; the two hooks make it another kind of host.</summary>
    public static async Task<TestHost> StartAsync(
        Database database,
        FakeClock? clock = null,
        IEnumerable<(string, string?)>? settings = null,
        Action<WebApplicationBuilder>? configure = null,
        Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Configuration.AddInMemoryCollection(Settings(database.ConnectionString, settings ?? []));
        builder.AddQrisPayments();
        configure?.Invoke(builder);
        return await StartAsync(builder, map ?? (app => app.MapQrisPayments()), clock);
    }

    /// <summary>Builds, maps and starts any builder.</summary>
    public static async Task<TestHost> StartAsync(WebApplicationBuilder builder, Action<WebApplication> map, FakeClock? clock = null)
    {
        clock ??= new FakeClock();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(new Warnings());
        var app = builder.Build();
        try
        {
            map(app);
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
        return new TestHost(app, clock, new Uri(app.Urls.First()));
    }

    /// <summary>
    /// How many hosts work on this database. One that a test forgot would take the next one's deliveries, with its own settings, plugins
    /// and clock.
    /// </summary>
    public static int CountOn(string connectionString) => Running.Values.Count(other => other == connectionString);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            client.Dispose();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await App.StopAsync(patience.Token);
        }
        finally
        {
            await App.DisposeAsync();
            Running.TryRemove(this, out _);
        }
    }
}
