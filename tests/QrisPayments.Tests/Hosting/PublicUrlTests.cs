using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Console;
using QrisPayments.Tests.Facades;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Hosting;

/// <summary>F16: with <c>PublicUrl</c> every address that is handed out begins with it, whatever host and scheme a request names.</summary>
public sealed class PublicUrlTests(SqliteFile database) : FacadeTests(database), IClassFixture<SqliteFile>
{
    private const string Shop = "https://shop.example/toko";

    private async Task StartAsync(Action<IEndpointConventionBuilder>? facade = null) =>
        Host = Owned(await TestHost.StartAsync(Database, Clock, Settings(("QrisPayments:PublicUrl", Shop + "/")), map: app =>
        {
            app.UsePathBase("/toko");
            app.UseRouting();
            app.MapQrisPayments();
            var mounted = app.MapQrisGateway(Kasir.Id, "/kasir");
            facade?.Invoke(mounted);
        }));

    private static void FromElsewhere(HttpRequestMessage request) => request.Headers.Host = "evil.example";

    [Fact]
    public async Task F16_the_API_hands_out_the_shops_own_addresses()
    {
        await StartAsync();
        Host.Api.Http.DefaultRequestHeaders.Host = "evil.example";

        var payment = await Host.Api.CreateAsync(change: body => body["callback_url"] = "https://client.example/hook");
        var again = await Host.Api.PaymentAsync(payment.Text("id")!);
        (await Host.Api.PostAsync($"/api/v1/sandbox/payments/{payment.Text("id")}/pay")).Is(HttpStatusCode.OK);

        foreach (var answer in new[] { payment, again })
        {
            Assert.Equal($"{Shop}/qris/pay/{payment.Text("id")}", answer.Text("payment_url"));
            Assert.Equal($"{Shop}/qris/pay/{payment.Text("id")}/qr.svg", answer.Text("qr_svg_url"));
            Assert.Equal($"{Shop}/qris/pay/{payment.Text("id")}/qr.png", answer.Text("qr_png_url"));
        }
        foreach (var path in new[] { "/api/v1/payments", $"/api/v1/payments/{payment.Text("id")}/events" })
            Assert.DoesNotContain("evil", (await Host.Api.GetAsync(path)).Is(HttpStatusCode.OK).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/qris/gateways/kasir/")]
    [InlineData("/kasir/")]
    [InlineData("/toko/qris/gateways/kasir/")]
    public async Task F16_a_facade_hands_out_the_shops_own_addresses(string root)
    {
        await StartAsync();

        var made = await CallAsync("POST", "api/create", new() { ["amount"] = "50000" }, root: root, change: FromElsewhere);
        var shown = await CallAsync("GET", "pay?invoice=" + made["reference"], key: null, root: root, change: FromElsewhere);

        var below = root.StartsWith("/toko", StringComparison.Ordinal) ? root["/toko".Length..] : root;
        Assert.Equal(Shop + below, made.Is(HttpStatusCode.OK)["root"]);
        Assert.Equal($"{Shop}/qris/pay/{made["id"]}", made["url"]);
        Assert.Equal($"{Shop}/qris/pay/{made["id"]}/qr.png", made["png"]);
        Assert.Equal($"{Shop}/qris/pay/{made["id"]}", shown.Is(HttpStatusCode.Found).Response.Headers.Location?.OriginalString);
    }

    /// <summary>The host's own code has said that the facade answers to this name, so a client that names it is believed.</summary>
    [Fact]
    public async Task F16_a_facade_with_a_host_of_its_own_keeps_it()
    {
        await StartAsync(facade => facade.RequireHost("gateway.example", "*.gateway.example"));

        var own = await CallAsync("POST", "api/create", new() { ["amount"] = "50000" }, root: "/kasir/",
            change: request => request.Headers.Host = "gateway.example");
        var any = await CallAsync("POST", "api/create", new() { ["amount"] = "60000" }, root: "/kasir/",
            change: request => request.Headers.Host = "evil.gateway.example");

        Assert.Equal("https://gateway.example/kasir/", own.Is(HttpStatusCode.OK)["root"]);
        Assert.StartsWith(Shop + "/qris/pay/", own["url"], StringComparison.Ordinal);
        Assert.Equal(Shop + "/kasir/", any.Is(HttpStatusCode.OK)["root"]);
        (await CallAsync("GET", "api/list", root: "/kasir/", change: FromElsewhere)).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task F16_pages_receipts_redirects_and_the_console_never_name_the_host_of_a_request()
    {
        await StartAsync();
        var id = (await Host.Api.CreateAsync()).Text("id");
        using var browser = Host.Client(key: null);
        browser.Http.DefaultRequestHeaders.Host = "evil.example";
        async Task<string> BodyAsync(string path) => (await browser.GetAsync(path)).Body;
        // The owner's own page, named by another host's name: the pass is given by hand, since no port is in that name.
        async Task<HttpResponseMessage> OwnAsync(string path)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/qris/admin" + path);
            request.Headers.Add("Cookie", "qris-console=" + Host.App.Services.GetRequiredService<DevelopmentPass>().Issue());
            return (await browser.Http.SendAsync(request)).EnsureSuccessStatusCode();
        }

        var page = await BodyAsync($"/pay/{id}");
        var token = System.Text.RegularExpressions.Regex.Match(page, "name=\"token\" value=\"([^\"]+)\"").Groups[1].Value;
        var paid = await browser.PostRawAsync($"/pay/{id}/simulate", "token=" + token, "application/x-www-form-urlencoded");

        Assert.Equal($"/qris/pay/{id}", paid.Is(HttpStatusCode.SeeOther).Response.Headers.Location?.OriginalString);
        foreach (var body in new[]
        {
            page, await BodyAsync($"/pay/{id}"), await BodyAsync($"/pay/{id}/receipt"), await BodyAsync($"/pay/{id}/receipt.txt"),
            await BodyAsync($"/pay/{id}/status"), await BodyAsync("/pay/pay_x"), await BodyAsync("/admin"),
            await (await OwnAsync("")).Content.ReadAsStringAsync(), await (await OwnAsync("/payments")).Content.ReadAsStringAsync(),
        })
        {
            Assert.NotEmpty(body);
            Assert.DoesNotContain("evil", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task F16_without_it_they_begin_as_the_request_did()
    {
        await StartWithFacadeAsync();
        Host.Api.Http.DefaultRequestHeaders.Host = "toko.example";

        Assert.StartsWith("http://toko.example/qris/pay/", (await Host.Api.CreateAsync()).Text("payment_url"), StringComparison.Ordinal);
    }
}
