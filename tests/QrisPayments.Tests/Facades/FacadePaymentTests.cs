using System.Net;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Facades;
using QrisPayments.Plugins;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Facades;

/// <summary>Payments made through a facade: references, fees, codes, and who sees what.</summary>
public abstract class FacadePaymentTests(Database database) : FacadeTests(database)
{
    [Fact]
    public async Task A_key_is_taken_in_every_place_and_a_wrong_one_in_none()
    {
        await StartWithFacadeAsync();
        foreach (var (good, key) in new[] { (true, "toko-key"), (false, "toko-kez"), (false, "") })
        {
            var expected = good ? HttpStatusCode.OK : HttpStatusCode.Unauthorized;
            (await CallAsync("GET", "api/list", key: key)).Is(expected);
            (await CallAsync("GET", $"api/list?apiKey={key}", key: null)).Is(expected);
            (await CallAsync("GET", "api/list", key: null,
                change: request => request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}"))).Is(expected);
            (await CallAsync("POST", "charge", new() { ["api_key"] = key, ["order_id"] = ApiClient.NewOrderId(), ["amount"] = "1000" },
                key: null)).Is(expected);
        }
        (await CallAsync("GET", "api/list", change: request => request.Headers.Add("X-App-Code", "toko"))).Is(HttpStatusCode.OK);
        (await CallAsync("GET", "api/list", change: request => request.Headers.Add("X-App-Code", "warung")))
            .Is(HttpStatusCode.Unauthorized);
        (await CallAsync("GET", "mutasi/warung/warung-key", key: null)).Is(HttpStatusCode.OK);
        (await CallAsync("GET", "mutasi/warung/toko-key", key: null)).Is(HttpStatusCode.Unauthorized);
        (await CallAsync("GET", "mutasi/toko/toko-key", key: null)).Is(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Another_apps_payment_is_unknown_and_its_references_are_free()
    {
        await StartWithFacadeAsync();
        var mine = (await ChargeAsync("INV-A")).Is(HttpStatusCode.OK);
        (await CallAsync("GET", "status/INV-A", key: "warung-key")).Is(HttpStatusCode.NotFound);
        Assert.Equal("0", (await CallAsync("GET", "api/list", key: "warung-key"))["total"]);
        var theirs = (await ChargeAsync("INV-A", "warung-key")).Is(HttpStatusCode.OK);
        Assert.NotEqual(mine["id"], theirs["id"]);
        Assert.Equal(mine["id"], (await CallAsync("GET", "status/INV-A"))["id"]);
        Assert.Equal(theirs["id"], (await CallAsync("GET", "status/INV-A", key: "warung-key"))["id"]);
        var made = (await CreateAsync()).Is(HttpStatusCode.OK);
        // Also one that may see everything at the merchant API.
        (await CallAsync("GET", $"status/{made["reference"]}", key: "demo-key")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Of_a_hundred_creates_with_one_reference_one_is_made()
    {
        await StartWithFacadeAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => ChargeAsync("INV-ONE")));
        Assert.Single(replies, reply => reply.Status == HttpStatusCode.OK);
        Assert.Equal(99, replies.Count(reply => reply.Status == HttpStatusCode.Conflict && reply["error"] == "duplicate"));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_attempts"));
    }

    [Fact]
    public async Task References_that_are_made_in_one_second_are_made_anew_until_they_differ()
    {
        await StartWithFacadeAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(i => CreateAsync(50_000 + i * 1_000, i % 2 == 0 ? "toko-key" : "warung-key")));
        Assert.All(replies, reply => reply.Is(HttpStatusCode.OK));
        Assert.Equal(20, replies.Select(reply => reply["reference"]).Distinct().Count());
        Assert.All(replies, reply => Assert.StartsWith("KSR-1767243600", reply["reference"], StringComparison.Ordinal));
        foreach (var reply in replies)
        {
            var page = (await CallAsync("GET", "pay.php?invoice=" + reply["reference"], key: null)).Is(HttpStatusCode.Found);
            Assert.Equal(reply["url"], page.Response.Headers.Location?.ToString());
            Assert.Equal(reply["reference"], reply["order"]);
        }
    }

    [Theory]
    [InlineData("pay?invoice=KSR-1", "id-ID", "Pembayaran tidak ditemukan")]
    [InlineData("pay?invoice=KSR-1", "en-GB", "Payment not found")]
    [InlineData("pay", "en", "Payment not found")]
    public async Task Whoever_asks_for_a_payment_that_is_not_there_sees_the_shops_page_that_says_so(
        string path, string language, string says)
    {
        await StartWithFacadeAsync();

        var page = (await CallAsync("GET", path, key: null, change: request => request.Headers.Add("Accept-Language", language)))
            .Is(HttpStatusCode.NotFound);

        Assert.Equal("text/html", page.Response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(says, page.Body, StringComparison.Ordinal);
        Assert.Contains("style-src 'self'", page.Response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var style = System.Text.RegularExpressions.Regex.Match(page.Body, "href=\"/qris(/assets/[^\"]+\\.css)\"").Groups[1].Value;
        Assert.Equal(HttpStatusCode.OK, (await Host.Client(null).GetAsync(style)).Status);
    }

    [Fact]
    public async Task A_reference_is_found_by_itself_alone()
    {
        await StartWithFacadeAsync();
        (await ChargeAsync("INV-A")).Is(HttpStatusCode.OK);
        var made = (await CreateAsync()).Is(HttpStatusCode.OK);
        foreach (var other in new[] { "INV-A%20", "inv-a", "INV-%C3%81", made["reference"] + "%20" })
            (await CallAsync("GET", "status/" + other)).Is(HttpStatusCode.NotFound);
        foreach (var other in new[] { made["reference"] + "%20", made["reference"].ToLowerInvariant(), "%C3%A9" })
            (await CallAsync("GET", "pay?invoice=" + other, key: null)).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_payment_that_its_facade_cannot_show_is_called_off()
    {
        await StartWithFacadeAsync();
        (await CreateAsync(more: ("unnamed", "1"))).Is(HttpStatusCode.BadGateway);
        Assert.Equal("cancelled", await Database.ScalarAsync<string>("SELECT status FROM qris_payments"));
        Assert.Equal("0", (await CallAsync("GET", "api/list"))["total"]);
    }

    [Fact]
    public async Task A_clients_own_reference_has_no_public_page()
    {
        await StartWithFacadeAsync();
        (await ChargeAsync("INV-7")).Is(HttpStatusCode.OK);
        (await CallAsync("GET", "pay?invoice=INV-7", key: null)).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Codes_stay_within_the_gateways_range()
    {
        await StartWithFacadeAsync();
        var replies = new List<FacadeReply>();
        for (var i = 0; i < 99; i++) replies.Add((await CreateAsync()).Is(HttpStatusCode.OK));
        Assert.Equal(Enumerable.Range(1, 99).Select(code => (long)code), replies.Select(reply => reply.Number("code")).Order());
        Assert.All(replies, reply => Assert.Equal(50_000 + reply.Number("code"), reply.Number("total")));
        Assert.Equal("exhausted", (await CreateAsync()).Is(HttpStatusCode.TooManyRequests)["error"]);
        // The shop's own range is wider.
        await Host.Api.CreateAsync();
    }

    [Fact]
    public async Task The_payer_carries_the_apps_fee()
    {
        await StartWithFacadeAsync(("QrisPayments:Apps:1:FeePercent", "0.7"));
        var reply = (await CreateAsync(50_050)).Is(HttpStatusCode.OK);
        Assert.Equal((50_050, 350), (reply.Number("amount"), reply.Number("fee")));
        Assert.Equal(50_400 + reply.Number("code"), reply.Number("total"));
        Assert.InRange(reply.Number("code"), 1, 99);
        Assert.Equal(Qris.Value(reply["qr"], "54"), reply["total"]);
        var seen = await Host.Api.PaymentAsync(reply["id"]);
        Assert.Equal((50_050, 350, reply.Number("total")), (seen.Number("amount"), seen.Number("fee"), seen.Number("total_amount")));
        Assert.Equal("0", (await CreateAsync(50_050, "warung-key")).Is(HttpStatusCode.OK)["fee"]);
        Assert.Equal("amount:too_large", (await CreateAsync(9_999_999)).Is(HttpStatusCode.BadRequest)["error"]);
    }

    [Fact]
    public async Task An_order_may_have_several_open_payments_and_a_refused_create_gives_its_reference_back()
    {
        await StartWithFacadeAsync();
        Assert.Equal("provider:unknown", (await ChargeAsync("INV-2", more: ("provider", "nobody"))).Is(HttpStatusCode.BadRequest)["error"]);
        (await ChargeAsync("INV-2")).Is(HttpStatusCode.OK);
        (await CallAsync("POST", "charge", new() { ["order_id"] = "INV-3", ["amount"] = "-5" })).Is(HttpStatusCode.BadRequest);
        (await CallAsync("POST", "charge",
            new() { ["order_id"] = "INV-3", ["amount"] = long.MaxValue.ToString(System.Globalization.CultureInfo.InvariantCulture) }))
                .Is(HttpStatusCode.BadRequest);
        var a = (await CreateAsync(more: ("ref_id", "R-1"))).Is(HttpStatusCode.OK);
        var b = (await CreateAsync(more: ("ref_id", "R-1"))).Is(HttpStatusCode.OK);
        Assert.NotEqual(a["id"], b["id"]);
        Assert.Equal("R-1", (await CallAsync("GET", "status/" + b["reference"]))["ref_id"]);
    }

    [Fact]
    public async Task A_create_that_every_provider_declines_gives_its_reference_back()
    {
        var folder = Directory.CreateTempSubdirectory("qris-plugins-");
        TestPlugin.Write(folder.FullName, "stubborn", TestPlugin.Provider("stubborn", """return new OpenResult.Rejected("no", "Not today.");""", settings: "").Replace("Settings>", "NoSettings>", StringComparison.Ordinal));
        await StartWithFacadeAsync(("QrisPayments:Plugins:Paths:2", folder.FullName));
        (await ChargeAsync("INV-4", more: ("provider", "stubborn"))).Is(HttpStatusCode.BadGateway);
        (await CallAsync("GET", "status/INV-4")).Is(HttpStatusCode.NotFound);
        (await ChargeAsync("INV-4")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_paid_payment_names_the_money()
    {
        await StartWithFacadeAsync();
        var payment = (await ChargeAsync("INV-5")).Is(HttpStatusCode.OK);
        Assert.Equal("", payment["paid_reference"]);
        (await Host.Api.ReportAsync("TRX-9", payment.Number("total"), Clock.GetUtcNow())).Is(HttpStatusCode.Created);
        var paid = await CallAsync("GET", "status/INV-5");
        Assert.Equal(("Paid", "TRX-9"), (paid["status"], paid["paid_reference"]));
    }

    [Fact]
    public async Task A_payment_that_has_its_reference_gets_no_second_one()
    {
        await StartWithFacadeAsync();
        var payment = (await CreateAsync()).Is(HttpStatusCode.OK);
        var store = Host.App.Services.GetRequiredService<FacadeStore>();
        Assert.False(await store.TryNameAsync(payment["id"], "KSR-another", false, CancellationToken.None));
        Assert.False(await store.TryNameAsync("pay_nobody", "KSR-another", false, CancellationToken.None));
        Assert.Null(await store.FindAsync(Kasir.Id, "toko", "KSR-another", CancellationToken.None));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class FacadePaymentsOnMariaDb(MariaDb database) : FacadePaymentTests(database);

public sealed class FacadePaymentsOnSqlite(SqliteFile database) : FacadePaymentTests(database), IClassFixture<SqliteFile>;
