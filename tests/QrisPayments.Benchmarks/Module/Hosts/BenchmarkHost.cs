using System.Globalization;
using QrisPayments.Apps;
using QrisPayments.Benchmarks.Codec;
using QrisPayments.Plugins.Providers;

namespace QrisPayments.Benchmarks.Module.Hosts;

/// <summary>The hosts that are measured. Each runs in a process of its own, started by <see cref="HostProcess"/>.</summary>
internal static class BenchmarkHost
{
    public const string Command = "serve";

    /// <summary>An ordinary host with nothing in it.</summary>
    public const string Plain = "plain";

    /// <summary>The same with the module.</summary>
    public const string Module = "module";

    /// <summary>The same with Qiospay's facade.</summary>
    public const string Ledger = "ledger";

    /// <summary>The same with two accounts of BAYAR GG, to which strangers send webhooks.</summary>
    public const string Strangers = "strangers";

    /// <summary>The account whose webhooks must be signed.</summary>
    public const string Signed = "bayar-gg";

    /// <summary>The account that has nothing to check webhooks by.</summary>
    public const string Unsigned = "bayar-gg.open";

    /// <summary>The same with the twin's endpoints and an empty Razor page.</summary>
    public const string Twin = "twin";

    /// <summary>The same with one endpoint that commits one row: what this machine can do, whatever the module does.</summary>
    public const string OneRow = "one-row";

    /// <summary>Production wants twenty characters.</summary>
    public const string Key = "benchmark-key-benchmark-key";

    public static async Task RunAsync(string kind, string url, string? connectionString, string? plugins)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = "Production" });
        builder.WebHost.UseUrls(url);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        switch (kind)
        {
            case Module:
                builder.Configuration.AddInMemoryCollection(plugins is null
                    ? Settings(connectionString!)
                    : SixPlugins.Settings(Settings(connectionString!), plugins));
                builder.AddQrisPayments();
                break;
            case Ledger or Strangers:
                var settings = Settings(connectionString!);
                foreach (var account in kind == Strangers ? new[] { "bayar-gg", "bayar-gg:Accounts:open" } : [])
                {
                    settings[$"QrisPayments:Providers:{account}:ApiKey"] = Key;
                    settings[$"QrisPayments:Providers:{account}:BaseUrl"] = "https://127.0.0.1:9/";
                }
                if (kind == Strangers)
                {
                    settings["QrisPayments:Providers:bayar-gg:WebhookSecret"] = "whsec_" + Key;
                    // It warns of each that it stores.
                    settings["Logging:LogLevel:QrisPayments.Gateways.VerdictRecorder"] = "Error";
                }
                settings["QrisPayments:Plugins:Paths:0"] = Path.Combine(AppContext.BaseDirectory, "plugins");
                settings["QrisPayments:Plugins:Paths:1"] = Path.Combine(AppContext.BaseDirectory, "gateways");
                builder.Configuration.AddInMemoryCollection(settings);
                builder.AddQrisPayments();
                break;
            case Twin:
                builder.AddTwin(connectionString!);
                break;
        }

        var app = builder.Build();
        app.MapGet("/", () => "ok");
        app.MapGet("/memory", () => GC.GetTotalMemory(forceFullCollection: true).ToString(CultureInfo.InvariantCulture));
        if (kind is Module or Ledger or Strangers)
        {
            app.MapQrisPayments();
            app.MapGet("/accounts",
                (IServiceProvider services) => services.GetRequiredService<ProviderDirectory>().Accounts.Count.ToString(
                    CultureInfo.InvariantCulture));
        }
        if (kind == OneRow) app.MapOneRow(connectionString!);
        if (kind == Twin)
        {
            app.MapTwin();
            app.MapRazorPages();
        }
        await app.RunAsync();
    }

    // A host's usual settings, with the limits out of the way: they are not what is measured.
    private static Dictionary<string, string?> Settings(string connectionString) => new()
    {
        ["Logging:LogLevel:Default"] = "Warning",
        ["ConnectionStrings:QrisPayments"] = connectionString,
        ["QrisPayments:Apps:0:Code"] = "bench",
        ["QrisPayments:Apps:0:Key"] = Key,
        ["QrisPayments:Apps:0:Scopes:0"] = "*",
        ["QrisPayments:Limits:RequestsPerSecond"] = "1000000",
        ["QrisPayments:Limits:Burst"] = "1000000",
        ["QrisPayments:Limits:OpenPerVisitor"] = "0",
        ["QrisPayments:Limits:CheckoutPerSecond"] = "1000000",
        ["QrisPayments:Limits:CheckoutBurst"] = "1000000",
        ["QrisPayments:Providers:static-qris:Qris"] = SamplePayloads.OfLength(200),
    };
}
