using System.Net;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Facades;

/// <summary>Lists, statistics and the ledger as a facade's clients read them.</summary>
public abstract class FacadeListTests(Database database) : FacadeTests(database)
{
    private Task<FacadeReply> ListAsync(string query) => CallAsync("GET", "api/list?" + query);

    [Fact]
    public async Task Pages_hold_everything_once_newest_first()
    {
        await StartWithFacadeAsync();
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            made.Insert(0, (await CreateAsync()).Is(HttpStatusCode.OK)["reference"]);
        }
        var pages = new List<string>();
        for (var page = 1; page <= 3; page++)
        {
            var reply = await ListAsync($"page={page}&limit=2");
            Assert.Equal("5", reply["total"]);
            pages.AddRange(reply["references"].Split(','));
        }
        Assert.Equal(made, pages);
        Assert.Equal(("5", ""), ((await ListAsync("page=4&limit=2"))["total"], (await ListAsync("page=4&limit=2"))["references"]));
        Assert.Equal((await ListAsync("limit=2")).Body, (await ListAsync("limit=2")).Body);
        // What cannot be a page is the nearest that can.
        Assert.Equal(made[0], (await ListAsync("page=-3&limit=0"))["references"]);
    }

    [Fact]
    public async Task Days_are_days_in_Jakarta()
    {
        await StartWithFacadeAsync();
        // 1 January, 23:59:59 and 2 January, 00:00:00 in Jakarta: one day in London.
        Clock.Advance(new TimeSpan(11, 59, 59));
        var first = (await CreateAsync())["reference"];
        Clock.Advance(TimeSpan.FromSeconds(1));
        var second = (await CreateAsync())["reference"];
        Assert.Equal(first, (await ListAsync("from=2026-01-01&to=2026-01-01"))["references"]);
        Assert.Equal(second, (await ListAsync("from=2026-01-02"))["references"]);
        Assert.Equal(first, (await ListAsync("to=2026-01-01"))["references"]);
        Assert.Equal("2", (await ListAsync("from=2026-01-01&to=2026-01-02"))["total"]);
        Assert.Equal("0", (await ListAsync("from=2026-01-03"))["total"]);
        Assert.Equal("2", (await ListAsync("from=0001-01-01&to=9999-12-31"))["total"]);
        Assert.Equal(("1", "2"),
            ((await CallAsync("GET", "api/statistics?period=today"))["count"],
                (await CallAsync("GET", "api/statistics?period=week"))["count"]));
    }

    [Fact]
    public async Task A_search_finds_parts_of_texts_and_takes_no_sign_for_a_pattern()
    {
        await StartWithFacadeAsync();
        var kopi = (await CreateAsync(more: [("description", "100% kopi_Dampit!"), ("name", "Bu Sri")]))["reference"];
        Clock.Advance(TimeSpan.FromSeconds(1));
        var tempe = (await CreateAsync(more: [("description", "Tempe"), ("name", "Pak Budi")]))["reference"];
        Assert.Equal(kopi, (await ListAsync("search=kopi_"))["references"]);
        Assert.Equal(kopi, (await ListAsync("search=100%25"))["references"]);
        Assert.Equal(kopi, (await ListAsync("search=dampit!"))["references"]);
        Assert.Equal(tempe, (await ListAsync("search=budi"))["references"]);
        Assert.Equal(tempe, (await ListAsync("search=" + tempe))["references"]);
        Assert.Equal(tempe, (await ListAsync("search=" + tempe.ToLowerInvariant()))["references"]);
        Assert.Equal("2", (await ListAsync("search=ksr-"))["total"]);
        Assert.Equal("0", (await ListAsync("search=%25%25"))["total"]);
        Assert.Equal("0", (await ListAsync("search=%C3%89t%C3%A9"))["total"]);
        Assert.Equal("0", (await ListAsync("search=' OR 1=1 --"))["total"]);
    }

    [Fact]
    public async Task Lists_and_statistics_go_by_state_and_by_the_gateways_own_method()
    {
        await StartWithFacadeAsync();
        var ovo = (await CreateAsync(10_000, more: ("method", "ovo"))).Is(HttpStatusCode.OK);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var qris = (await CreateAsync(20_000)).Is(HttpStatusCode.OK);
        await PayAsync(ovo);
        Assert.Equal(ovo["reference"], (await ListAsync("status=paid"))["references"]);
        Assert.Equal(qris["reference"], (await ListAsync("status=pending"))["references"]);
        Assert.Equal(qris["reference"], (await ListAsync("method=qris"))["references"]);
        Assert.Equal(ovo["reference"], (await ListAsync("paid_via=ovo"))["references"]);
        Assert.Equal("0", (await ListAsync("paid_via=qris"))["total"]);
        var all = await CallAsync("GET", "api/statistics?period=all");
        Assert.Equal((2, 30_000, 1, 10_000, "ovo:1"),
            (all.Number("count"), all.Number("amount"), all.Number("paid"), all.Number("paid_amount"), all["by"]));
        var nobody = await CallAsync("GET", "api/statistics?period=all", key: "warung-key");
        Assert.Equal((0, 0, ""), (nobody.Number("count"), nobody.Number("amount"), nobody["by"]));
    }

    [Fact]
    public async Task The_ledger_shows_all_money_once_with_a_balance_that_stays()
    {
        await StartWithFacadeAsync(("QrisPayments:Apps:2:Facades:kasir:Nmid", "ID9999"));
        Task<FacadeReply> LedgerAsync() => CallAsync("GET", "mutasi/warung/warung-key", key: null);
        Assert.Equal("", (await LedgerAsync()).Is(HttpStatusCode.OK).Body);
        (await Host.Api.ReportAsync("A", 13_000, Clock.GetUtcNow())).Is(HttpStatusCode.Created);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var payment = (await ChargeAsync("INV-8")).Is(HttpStatusCode.OK);
        (await Host.Api.ReportAsync("B", payment.Number("total"), Clock.GetUtcNow())).Is(HttpStatusCode.Created);
        (await Host.Api.ReportAsync("B", payment.Number("total"), Clock.GetUtcNow())).Is(HttpStatusCode.OK);
        Clock.Advance(TimeSpan.FromSeconds(1));
        // Sent before the others, heard after them.
        (await Host.Api.ReportAsync("C", 500, Clock.GetUtcNow().AddHours(-3))).Is(HttpStatusCode.Created);

        var total = payment.Number("total");
        var expected = $"C=500/{13_500 + total}/ID9999\nB={total}/{13_000 + total}/ID1099999999999/dynamic\nA=13000/13000/ID9999";
        Assert.Equal(expected, (await LedgerAsync()).Body);
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(expected, (await LedgerAsync()).Body);
        (await Host.Api.ReportAsync("D", 1, Clock.GetUtcNow())).Is(HttpStatusCode.Created);
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal($"D=1/{13_501 + total}/ID9999\n{expected}", (await LedgerAsync()).Body);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class FacadeListsOnMariaDb(MariaDb database) : FacadeListTests(database);

public sealed class FacadeListsOnSqlite(SqliteFile database) : FacadeListTests(database), IClassFixture<SqliteFile>;
