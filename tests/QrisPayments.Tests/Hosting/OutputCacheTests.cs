using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Tests.Checkout;
using QrisPayments.Tests.Facades;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Hosting;

/// <summary>
/// F10: a host that caches every GET. What one app, visitor or moment got must reach no other, wherever the cache stands in the pipeline
/// and whatever the host asks of the module's endpoints.
/// </summary>
public sealed class OutputCacheTests(SqliteFile database) : FacadeTests(database), IClassFixture<SqliteFile>
{
    private async Task<TestHost> StartCachedAsync(Action<WebApplication>? use = null, Action<IEndpointConventionBuilder>? demand = null) =>
        Host = Owned(await TestHost.StartAsync(Database, Clock, Settings(), builder =>
        {
            builder.Services.AddOutputCache(options => options.AddBasePolicy(policy => policy.Cache()));
            builder.Services.AddResponseCaching();
        }, app =>
        {
            if (use is not null) use(app);
            else app.UseResponseCaching().UseOutputCache();
            var group = app.MapQrisPayments();
            var facade = app.MapQrisGateway(Kasir.Id, "/kasir");
            demand?.Invoke(group);
            demand?.Invoke(facade);
            app.MapGet("/own", () => Guid.NewGuid());
        }));

    public enum Pipeline { AsTheTemplatesHaveIt, CacheBeforeRouting, CacheDemandedOfTheGroup, CacheAttributeOnTheGroup }

    private Task<TestHost> StartCachedAsync(Pipeline pipeline) => pipeline switch
    {
        Pipeline.CacheBeforeRouting => StartCachedAsync(app => app.UseOutputCache().UseRouting()),
        Pipeline.CacheDemandedOfTheGroup => StartCachedAsync(demand: endpoints => endpoints.CacheOutput(policy => policy.Cache())),
        Pipeline.CacheAttributeOnTheGroup => StartCachedAsync(demand: endpoints => endpoints.WithMetadata(new OutputCacheAttribute())),
        _ => StartCachedAsync(),
    };

    public static TheoryData<Pipeline> Pipelines => new(Enum.GetValues<Pipeline>());

    [Theory]
    [MemberData(nameof(Pipelines))]
    public async Task F10_a_list_that_one_app_may_see_is_served_to_no_other(Pipeline pipeline)
    {
        await StartCachedAsync(pipeline);
        var sold = (await CreateAsync()).Is(HttpStatusCode.OK);

        foreach (var root in new[] { "/qris/gateways/kasir/", "/kasir/" })
        {
            Assert.NotEqual(HttpStatusCode.OK, (await CallAsync("GET", "api/list", key: null, root: root)).Status);
            Assert.Equal("1", (await CallAsync("GET", "api/list", root: root)).Is(HttpStatusCode.OK)["total"]);
            Assert.NotEqual(HttpStatusCode.OK, (await CallAsync("GET", "api/list", key: null, root: root)).Status);
            Assert.Equal("0", (await CallAsync("GET", "api/list", key: "warung-key", root: root))["total"]);
            (await CallAsync("GET", $"status/{sold["reference"]}", root: root)).Is(HttpStatusCode.OK);
            (await CallAsync("GET", $"status/{sold["reference"]}", key: "warung-key", root: root)).Is(HttpStatusCode.NotFound);
        }
    }

    [Theory]
    [MemberData(nameof(Pipelines))]
    public async Task F10_checkout_shows_the_payment_as_it_is_now(Pipeline pipeline)
    {
        var host = await StartCachedAsync(pipeline);
        var browser = new CheckoutClient(host, (await host.Api.CreateAsync()).Text("id")!);
        Assert.Equal("pending", await browser.StateAsync());
        Assert.Equal("pending", (await browser.GetAsync("/status")).Text("state"));
        (await browser.GetAsync("/qr.svg")).Is(HttpStatusCode.OK);
        (await browser.GetAsync("/receipt")).Is(HttpStatusCode.Conflict);

        await browser.SubmitAsync("simulate");

        Assert.Equal("paid", await browser.StateAsync());
        Assert.Equal("paid", (await browser.GetAsync("/status")).Text("state"));
        (await browser.GetAsync("/qr.svg")).Is(HttpStatusCode.NotFound);
        (await browser.GetAsync("/receipt")).Is(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Pipelines))]
    public async Task F10_a_stream_of_events_is_not_replayed(Pipeline pipeline)
    {
        var host = await StartCachedAsync(pipeline);
        var browser = new CheckoutClient(host, (await host.Api.CreateAsync()).Text("id")!);
        using (var first = await EventStream.OpenAsync(browser))
            Assert.Equal("pending", (await first.NextAsync()).GetProperty("state").GetString());
        await browser.SubmitAsync("simulate");

        using var second = await EventStream.OpenAsync(browser);

        Assert.Equal("paid", (await second.NextAsync()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task F10_the_hosts_own_pages_stay_in_its_cache()
    {
        var host = await StartCachedAsync();
        using var visitor = host.Client(key: null, prefix: "");

        Assert.Equal((await visitor.GetAsync("/own")).Body, (await visitor.GetAsync("/own")).Body);
    }

    [Fact]
    public async Task F10_only_assets_may_be_kept_and_only_by_their_own_word()
    {
        var host = await StartCachedAsync();
        var payment = await host.Api.CreateAsync();
        string[] paths =
        [
            "/api/v1/payments", "/api/v1/nothing", $"/pay/{payment.Text("id")}", $"/pay/{payment.Text("id")}/status",
            $"/pay/{payment.Text("id")}/qr.svg", $"/pay/{payment.Text("id")}/receipt", "/pay/pay_x/qr.png", "/gateways/kasir/api/list",
            "/gateways/none/x", "/admin", "/admin/payments", "/admin/nothing", "/webhooks/none", "/webhooks/none/token", "/assets/0/x.css",
            "/nothing",
        ];
        foreach (var path in paths)
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Put })
            {
                var answer = await host.Api.SendAsync(new HttpRequestMessage(method, "/qris" + path));
                var kept = answer.Response.Headers.CacheControl ?? new CacheControlHeaderValue();
                Assert.True(kept.NoStore, $"{method} {path} may be kept: {(int)answer.Status} {kept}");
            }
        }
    }
}
