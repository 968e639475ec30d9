using System.Net;
using Microsoft.AspNetCore.Builder;
using QrisPayments.Codec;

namespace QrisPayments.Shops.Tests;

/// <summary>Keys, paths, methods, the hosted page, and a root of its own.</summary>
public abstract class BayarSurfaceTests(Database database) : BayarTests(database)
{
    private static readonly string[] Gets =
        ["api/check-payment", "api/list-payments", "api/get-payment-methods", "api/get-account-status", "api/get-statistics",
            "api/qris-info"];

    private static readonly string[] Posts = ["api/create-payment", "api/qris-convert", "api/qris-info"];

    [Fact]
    public async Task Without_the_key_nothing_is_told()
    {
        await StartGatewayAsync();
        foreach (var (method, path) in Gets.Select(path => ("GET", path)).Concat(Posts.Select(path => ("POST", path))))
        {
            HttpContent? Body() => method == "POST" ? Json("""{"amount":50000}""") : null;
            Refused(await CallAsync(method, path, Body()), HttpStatusCode.Unauthorized, "key");
            Refused(await CallAsync(method, path + ".php?apiKey=toko-kez", Body()), HttpStatusCode.Unauthorized);
            Refused(await CallAsync(method, path, Body(), ("X-API-Key", "")), HttpStatusCode.Unauthorized);
            Refused(await CallAsync(method, path, Body(), ("X-API-Key", "toko-key"), ("X-API-Key", "toko-key")),
                HttpStatusCode.Unauthorized);
            Refused(await CallAsync(method, path, Body(), ("Authorization", "Bearer toko-key")), HttpStatusCode.Unauthorized);
        }
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
    }

    [Fact]
    public async Task The_key_is_taken_in_the_header_and_in_the_query()
    {
        await StartGatewayAsync();
        (await CallAsync("GET", "api/get-statistics.php", null, Toko)).Is(HttpStatusCode.OK);
        (await CallAsync("GET", "api/get-statistics.php", null, ("x-api-key", "toko-key"))).Is(HttpStatusCode.OK);
        (await CallAsync("GET", "api/get-statistics.php?apiKey=toko-key")).Is(HttpStatusCode.OK);
        (await CallAsync("POST", "api/create-payment.php?apiKey=toko-key", Json("""{"amount":50000}"""))).Is(HttpStatusCode.OK);
        // What the header says counts.
        Refused(await CallAsync("GET", "api/get-statistics.php?apiKey=toko-key", null, ("X-API-Key", "wrong")),
            HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Every_path_answers_with_and_without_php_and_to_its_own_methods_alone()
    {
        await StartGatewayAsync();
        foreach (var path in new[] { "api/get-statistics", "api/get-statistics.php", "api/get-statistics/", "API/Get-Statistics.PHP" })
            (await GetAsync(path)).Is(HttpStatusCode.OK);
        Assert.Equal((HttpStatusCode.OK, ""),
            ((await CallAsync("HEAD", "api/get-statistics.php", null, Toko)).Status,
                (await CallAsync("HEAD", "api/get-statistics.php", null, Toko)).Body));
        foreach (var path in Gets.Except(Posts)) Refused(await PostAsync(path + ".php", "{}"), HttpStatusCode.MethodNotAllowed, "GET");
        foreach (var path in Posts.Except(Gets)) Refused(await GetAsync(path + ".php"), HttpStatusCode.MethodNotAllowed, "POST");
        Refused(await CallAsync("DELETE", "api/qris-info", null, Toko), HttpStatusCode.MethodNotAllowed);
        Refused(await CallAsync("POST", "pay", Json("{}")), HttpStatusCode.MethodNotAllowed);
        foreach (var path in new[] { "", "api", "api/elsewhere.php", "api/list-files.php", "api/list-contents.php", "api/list-images.php",
            "api/wa-store-orders.php", "api/wa-store-complete.php" })
            Refused(await GetAsync(path), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_asks_too_often_waits()
    {
        await StartGatewayAsync(("QrisPayments:Limits:RequestsPerSecond", "1"), ("QrisPayments:Limits:Burst", "3"));
        for (var i = 0; i < 3; i++) (await GetAsync("api/get-statistics")).Is(HttpStatusCode.OK);
        Assert.NotNull(Refused(await GetAsync("api/get-statistics"), HttpStatusCode.TooManyRequests,
            "Too many").Response.Headers.RetryAfter);
        (await CallAsync("GET", "api/get-statistics", null, Warung)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_payment_page_leads_to_the_checkout()
    {
        await StartGatewayAsync();
        var payment = await CreateAsync(more: ""","description":"<script>alert(1)</script>","customer_name":"<img src=x onerror=alert(2)>" """);
        var page = (await Anybody.SendAsync(new HttpRequestMessage(HttpMethod.Get, Text(payment, "payment_url")))).Is(HttpStatusCode.Found);
        var checkout = (await Anybody.SendAsync(new HttpRequestMessage(HttpMethod.Get, page.Response.Headers.Location)))
            .Is(HttpStatusCode.OK);
        Assert.Equal("text/html", checkout.ContentType);
        Assert.Contains(Rupiah.Digits(Number(payment, "final_amount")), checkout.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", checkout.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", checkout.Body, StringComparison.Ordinal);
        (await CallAsync("GET", "pay.php?invoice=" + Text(payment, "invoice_id"))).Is(HttpStatusCode.Found);
        foreach (var wrong in new[] { "?invoice=BAYAR-1767243600-000000", "?invoice=" + new string('A', 1000), "?invoice=", "" })
            Assert.Equal("text/html", (await CallAsync("GET", "pay" + wrong)).Is(HttpStatusCode.NotFound).ContentType);
    }

    [Fact]
    public async Task At_a_root_a_client_changes_nothing_but_the_host()
    {
        var host = Owned(await TestHost.StartAsync(Database, Clock,
            [("QrisPayments:Apps:1:Code", "toko"), ("QrisPayments:Apps:1:Key", "toko-key")], map: app =>
        {
            app.MapQrisGateway("bayar-gg", "/");
            app.MapQrisPayments();
            app.MapGet("/", () => "shop");
            app.MapFallback(() => "fallback");
        }));
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = host.Root };
        client.DefaultRequestHeaders.Add("X-API-Key", "toko-key");
        var created = System.Text.Json.JsonDocument.Parse(await (await client.PostAsync("/api/create-payment.php", Json("""{"amount":50000,"payment_method":"qris_bayar_gg"}"""))).Content.ReadAsStringAsync()).RootElement.GetProperty("data");
        var invoice = Text(created, "invoice_id");
        Assert.Equal($"{host.Root}pay?invoice={invoice}", Text(created, "payment_url"));
        Assert.StartsWith($"{host.Root}qris-info/api/qr.php?text=", Text(created, "qris_dynamic_image_url"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Text(created, "qris_dynamic_image_url"))).StatusCode);
        Assert.Contains("\"pending\"", await client.GetStringAsync("/api/check-payment.php?invoice=" + invoice), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await client.GetAsync("/pay?invoice=" + invoice)).StatusCode);
        Assert.Contains("href=\"/qris/assets/", await (await client.GetAsync("/pay?invoice=BAYAR-1")).Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
        Assert.Equal(("shop", "fallback"), (await client.GetStringAsync("/"), await client.GetStringAsync("/cart")));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class BayarSurfaceOnMariaDb(MariaDb database) : BayarSurfaceTests(database);

public sealed class BayarSurfaceOnSqlite(SqliteFile database) : BayarSurfaceTests(database), IClassFixture<SqliteFile>;
