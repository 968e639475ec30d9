using Dapper;

namespace QrisPayments.Tests.Harness;

/// <summary>What every other test rests on: a database that can be reached and is empty afterwards.</summary>
public abstract class HarnessTests(Database database)
{
    [Fact]
    public async Task A_reset_empties_every_table_of_ours_and_touches_no_other()
    {
        await using (var connection = await database.OpenAsync())
        {
            await connection.ExecuteAsync("CREATE TABLE qris_parent (id BIGINT PRIMARY KEY)");
            await connection.ExecuteAsync("CREATE TABLE qris_child (id BIGINT PRIMARY KEY, parent BIGINT NOT "
                + "NULL REFERENCES qris_parent (id))");
            await connection.ExecuteAsync("CREATE TABLE shop_orders (id BIGINT PRIMARY KEY)");
            await connection.ExecuteAsync("INSERT INTO qris_parent VALUES (1)");
            await connection.ExecuteAsync("INSERT INTO qris_child VALUES (1, 1)");
            await connection.ExecuteAsync("INSERT INTO shop_orders VALUES (1)");
        }

        await database.ResetAsync();

        var counts = await database.RowCountsAsync();
        Assert.Equal(0, counts["qris_parent"]);
        Assert.Equal(0, counts["qris_child"]);
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT COUNT(*) FROM shop_orders"));

        await using (var connection = await database.OpenAsync())
            foreach (var table in new[] { "qris_child", "qris_parent", "shop_orders" })
                await connection.ExecuteAsync($"DROP TABLE {table}");
    }
}

[Collection(OnMariaDb.Name)]
public sealed class HarnessOnMariaDb(MariaDb database) : HarnessTests(database);

public sealed class HarnessOnSqlite(SqliteFile database) : HarnessTests(database), IClassFixture<SqliteFile>;
