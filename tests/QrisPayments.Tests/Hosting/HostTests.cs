using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Codec;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Hosting;

/// <summary>Kinds of hosts, as a table; each takes a payment from creation to paid.</summary>
public sealed class HostTests(SqliteFile database) : ModuleTests(database), IClassFixture<SqliteFile>
{
    private static readonly WebApplicationOptions Development = new() { EnvironmentName = "Development" };

    private WebApplicationBuilder Told(WebApplicationBuilder builder, params (string, string?)[] settings)
    {
        builder.Configuration.AddInMemoryCollection(TestHost.Settings(Database.ConnectionString, settings));
        return builder;
    }

    private async Task<TestHost> StartAsync(WebApplicationBuilder builder, Action<WebApplication> map) =>
        Owned(await TestHost.StartAsync(builder, map, Clock));

    /// <summary>A payment from creation to paid, and its checkout page on the way.</summary>
    private static async Task<Answer> SellAsync(ApiClient api)
    {
        var payment = await api.CreateAsync();
        var page = await api.SendAsync(new HttpRequestMessage(HttpMethod.Get, payment.Text("payment_url")));
        Assert.Contains(Rupiah.Digits(payment.Number("total_amount")), page.Is(HttpStatusCode.OK).Body, StringComparison.Ordinal);
        (await api.PostAsync($"/api/v1/sandbox/payments/{payment.Text("id")}/pay")).Is(HttpStatusCode.OK);
        return await api.WaitForStatusAsync(payment.Text("id")!, "paid");
    }

    [Fact]
    public async Task A_minimal_api()
    {
        var host = await StartAsync();
        await SellAsync(host.Api);
    }

    [Fact]
    public async Task A_host_that_adds_the_services_twice()
    {
        var builder = Told(WebApplication.CreateBuilder(Development));
        builder.AddQrisPayments();
        builder.AddQrisPayments();

        var host = await StartAsync(builder, app => app.MapQrisPayments());

        var paid = await SellAsync(host.Api);
        Assert.Equal(1, (await host.Api.EventTypesAsync(paid.Text("id")!)).Count(t => t == "payment.paid"));
    }

    [Fact]
    public async Task A_slim_builder_with_AddQrisPayments()
    {
        var builder = Told(WebApplication.CreateSlimBuilder(Development));
        builder.AddQrisPayments();
        var host = await StartAsync(builder, app => app.MapQrisPayments());
        await SellAsync(host.Api);
    }

    [Fact]
    public async Task An_empty_builder_with_AddQrisPayments()
    {
        var builder = Told(WebApplication.CreateEmptyBuilder(Development));
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.AddQrisPayments();
        var host = await StartAsync(builder, app => app.MapQrisPayments());
        await SellAsync(host.Api);
    }

    [Fact]
    public async Task A_slim_builder_without_it_is_told_its_name()
    {
        await using var app = Told(WebApplication.CreateSlimBuilder(Development)).Build();

        var exception = Assert.Throws<InvalidOperationException>(() => app.MapQrisPayments());

        Assert.Contains("AddQrisPayments", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_under_a_path_base()
    {
        var builder = Told(WebApplication.CreateBuilder(Development));
        builder.AddQrisPayments();
        var host = await StartAsync(builder, app =>
        {
            app.UsePathBase("/toko");
            app.UseRouting();
            app.MapQrisPayments();
        });
        var api = host.Client("demo-key", "/toko/qris");

        var payment = await api.CreateAsync();

        Assert.Equal($"{host.Root}toko/qris/pay/{payment.Text("id")}", payment.Text("payment_url"));
        Assert.StartsWith($"{host.Root}toko/qris/", payment.Text("qr_svg_url"), StringComparison.Ordinal);
        var page = (await api.GetAsync($"/pay/{payment.Text("id")}")).Is(HttpStatusCode.OK);
        Assert.DoesNotContain("=\"/qris/", page.Body, StringComparison.Ordinal);
        await SellAsync(api);
    }

    [Fact]
    public async Task Another_prefix()
    {
        var host = await StartAsync(("QrisPayments:Prefix", "/bayar/disini"));
        var api = host.Client("demo-key", "/bayar/disini");

        var payment = await SellAsync(api);

        Assert.Equal($"{host.Root}bayar/disini/pay/{payment.Text("id")}", payment.Text("payment_url"));
        (await host.Api.GetAsync("/api/v1/payments")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_host_behind_a_proxy()
    {
        var builder = Told(WebApplication.CreateBuilder(Development));
        builder.AddQrisPayments();
        var host = await StartAsync(builder, app =>
        {
            app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All });
            app.UseRouting();
            app.MapQrisPayments();
        });
        host.Api.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        host.Api.Http.DefaultRequestHeaders.Add("X-Forwarded-Host", "toko.contoh.id");
        host.Api.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");

        var payment = await host.Api.CreateAsync();

        Assert.Equal($"https://toko.contoh.id/qris/pay/{payment.Text("id")}", payment.Text("payment_url"));
    }

    [Fact]
    public async Task A_host_whose_fallback_policy_lets_nobody_in()
    {
        var builder = Told(WebApplication.CreateBuilder(Development));
        builder.AddQrisPayments();
        builder.Services.AddAuthentication();
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build());
        var host = await StartAsync(builder, app => app.MapQrisPayments());

        await SellAsync(host.Api);

        (await host.Client(key: null).GetAsync("/api/v1/payments")).IsProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task A_host_whose_own_routes_are_left_alone()
    {
        var builder = Told(WebApplication.CreateBuilder(Development));
        builder.AddQrisPayments();
        var host = await StartAsync(builder, app =>
        {
            app.MapQrisPayments();
            app.MapGet("/", () => "the shop");
            app.MapGet("/qris-info", () => "about QRIS");
            app.MapFallback(() => "the shop's catch-all");
        });
        var outside = new ApiClient(host.Root, prefix: "");

        Assert.Equal("the shop", (await outside.GetAsync("/")).Body);
        Assert.Equal("about QRIS", (await outside.GetAsync("/qris-info")).Body);
        Assert.Equal("the shop's catch-all", (await outside.GetAsync("/pay/x")).Body);
        (await outside.GetAsync("/qris/nothing")).Is(HttpStatusCode.NotFound);
        outside.Dispose();
    }
}
