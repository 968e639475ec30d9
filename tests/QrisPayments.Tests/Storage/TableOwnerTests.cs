using Dapper;
using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Storage;

/// <summary>The tables belong to one shop, and say so.</summary>
public abstract class TableOwnerTests(Database database) : FreshDatabaseTests(database)
{
    private Task<string?> OwnerAsync() => Database.ScalarAsync<string>("SELECT shop_id FROM qris_owner WHERE id = 1");

    [Fact]
    public async Task The_first_host_claims_the_tables_under_its_applications_name()
    {
        await StartAsAsync("QrisPayments.MvcHost");

        Assert.Equal("QrisPayments.MvcHost", await OwnerAsync());
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_owner"));
    }

    [Fact]
    public async Task A_web_host_and_its_worker_share_the_tables_under_one_shop_id()
    {
        var web = await StartAsAsync("QrisPayments.MvcHost", ("QrisPayments:ShopId", "kopi-lereng"));
        // It runs the background work and maps no page.
        await StartAsAsync("QrisPayments.TestNode", _ => { }, ("QrisPayments:ShopId", "kopi-lereng"));

        var payment = await web.Api.CreateAsync();
        await web.App.StopAsync();
        Clock.Advance(TimeSpan.FromMinutes(16));

        await Wait.UntilAsync(
            async () => await Database.ScalarAsync<string>("SELECT status FROM qris_payments WHERE id = @id",
                new { id = payment.Text("id") }) == "expired",
            "the worker has let the web host's payment expire");
        Assert.Equal("kopi-lereng", await OwnerAsync());
    }

    [Fact]
    public async Task A_host_under_another_applications_name_is_told_both_remedies()
    {
        await StartAsAsync("QrisPayments.MvcHost");

        var refused = await Assert.ThrowsAsync<QrisSetupException>(() => StartAsAsync("QrisPayments.TestNode"));

        var fault = Assert.Single(refused.Faults);
        Assert.Equal("tables_of_another_shop", fault.Code);
        foreach (var part in new[] { "'QrisPayments.MvcHost'", "'QrisPayments.TestNode'", "qris_*", "QrisPayments:TablePrefix",
            "QrisPayments:ShopId to 'QrisPayments.MvcHost'" })
            Assert.Contains(part, fault.Message, StringComparison.Ordinal);
        // The remedy is one.
        await StartAsAsync("QrisPayments.TestNode", ("QrisPayments:ShopId", "QrisPayments.MvcHost"));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_second_shop_reads_and_writes_nothing_of_the_first(string migrate)
    {
        var first = await StartAsync(("QrisPayments:ShopId", "kopi-lereng"));
        await first.Api.CreateAsync();
        await using (var connection = await Database.OpenAsync())
        {
            // Whoever reads this account refuses it, because its secrets are under no key of ours.
            await connection.ExecuteAsync(
                "INSERT INTO qris_accounts (id, plugin, enabled, position, max_fee_percent, secrets, version, updated_at) "
                    + "VALUES ('mamzpay', 'mamzpay', 1, 1, 5, 'x', 1, '2026-01-01')");
            // And whoever migrates makes this step's table anew.
            await connection.ExecuteAsync("DELETE FROM qris_migrations WHERE step = '0003_hearing/05'");
        }
        await first.App.StopAsync();
        var before = await Database.RowCountsAsync();

        var fault = await RefusalAsync(("QrisPayments:ShopId", "toko-buku"), ("QrisPayments:Migrate", migrate));

        Assert.Equal("tables_of_another_shop", fault.Code);
        Assert.Equal(before, await Database.RowCountsAsync());
    }

    [Fact]
    public async Task Unclaimed_tables_are_claimed_also_without_the_right_to_migrate()
    {
        await using (await TestHost.StartAsync(Database, Clock)) { }
        await using (var connection = await Database.OpenAsync())
            await connection.ExecuteAsync("DELETE FROM qris_owner");

        await StartAsync(("QrisPayments:ShopId", "kopi-lereng"), ("QrisPayments:Migrate", "false"));

        Assert.Equal("kopi-lereng", await OwnerAsync());
    }

    [Fact]
    public async Task A_host_whose_settings_are_wrong_claims_nothing()
    {
        await Assert.ThrowsAsync<QrisSetupException>(
            () => StartAsync(("QrisPayments:PublicUrl", "toko"), ("QrisPayments:ShopId", "salah")));

        Assert.Empty(await Database.RowCountsAsync());
        await StartAsync(("QrisPayments:ShopId", "kopi-lereng"));
        Assert.Equal("kopi-lereng", await OwnerAsync());
    }

    [Fact]
    public async Task A_host_that_an_account_stops_claims_no_tables_either()
    {
        await using (await TestHost.StartAsync(Database, Clock)) { }
        await using (var connection = await Database.OpenAsync())
            await connection.ExecuteAsync("DELETE FROM qris_owner");

        await Assert.ThrowsAsync<QrisSetupException>(
            () => StartAsync(("QrisPayments:Providers:static-qris:Qris", "no QRIS"), ("QrisPayments:ShopId", "salah")));

        Assert.Null(await OwnerAsync());
        await StartAsync(("QrisPayments:ShopId", "kopi-lereng"));
        Assert.Equal("kopi-lereng", await OwnerAsync());
    }

    [Fact]
    public async Task Of_shops_that_start_at_once_one_has_the_tables_and_all_its_nodes_start()
    {
        var starts = Enumerable.Range(0, 6)
            .Select(i => Task.Run(() => StartAsync(("QrisPayments:ShopId", i % 2 == 0 ? "kopi-lereng" : "toko-buku")))).ToList();
        await Task.WhenAll(starts.Select(start => start.ContinueWith(_ => { }, TaskScheduler.Default)));

        var owner = await OwnerAsync();
        for (var i = 0; i < starts.Count; i++)
        {
            if ((i % 2 == 0 ? "kopi-lereng" : "toko-buku") == owner)
                await starts[i];
            else
                Assert.Equal("tables_of_another_shop",
                    Assert.Single((await Assert.ThrowsAsync<QrisSetupException>(() => starts[i])).Faults).Code);
        }
    }
}

[Collection(OnMariaDb.Name)]
public sealed class TableOwnerOnMariaDb() : TableOwnerTests(MariaDb.New());

public sealed class TableOwnerOnSqlite() : TableOwnerTests(new SqliteFile());
