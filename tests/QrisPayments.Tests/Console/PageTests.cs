using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Console;

/// <summary>The console's pages, empty and full, with friendly and with hostile content.</summary>
public abstract class PageTests(Database database) : ModuleTests(database)
{
    private const string Hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

    private readonly DirectoryInfo _plugins = Directory.CreateTempSubdirectory("qris-plugins-");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _plugins.Delete(recursive: true);
    }

    [Fact]
    public async Task Every_page_opens_on_empty_books_in_both_languages()
    {
        var host = await StartAsync();
        using var browser = new ConsoleBrowser(host);
        foreach (var page in new[] { "", "/payments", "/money", "/money/unmatched", "/money/resolved", "/plugins", "/plugins/static-qris",
            "/plugins/static-qris/accounts/static-qris" })
        {
            Assert.Contains("<html lang=\"en\">", await browser.PageAsync($"{page}?lang=en"), StringComparison.Ordinal);
            Assert.Contains("<html lang=\"id\">", await browser.PageAsync($"{page}?lang=id"), StringComparison.Ordinal);
            // The switch is remembered, without an address that carries it.
            Assert.Contains("<html lang=\"id\">", await browser.PageAsync(page), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_customers_banks_and_plugins_write_is_shown_and_never_run()
    {
        TestPlugin.Write(_plugins.FullName, "evil", TestPlugin.Provider("evil",
            attribute: ", Name = \"<script>alert(3)</script>\", Description = \"<img src=x onerror=alert(4)>\", Website = "
                + "\"javascript:alert(5)\", Author = \"<b>x</b>\""));
        TestPlugin.Write(_plugins.FullName, "evil-twin", TestPlugin.Provider("evil"));
        var host = await StartAsync(("QrisPayments:Plugins:Paths:1", _plugins.FullName));
        var payment = await host.Api.CreateAsync(change: body =>
        {
            body["order_id"] = "<script>alert(0)</script>";
            body["description"] = Hostile;
            body["customer"] = new JsonObject { ["name"] = Hostile };
            body["items"] = new JsonArray(new JsonObject { ["id"] = "1", ["name"] = Hostile, ["price"] = 50_000, ["quantity"] = 1 });
            body["metadata"] = new JsonObject { [Hostile[..30]] = Hostile };
        });
        var id = payment.Text("id")!;
        await host.Api.PostAsync($"/api/v1/sandbox/payments/{id}/pay");
        await host.Api.PostAsync($"/api/v1/sandbox/payments/{id}/pay");
        await host.Api.PostAsync("/api/v1/credits", new JsonObject
        {
            ["account"] = "static-qris", ["external_ref"] = "<script>alert(6)</script>", ["amount"] = 77_777,
            ["at"] = Clock.GetUtcNow().ToString("O"), ["description"] = Hostile,
        });
        var review = await Database.ScalarAsync<string>("SELECT id FROM qris_reviews");
        var credit = await Database.ScalarAsync<string>("SELECT id FROM qris_credits WHERE outcome = 'unmatched'");
        using var browser = new ConsoleBrowser(host);
        await browser.SubmitAsync("/plugins", $"/reviews/{review}", ("action", "dismiss"), ("remark", Hostile));

        var pages = new[]
        {
            "", "/payments", $"/payments?q={Uri.EscapeDataString(Hostile)}", $"/payments/{id}", "/money/resolved", "/money/unmatched",
            $"/reviews/{review}", $"/credits/{credit}",
            "/plugins", "/plugins/evil", "/plugins/static-qris?said=<script>",
        };
        var seen = new StringBuilder();
        foreach (var page in pages)
        {
            var html = await browser.PageAsync(page);
            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
            Assert.DoesNotContain("href=\"javascript:", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>x</b>", html, StringComparison.Ordinal);
            seen.Append(html);
        }
        foreach (var i in Enumerable.Range(0, 7).Except([5])) Assert.Contains($"alert({i})", seen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Payments_are_found_by_what_people_have_at_hand()
    {
        var host = await StartAsync();
        var wanted = await host.Api.CreateAsync(50_000, body => body["order_id"] = "TOKO-100");
        await host.Api.CreateAsync(60_000, body => body["order_id"] = "TOKO-200");
        await host.Api.CreateAsync(70_000, body => body["order_id"] = "LAIN-1");
        using var browser = new ConsoleBrowser(host);
        async Task<IEnumerable<string>> FindAsync(string query)
        {
            var html = await browser.PageAsync("/payments?" + query);
            return new[] { "TOKO-100", "TOKO-200", "LAIN-1" }.Where(order => html.Contains($"<bdi>{order}</bdi>", StringComparison.Ordinal))
                .ToList();
        }

        var total = wanted.Number("total_amount");
        Assert.Equal(["TOKO-100"], await FindAsync($"q={wanted.Text("id")}"));
        Assert.Equal(["TOKO-100"], await FindAsync("q=TOKO-100"));
        Assert.Equal(["TOKO-100", "TOKO-200"], await FindAsync("q=TOKO-"));
        Assert.Equal(["TOKO-100"], await FindAsync($"q={total}"));
        Assert.Equal(["TOKO-100"], await FindAsync($"q={Uri.EscapeDataString(Rupiah.Format(total))}"));
        Assert.Empty(await FindAsync("q=%25"));
        Assert.Empty(await FindAsync("q=TOKO-100&status=paid"));
        Assert.Equal(["TOKO-100"], await FindAsync("q=TOKO-100&status=pending&provider=static-qris"));
        Assert.Empty(await FindAsync("provider=nobody"));
    }

    [Fact]
    public async Task A_long_list_goes_on_where_the_page_before_ended()
    {
        var host = await StartAsync();
        for (var i = 0; i < 53; i++) await host.Api.CreateAsync(50_000);
        using var browser = new ConsoleBrowser(host);

        var first = await browser.PageAsync("/payments?status=pending");
        var next = System.Text.RegularExpressions.Regex.Match(first, "href=\"/qris/admin([^\"]+)\" rel=\"next\"").Groups[1].Value;
        var second = await browser.PageAsync(WebUtility.HtmlDecode(next));

        static IEnumerable<string> Ids(string html) =>
            System.Text.RegularExpressions.Regex.Matches(html, "/payments/(pay_[0-9a-z]{26})\"").Select(match => match.Groups[1].Value);
        Assert.Equal(50, Ids(first).Count());
        Assert.Equal(3, Ids(second).Count());
        Assert.Empty(Ids(first).Intersect(Ids(second)));
        Assert.DoesNotContain("rel=\"next\"", second, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/payments?q=%00&status=%27&provider=%F0%9F%98%80&after=x.y")]
    [InlineData("/payments?after=99999999999999999999.pay_x")]
    [InlineData("/payments?after=3155378975999999999.pay_x&q=%ED%A0%80")]
    [InlineData("/money?after=1.1&after=2")]
    [InlineData("/money/unmatched?after=639000000000000000.%27")]
    [InlineData("/payments/pay_x")]
    [InlineData("/payments/%2e%2e%2fx")]
    [InlineData("/payments/pay_%00")]
    [InlineData("/reviews/rev_00000000000000000000000000")]
    [InlineData("/credits/%27%20OR%201=1")]
    [InlineData("/plugins/..")]
    [InlineData("/plugins/STATIC-QRIS/accounts/x")]
    [InlineData("/plugins/static-qris/accounts/static-qris.%F0%9F%98%80")]
    [InlineData("/plugins/static-qris/accounts?name=../x")]
    [InlineData("/plugins/none/schema.json")]
    [InlineData("/a/b/c/d/e")]
    public async Task Odd_addresses_are_answered_and_never_a_fault(string page)
    {
        var host = await StartAsync();
        using var browser = new ConsoleBrowser(host);
        Assert.InRange((int)(await browser.GetAsync(page)).Status, 200, 404);
    }

    [Fact]
    public async Task A_form_without_its_token_or_with_anothers_does_nothing()
    {
        var host = await StartAsync();
        using var browser = new ConsoleBrowser(host);
        using var other = new ConsoleBrowser(host);
        var stolen = ConsoleBrowser.Token().Match(await other.PageAsync("/plugins"));
        await browser.PageAsync("/plugins");

        foreach (var fields in new (string, string)[][] { [], [(stolen.Groups[1].Value, "forged")],
            [(stolen.Groups[1].Value, stolen.Groups[2].Value)] })
        {
            var answer = (await browser.PostAsync("/plugins/static-qris", [("action", "disable"), .. fields]))
                .Is(HttpStatusCode.BadRequest);
            Assert.Contains("Nothing was saved", answer.Body, StringComparison.Ordinal);
        }
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_plugins"));
        var large = new HttpRequestMessage(HttpMethod.Post,
            "/qris/admin/plugins") { Content = new StringContent("x=" + new string('a', 200_000), Encoding.ASCII,
                "application/x-www-form-urlencoded") };
        (await browser.SendAsync(large)).Is(HttpStatusCode.RequestEntityTooLarge);
        var json = new HttpRequestMessage(HttpMethod.Post,
            "/qris/admin/plugins") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        (await browser.SendAsync(json)).Is(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_plugin_is_switched_off_knowingly_and_on_again()
    {
        var host = await StartAsync();
        await host.Api.CreateAsync();
        using var browser = new ConsoleBrowser(host);
        async Task<string> PressAsync(params (string, string)[] fields) =>
            ConsoleBrowser.Goal(await browser.SubmitAsync("/plugins/static-qris", "/plugins/static-qris", fields));

        Assert.EndsWith("said=confirm_disable", await PressAsync(("action", "disable")), StringComparison.Ordinal);
        Assert.EndsWith("said=disabled", await PressAsync(("action", "disable"), ("confirm", "yes")), StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.Created, (await host.Api.TryCreateAsync(ApiClient.NewPayment())).Status);
        Assert.EndsWith("said=enabled", await PressAsync(("action", "enable")), StringComparison.Ordinal);
        await host.Api.CreateAsync();
    }

    [Fact]
    public async Task The_order_is_changed_and_kept()
    {
        TestPlugin.Write(_plugins.FullName, "zeta",
            TestPlugin.Provider("zeta", settings: "").Replace("Settings>", "NoSettings>", StringComparison.Ordinal));
        var host = await StartAsync(("QrisPayments:Plugins:Paths:1", _plugins.FullName));
        using var browser = new ConsoleBrowser(host);
        Assert.Equal("static-qris", (await host.Api.CreateAsync()).Text("provider"));

        Assert.EndsWith("said=moved", ConsoleBrowser.Goal(await browser.SubmitAsync("/plugins", "/plugins/zeta", ("action", "up"))),
            StringComparison.Ordinal);

        Assert.Equal("zeta", (await host.Api.CreateAsync()).Text("provider"));
    }

    [Fact]
    public async Task An_account_is_filled_in_tried_and_removed()
    {
        TestPlugin.Write(_plugins.FullName, "gate", TestPlugin.Provider("gate", traits: "OpensLocally = true",
            settings: "[Required, Secret] public string ApiKey { get; init; } = \"\"; [Range(1, 9)] public int Level { get; init; } = 3;"));
        var host = await StartAsync(("QrisPayments:Plugins:Paths:1", _plugins.FullName),
            ("QrisPayments:Providers:gate:Routing:Position", "3"));
        using var browser = new ConsoleBrowser(host);
        const string page = "/plugins/gate/accounts/gate";

        var refused = (await browser.SubmitAsync(page, page, ("action", "save"), ("version", "0"), ("f.ApiKey", ""), ("f.Level", "77"),
            ("f.Routing:Hours", "always"))).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Contains("value=\"77\"", refused.Body, StringComparison.Ordinal);
        Assert.Equal(3, System.Text.RegularExpressions.Regex.Count(refused.Body, "<p class=\"fault\">"));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_accounts"));

        Assert.EndsWith("said=saved",
            ConsoleBrowser.Goal(await browser.SubmitAsync(page, page, ("action", "save"), ("version", "0"), ("f.ApiKey", "sangat-rahasia"),
                ("f.Level", "5"))), StringComparison.Ordinal);
        Assert.Equal("gate", (await host.Api.CreateAsync(change: body => body["provider"] = "gate")).Text("provider"));
        var html = await browser.PageAsync(page);
        Assert.DoesNotContain("sangat-rahasia", html, StringComparison.Ordinal);
        Assert.Contains("QrisPayments:Providers:gate:Routing:Position", html, StringComparison.Ordinal);
        Assert.EndsWith("said=overtaken",
            ConsoleBrowser.Goal(await browser.SubmitAsync(page, page, ("action", "save"), ("version", "0"), ("f.Level", "6"))),
                StringComparison.Ordinal);
        Assert.Contains("writeOnly", await browser.PageAsync("/plugins/gate/schema.json"), StringComparison.Ordinal);

        Assert.EndsWith("said=confirm_needed",
            ConsoleBrowser.Goal(await browser.SubmitAsync(page, page, ("action", "test"), ("amount", "1000"))), StringComparison.Ordinal);
        var tested = ConsoleBrowser.Goal(await browser.SubmitAsync(page, page, ("action", "test"), ("amount", "1000"), ("confirm", "yes")));
        Assert.Contains("Opened: Rp1.000", await browser.PageAsync(tested["/qris/admin".Length..]), StringComparison.Ordinal);
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));

        var version = (await Database.ScalarAsync<long>("SELECT version FROM qris_accounts"))
            .ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.EndsWith("said=removed",
            ConsoleBrowser.Goal(await browser.SubmitAsync(page, page, ("action", "delete"), ("version", version), ("confirm", "yes"))),
                StringComparison.Ordinal);
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_accounts"));
    }

    [Fact]
    public async Task The_overview_counts_todays_money_by_the_day_in_Jakarta()
    {
        var host = await StartAsync();
        var paid = await host.Api.CreateAsync(50_000);
        await host.Api.PostAsync($"/api/v1/sandbox/payments/{paid.Text("id")}/pay");
        var yesterday = await host.Api.CreateAsync(60_000);
        await host.Api.PostAsync($"/api/v1/sandbox/payments/{yesterday.Text("id")}/pay");
        await using (var connection = await Database.OpenAsync())
            await connection.ExecuteAsync("UPDATE qris_payments SET paid_at = '2025-12-31 16:59:59' WHERE id = @id",
                new { id = yesterday.Text("id") });
        await host.Api.ReportAsync("ref-1", 77_777, Clock.GetUtcNow());
        using var browser = new ConsoleBrowser(host);

        var html = await browser.PageAsync();

        Assert.Contains($"<b class=\"figure\">{Rupiah.Format(paid.Number("total_amount"))}</b>", html, StringComparison.Ordinal);
        Assert.Contains("Rp77.777 came without", html, StringComparison.Ordinal);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class PagesOnMariaDb(MariaDb database) : PageTests(database);

public sealed class PagesOnSqlite(SqliteFile database) : PageTests(database), IClassFixture<SqliteFile>;
