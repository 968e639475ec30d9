using Dapper;
using QrisPayments.Storage;
using QrisPayments.Tests.Harness;
using Database = QrisPayments.Tests.Harness.Database;

namespace QrisPayments.Tests.Storage;

/// <summary>A step that the database refuses is named, and the next start continues with it.</summary>
public abstract class MigratorTests(Database database) : FreshDatabaseTests(database)
{
    protected Task<long> DoneAsync() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_migrations WHERE done_at IS NOT NULL");

    protected async Task ExecuteAsync(string sql)
    {
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync(sql);
    }

    [Fact]
    public async Task A_table_of_the_hosts_own_in_a_steps_way_is_named_until_it_is_gone()
    {
        await ExecuteAsync("CREATE TABLE qris_plugins (mine BIGINT)");

        // Twice: a step that failed once must not be taken for one that a dying node left behind.
        for (var start = 0; start < 2; start++)
        {
            var fault = await RefusalAsync();
            Assert.Equal("migration_failed", fault.Code);
            foreach (var part in new[] { "0002_plugins/01", "CREATE TABLE qris_plugins", "already exists", "QrisPayments:TablePrefix" })
                Assert.Contains(part, fault.Message, StringComparison.Ordinal);
        }
        var before = await DoneAsync();
        Assert.InRange(before, 1, Migration.All.Count - 1);
        var firstStep = await Database.ScalarAsync<object>("SELECT done_at FROM qris_migrations WHERE step = '0001_payments/01'");

        await ExecuteAsync("DROP TABLE qris_plugins");
        var host = await StartAsync();

        await host.Api.CreateAsync();
        Assert.Equal(Migration.All.Count, await DoneAsync());
        Assert.Equal(firstStep, await Database.ScalarAsync<object>("SELECT done_at FROM qris_migrations WHERE step = '0001_payments/01'"));
    }

    [Fact]
    public async Task A_host_that_may_not_migrate_is_told_the_script_of_its_prefix()
    {
        var fault = await RefusalAsync(("QrisPayments:Migrate", "false"), ("QrisPayments:TablePrefix", "shop2_"));

        Assert.Equal("migrations_pending", fault.Code);
        Assert.Contains("QrisSchema.Script(\"shop2_\")", fault.Message, StringComparison.Ordinal);
        Assert.Empty(await Database.RowCountsAsync());
    }
}

public sealed class MigratorOnSqlite() : MigratorTests(new SqliteFile());

[Collection(OnMariaDb.Name)]
public sealed class MigratorOnMariaDb() : MigratorTests(MariaDb.New())
{
    private MariaDb Server => (MariaDb)Database;

    [Fact]
    public async Task Every_table_says_its_row_format()
    {
        await StartAsync();

        await using var connection = await Database.OpenAsync();
        var formats = await connection.QueryAsync<string>(
            "SELECT CONCAT(row_format, ' ', create_options) FROM information_schema.tables WHERE table_schema = "
                + "DATABASE() AND table_name LIKE 'qris%'");
        Assert.All(formats, format => Assert.Equal("Dynamic row_format=DYNAMIC", format));
        Assert.NotEmpty(formats);
    }

    /// <summary>
    /// The setting is the server's, so other tests see it too; but the module's tables name their format, and no table of the
    /// tests' own has a key that would not fit.
    /// </summary>
    [Fact]
    public async Task A_server_with_compact_rows_by_default_is_no_hindrance()
    {
        var before = await Database.ScalarAsync<string>("SELECT @@GLOBAL.innodb_default_row_format");
        Server.OnServer("SET GLOBAL innodb_default_row_format = 'compact'");
        try
        {
            var host = await StartAsync();
            await host.Api.CreateAsync();
        }
        finally
        {
            Server.OnServer($"SET GLOBAL innodb_default_row_format = '{before}'");
        }
    }

    [Theory]
    [InlineData("qris_", null)]
    [InlineData("shop2_", "Kopi 'Lereng' \\ Bogor")]
    public async Task The_printed_script_makes_tables_that_a_host_without_rights_to_migrate_takes(string prefix, string? shop)
    {
        await ExecuteAsync(QrisSchema.Script(prefix, shop));

        var host = await StartAsync(("QrisPayments:Migrate", "false"), ("QrisPayments:TablePrefix", prefix), ("QrisPayments:ShopId", shop));

        await host.Api.CreateAsync();
        Assert.Equal(shop ?? host.App.Environment.ApplicationName,
            await Database.ScalarAsync<string>($"SELECT shop_id FROM {prefix}owner"));
    }

    [Theory]
    [InlineData("Shop", null)]
    [InlineData("qris_", "")]
    public void The_script_is_not_printed_for_values_that_no_host_may_have(string prefix, string? shop) =>
        Assert.Throws<ArgumentException>(() => QrisSchema.Script(prefix, shop));
}
