using System.Net;
using Dapper;
using QrisPayments.Payments;
using QrisPayments.Storage;
using QrisPayments.Tests.Console;
using QrisPayments.Tests.Harness;
using Database = QrisPayments.Tests.Harness.Database;

namespace QrisPayments.Tests.Storage;

/// <summary>Two shops in one database, each with tables of its own.</summary>
public abstract class TwoShopsTests(Database database) : FreshDatabaseTests(database)
{
    private Task<TestHost> FirstAsync() => StartAsync(("QrisPayments:ShopId", "kopi-lereng"));

    private Task<TestHost> SecondAsync() => StartAsync(("QrisPayments:ShopId", "toko-buku"), ("QrisPayments:TablePrefix", "shop2_"));

    [Fact]
    public async Task Both_sell_under_the_same_order_number_and_neither_sees_the_others_payment()
    {
        var (first, second) = (await FirstAsync(), await SecondAsync());
        var one = await first.Api.CreateAsync(50_000, body => body["order_id"] = "1001");
        var two = await second.Api.CreateAsync(75_000, body => body["order_id"] = "1001");

        var paid = await first.Api.ReportAsync("bank-1", one.Number("total_amount"), Clock.GetUtcNow());

        Assert.Equal(one.Text("id"), paid.Text("payment_id"));
        Assert.Equal("paid", (await first.Api.PaymentAsync(one.Text("id")!)).Text("status"));
        Assert.Equal("pending", (await second.Api.PaymentAsync(two.Text("id")!)).Text("status"));
        // A bank's reference that the first shop knows is news to the second.
        Assert.Equal("matched", (await second.Api.ReportAsync("bank-1", two.Number("total_amount"), Clock.GetUtcNow())).Text("outcome"));
        foreach (var (shop, mine, others) in new[] { (first, one, two), (second, two, one) })
        {
            Assert.Equal("paid", (await shop.Api.PaymentAsync(mine.Text("id")!)).Text("status"));
            Assert.Contains("payment.paid", await shop.Api.EventTypesAsync(mine.Text("id")!));
            (await shop.Api.GetAsync($"/api/v1/payments/{others.Text("id")}")).Is(HttpStatusCode.NotFound);
            var listed = (await shop.Api.GetAsync("/api/v1/payments?order_id=1001")).Is(HttpStatusCode.OK).Data;
            Assert.Equal(mine.Text("id"), Assert.Single(listed).GetProperty("id").GetString());
            (await shop.Api.GetAsync($"/pay/{mine.Text("id")}")).Is(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task The_invariants_read_the_tables_of_the_shop_that_is_asked_about()
    {
        var second = await SecondAsync();
        await second.Api.CreateAsync();
        await using var connection = await Database.OpenAsync();
        async Task<IReadOnlyList<Offender>> FindAsync() => await Invariants.CheckAsync(
            connection, TableNames.With("shop2_"), Clock.GetUtcNow(), isCalm: true, CancellationToken.None);
        Assert.Empty(await FindAsync());

        await connection.ExecuteAsync("UPDATE shop2_payments SET status = 'expired'");

        Assert.Contains(await FindAsync(), offender => offender.Invariant.Name == "ended_event");
    }

    [Fact]
    public async Task The_background_work_of_each_keeps_to_its_own_tables()
    {
        var (first, second) = (await FirstAsync(), await SecondAsync());
        var (one, two) = (await first.Api.CreateAsync(), await second.Api.CreateAsync());

        Clock.Advance(TimeSpan.FromMinutes(16));

        await first.Api.WaitForStatusAsync(one.Text("id")!, "expired");
        await second.Api.WaitForStatusAsync(two.Text("id")!, "expired");
        foreach (var (table, id) in new[] { ("qris_payments", one.Text("id")), ("shop2_payments", two.Text("id")) })
            Assert.Equal(id, await Database.ScalarAsync<string>($"SELECT MAX(id) FROM {table} WHERE (SELECT COUNT(*) FROM {table}) = 1"));
    }

    [Fact]
    public async Task Every_page_of_the_console_finds_the_tables_of_its_shop()
    {
        await FirstAsync();
        var second = await SecondAsync();
        var payment = await second.Api.CreateAsync();
        await second.Api.ReportAsync("bank-1", 123_456, Clock.GetUtcNow());
        await using (var connection = await Database.OpenAsync())
            await connection.ExecuteAsync("DROP TABLE qris_payments");
        using var browser = new ConsoleBrowser(second);

        foreach (var page in new[] { "", "/payments", $"/payments/{payment.Text("id")}", "/payments?q=INV-1", "/money", "/plugins",
            "/webhooks" })
            await browser.PageAsync(page);
    }

    [Fact]
    public async Task A_shop_with_a_prefix_leaves_no_table_or_index_without_it()
    {
        var second = await SecondAsync();
        await second.Api.CreateAsync();

        await using var connection = await Database.OpenAsync();
        Assert.DoesNotContain(await connection.QueryAsync<string>(NamesOfTablesAndIndexes),
            name => name.Contains("qris_", StringComparison.Ordinal));
        Assert.Equal("toko-buku", await Database.ScalarAsync<string>("SELECT shop_id FROM shop2_owner"));
    }

    protected abstract string NamesOfTablesAndIndexes { get; }
}

[Collection(OnMariaDb.Name)]
public sealed class TwoShopsOnMariaDb() : TwoShopsTests(MariaDb.New())
{
    protected override string NamesOfTablesAndIndexes =>
        "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() UNION SELECT index_name FROM "
            + "information_schema.statistics WHERE table_schema = DATABASE()";
}

public sealed class TwoShopsOnSqlite() : TwoShopsTests(new SqliteFile())
{
    protected override string NamesOfTablesAndIndexes => "SELECT name FROM sqlite_master";
}
