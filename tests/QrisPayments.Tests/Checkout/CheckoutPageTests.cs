using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;
using QrisPayments.Theming;

namespace QrisPayments.Tests.Checkout;

/// <summary>The pages of a payment as a customer's browser gets them.</summary>
public sealed partial class CheckoutPageTests(SqliteFile database) : ModuleTests(database), IClassFixture<SqliteFile>
{
    [Fact]
    public async Task An_open_payment_shows_total_code_and_how_to_pay_in_both_languages()
    {
        var host = await StartAsync(("QrisPayments:Checkout:ShopName", "Kopi Lereng"));
        var payment = await host.Api.CreateAsync(50_000,
            body => body["items"] = new JsonArray(new JsonObject { ["name"] = "Kopi", ["price"] = 25_000, ["quantity"] = 2 }));
        var page = await Browser(host, payment).PageAsync();
        var total = payment["total_amount"].GetInt64();

        Assert.Contains("<html lang=\"id\">", page, StringComparison.Ordinal);
        Assert.Contains($"Rp50.<b>{total % 1000:000}</b>", page, StringComparison.Ordinal);
        Assert.Contains($"<strong>Rp{total % 1000}</strong> terakhir adalah kode unik", page, StringComparison.Ordinal);
        Assert.Contains($"data-copy=\"{total}\"", page, StringComparison.Ordinal);
        Assert.Contains("Bayar sebelum 12.15 WIB", page, StringComparison.Ordinal);
        Assert.Contains("data-left=\"900\"", page, StringComparison.Ordinal);
        Assert.Contains("WARUNG UJI", page, StringComparison.Ordinal);
        Assert.Contains("<bdi>Kopi</bdi><span class=\"times\"> × 2</span>", page, StringComparison.Ordinal);
        Assert.Contains("Kopi Lereng</title>", page, StringComparison.Ordinal);
        using var codes = new QrCodes();
        Assert.Contains(codes.Draw(payment.Text("qr_string")!).Inline($"Kode QRIS untuk membayar {Rupiah.Format(total)}"), page,
            StringComparison.Ordinal);

        var english = await Browser(host, payment).PageAsync("?lang=en");
        Assert.Contains("<html lang=\"en\">", english, StringComparison.Ordinal);
        Assert.Contains("Pay before 12:15 WIB", english, StringComparison.Ordinal);
        Assert.Contains("/cancel?lang=en\"", english, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_state_has_its_page()
    {
        var host = await StartAsync();
        var (open, claimed, paid, cancelled) =
            (await host.Api.CreateAsync(), await host.Api.CreateAsync(), await host.Api.CreateAsync(), await host.Api.CreateAsync());
        await Browser(host, claimed).SubmitAsync("claim");
        await Browser(host, paid).SubmitAsync("simulate");
        await Browser(host, cancelled).SubmitAsync("cancel");

        Assert.Equal("pending", await Browser(host, open).StateAsync());
        Assert.Equal("review", await Browser(host, claimed).StateAsync());
        Assert.Equal("paid", await Browser(host, paid).StateAsync());
        Assert.Equal("cancelled", await Browser(host, cancelled).StateAsync());

        Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal("expired", await Browser(host, open).StateAsync());
        Assert.DoesNotContain("<svg xmlns", await Browser(host, open).PageAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?lang=en")]
    public async Task No_page_brings_script_or_style_inline_or_asks_another_host(string language)
    {
        var host = await StartAsync();
        var (open, paid) = (await host.Api.CreateAsync(), await host.Api.CreateAsync());
        await Browser(host, paid).SubmitAsync("simulate");
        foreach (var page in new[]
        {
            await Browser(host, open).GetAsync(language),
            await Browser(host, paid).GetAsync(language),
            await Browser(host, paid).GetAsync("/receipt" + language),
            await Browser(host, open).GetAsync("/receipt" + language),
            await new CheckoutClient(host, "pay_nobody").GetAsync(language),
        })
        {
            Assert.Equal("text/html", page.Response.Content.Headers.ContentType!.MediaType);
            Assert.DoesNotMatch(Inline(), page.Body);
            foreach (Match address in Addresses()
                .Matches(page.Body.Replace("xmlns=\"http://www.w3.org/2000/svg\"", "", StringComparison.Ordinal)))
                Assert.StartsWith("/qris/", address.Groups[1].Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_answer_carries_the_strict_headers()
    {
        var host = await StartAsync();
        var open = await host.Api.CreateAsync();
        foreach (var page in new[] { "", "/status", "/qr.svg", "/qr.png", "/receipt", "/receipt.txt" })
        {
            var response = (await Browser(host, open).GetAsync(page)).Response;
            Assert.Equal(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
                + "base-uri 'none'; frame-ancestors 'none'", Header(response, "Content-Security-Policy"));
            Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
            Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
            Assert.Equal("no-store", Header(response, "Cache-Control"));
            Assert.Equal("noindex", Header(response, "X-Robots-Tag"));
            Assert.Equal("DENY", Header(response, "X-Frame-Options"));
        }
    }

    [Fact]
    public async Task A_shop_may_frame_its_checkout()
    {
        var host = await StartAsync(("QrisPayments:Checkout:FrameAncestors:0", "https://shop.example"),
            ("QrisPayments:Checkout:FrameAncestors:1", "'self'"));
        var response = (await Browser(host, await host.Api.CreateAsync()).GetAsync()).Response;

        Assert.EndsWith("frame-ancestors https://shop.example 'self'", Header(response, "Content-Security-Policy"),
            StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("X-Frame-Options"));
    }

    [Fact]
    public async Task What_others_wrote_is_only_text()
    {
        const string Evil = "\"><script>alert(1)</script><img src=x onerror=alert(1)>{{t}}";
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync(50_000, body =>
        {
            body["order_id"] = "<b>1</b>";
            body["description"] = Evil;
            body["customer"] = new JsonObject { ["name"] = Evil };
            body["items"] = new JsonArray(new JsonObject { ["name"] = Evil, ["price"] = 50_000 });
        });
        var browser = Browser(host, payment);
        var page = await browser.PageAsync();
        await browser.SubmitAsync("simulate");
        foreach (var html in new[] { page, await browser.PageAsync(), (await browser.GetAsync("/receipt")).Body })
        {
            Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>1</b>", html, StringComparison.Ordinal);
            Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("pay_00000000000000000000000000")]
    [InlineData("pay_x")]
    [InlineData("..%2f..%2fetc")]
    [InlineData("pay_%F0%9F%98%80")]
    public async Task An_unknown_payment_has_a_friendly_page_and_no_files(string id)
    {
        var host = await StartAsync();
        var browser = new CheckoutClient(host, id);

        Assert.Contains("Pembayaran tidak ditemukan", (await browser.GetAsync()).Is(HttpStatusCode.NotFound).Body,
            StringComparison.Ordinal);
        Assert.Contains("Payment not found", (await browser.GetAsync("?lang=en")).Is(HttpStatusCode.NotFound).Body,
            StringComparison.Ordinal);
        foreach (Match address in Addresses().Matches((await browser.GetAsync()).Body))
            Assert.StartsWith("/qris/assets/", address.Groups[1].Value, StringComparison.Ordinal);
        foreach (var page in new[] { "/status", "/events", "/qr.svg", "/qr.png", "/receipt", "/receipt.txt" })
            (await browser.GetAsync(page)).Is(HttpStatusCode.NotFound);
        foreach (var form in new[] { "cancel", "claim", "simulate" })
            (await browser.PostAsync(form, "token=x")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_code_is_there_only_while_it_may_be_paid()
    {
        var host = await StartAsync();
        var (open, cancelled, paid) = (await host.Api.CreateAsync(), await host.Api.CreateAsync(), await host.Api.CreateAsync());
        await Browser(host, cancelled).SubmitAsync("cancel");
        await Browser(host, paid).SubmitAsync("simulate");

        using var codes = new QrCodes();
        var drawing = codes.Draw(open.Text("qr_string")!);
        var svg = (await Browser(host, open).GetAsync("/qr.svg")).Is(HttpStatusCode.OK);
        Assert.Equal("image/svg+xml", svg.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(drawing.File(), svg.Body);
        Assert.Equal(drawing.Png, await Browser(host, open).Http.GetByteArrayAsync(Browser(host, open).Address("/qr.png")));
        foreach (var ended in new[] { cancelled, paid })
            foreach (var file in new[] { "/qr.svg", "/qr.png" })
                (await Browser(host, ended).GetAsync(file)).Is(HttpStatusCode.NotFound);

        Clock.Advance(TimeSpan.FromMinutes(15));
        (await Browser(host, open).GetAsync("/qr.svg")).Is(HttpStatusCode.NotFound);
        (await Browser(host, open).GetAsync("/qr.png")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task There_is_no_receipt_until_the_money_came()
    {
        var host = await StartAsync(("QrisPayments:Checkout:ShopName", "Kopi Lereng"));
        var payment = await host.Api.CreateAsync();
        var browser = Browser(host, payment);
        Assert.Contains("Struk belum tersedia", (await browser.GetAsync("/receipt")).Is(HttpStatusCode.Conflict).Body,
            StringComparison.Ordinal);
        (await browser.GetAsync("/receipt.txt")).Is(HttpStatusCode.Conflict);

        await browser.SubmitAsync("simulate");

        var html = (await browser.GetAsync("/receipt")).Is(HttpStatusCode.OK).Body;
        var text = (await browser.GetAsync("/receipt.txt?width=48&lang=en")).Is(HttpStatusCode.OK);
        foreach (var part in new[] { "Kopi Lereng", payment.Text("order_id")!, Rupiah.Format(payment["total_amount"].GetInt64()),
            payment.Text("id")!, "ID1099999999999", "WARUNG UJI" })
        {
            Assert.Contains(part, html, StringComparison.Ordinal);
            Assert.Contains(part, text.Body, StringComparison.Ordinal);
        }
        Assert.Equal("text/plain", text.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(48, text.Body.Split('\n').Max(line => line.Length));
        foreach (var width in new[] { "0", "-5", "99999999999", "x", "1000" })
            (await browser.GetAsync("/receipt.txt?width=" + width)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_paid_page_leads_back_by_itself_only_right_after_paying()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync(change: body => body["redirect_url"] = "/orders/7?a=1");
        var browser = Browser(host, payment);
        await browser.SubmitAsync("simulate");

        var page = await browser.PageAsync();
        Assert.Contains("id=\"back\" href=\"/orders/7?a=1\"", page, StringComparison.Ordinal);
        Assert.Contains("data-return=\"12\"", page, StringComparison.Ordinal);

        Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.DoesNotContain("data-return=\"12\"", await browser.PageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_a_path_base_every_address_starts_with_it()
    {
        var host = Owned(await TestHost.StartAsync(Database, Clock,
            [("QrisPayments:Prefix", "/bayar"), ("QrisPayments:Checkout:Logo", "/img/logo.svg")], map: app =>
        {
            app.UsePathBase("/toko");
            app.UseRouting();
            app.MapQrisPayments();
        }));
        var payment = await host.Client("demo-key", "/toko/bayar").CreateAsync(change: body => body["redirect_url"] = "/orders/7");
        var browser = new CheckoutClient(host, payment.Text("id")!, "/toko/bayar");
        var page = await browser.PageAsync();

        foreach (Match address in Addresses().Matches(page))
            Assert.StartsWith("/toko/", address.Groups[1].Value, StringComparison.Ordinal);
        foreach (Match asset in Assets().Matches(page))
            Assert.True((await browser.Http.GetAsync(asset.Value)).IsSuccessStatusCode, $"{asset.Value} is not served.");
        Assert.Equal(3, Assets().Count(page));
        Assert.Contains("href=\"/toko/orders/7\"", page, StringComparison.Ordinal);
        Assert.Contains("src=\"/toko/img/logo.svg\"", page, StringComparison.Ordinal);
        var answer = await browser.SubmitAsync("claim");
        Assert.Equal(browser.Address(), answer.Is(HttpStatusCode.SeeOther).Response.Headers.Location!.OriginalString);
    }

    private static CheckoutClient Browser(TestHost host, Answer payment) => new(host, payment.Text("id")!);

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    [GeneratedRegex("<style|\\sstyle=|\\son[a-z]+=|<script(?![^>]*\\ssrc=)|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();

    // The empty icon is no request.
    [GeneratedRegex("(?:src|href|action|data-status|data-events)=\"(?!data:,|#)([^\"]*)\"")]
    private static partial Regex Addresses();

    [GeneratedRegex("/[a-z/]*/assets/[0-9a-f]{16}/[a-z0-9.-]+")]
    private static partial Regex Assets();
}
