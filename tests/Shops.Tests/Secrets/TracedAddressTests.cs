using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace QrisPayments.Shops.Tests.Secrets;

/// <summary>
/// A host that traces its requests, as OpenTelemetry's instrumentation does: what it writes down of an address holds no secret.
/// </summary>
public sealed class TracedAddressTests(SqliteFile database) : GatewayTests(database, "qiospay"), IClassFixture<SqliteFile>
{
    [Theory]
    [InlineData("/qris/webhooks/qiospay/kunci-alamat", "/qris/webhooks/qiospay/***")]
    [InlineData("/qris/webhooks/qiospay/webhooks/x", null)]
    [InlineData("/qris/webhooks/unknown/kunci-alamat", "/qris/webhooks/unknown/***")]
    [InlineData("/qris/gateways/qiospay/api/mutasi/qris/toko/toko-key", "/qris/gateways/qiospay/api/mutasi/qris/{merchant_code}/{api_key}")]
    [InlineData("/qris/gateways/qiospay/api/callback/accept/kunci-alamat", "/qris/gateways/qiospay/api/callback/accept/{secret_key}")]
    [InlineData("/qris/gateways/qiospay/kunci/callback", "/qris/gateways/qiospay/***")]
    [InlineData("/qris/gateways/bayar-gg/api/list-payments.php?apiKey=toko-key", "/qris/gateways/bayar-gg/api/list-payments")]
    public async Task What_is_traced_of_an_address_holds_no_secret(string address, string? traced)
    {
        var heard = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Microsoft.AspNetCore",
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (heard) heard.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        var host = Owned(await TestHost.StartAsync(Database, Clock,
            [("QrisPayments:Apps:1:Code", "toko"), ("QrisPayments:Apps:1:Key", "toko-key")], map: app =>
        {
            app.Use((context, next) =>
            {
                // What an instrumentation notes when a request starts.
                var activity = context.Features.Get<IHttpActivityFeature>()?.Activity;
                activity?.SetTag("url.path", (context.Request.PathBase + context.Request.Path).Value)
                    .SetTag("url.query", context.Request.QueryString.Value).SetTag("test", address);
                return next();
            });
            app.MapQrisPayments();
        }));

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
            await host.Client(null).SendAsync(new HttpRequestMessage(method, address));

        var mine = await Wait.UntilAsync(() =>
        {
            lock (heard) return Task.FromResult(heard.Where(activity => Equals(activity.GetTagItem("test"), address)).ToList());
        }, found => found.Count == 2, "both requests were traced");
        Assert.Contains(mine, activity => Equals(activity.GetTagItem("url.path"), traced ?? address));
        // Also of a method that the address does not have: people open a webhook's address to see whether it is there.
        foreach (var tag in mine.SelectMany(activity => activity.TagObjects).Where(tag => tag.Key != "test"))
            Assert.DoesNotMatch("kunci|toko-key", $"{tag.Value}");
    }

    [Theory]
    [InlineData(LogLevel.Information, true)]
    [InlineData(LogLevel.Warning, false)]
    public async Task A_host_whose_log_would_hold_addresses_is_told(LogLevel level, bool told)
    {
        var log = new FakeLogCollector();
        using var loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Information)
            .AddFilter("Microsoft.AspNetCore", level).AddProvider(new FakeLoggerProvider(log)));
        Owned(await TestHost.StartAsync(Database, Clock, configure: builder => builder.Services.AddSingleton(loggers)));

        Assert.Equal(told, log.Text().Contains("Logging:LogLevel:Microsoft.AspNetCore", StringComparison.Ordinal));
    }
}
