using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Payments;
using QrisPayments.Storage;
using QrisPayments.Tests.Harness;
using Books = QrisPayments.Storage.Database;

namespace QrisPayments.Tests.Storage;

/// <summary>Statements that wait for the next one lose nothing, hide nothing and are told apart from it.</summary>
public abstract class SessionTests(Harness.Database database) : ModuleTests(database)
{
    private const string Insert = "INSERT INTO qris_changes (name, version) VALUES (@name, @version)";

    private const string Raise = "UPDATE qris_changes SET version = version + 1 WHERE name = @name";

    private const string Version = "SELECT version FROM qris_changes WHERE name = @name";

    private protected async Task<Books> OpenBooksAsync(string? connectionString = null)
    {
        var host = connectionString is null ? await StartAsync() : await StartAsync(("ConnectionStrings:QrisPayments", connectionString));
        return host.App.Services.GetRequiredService<Books>();
    }

    private protected Task<long> RowsAsync() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_changes WHERE name LIKE 'test-%'");

    private static object Row(string name, long version = 1) => new { name = $"test-{name}", version };

    [Fact]
    public async Task What_waits_is_seen_by_the_next_one_and_committed_with_the_last()
    {
        var books = await OpenBooksAsync();

        var seen = await books.TransactAsync(async session =>
        {
            await session.SendAsync(Insert, Row("a", 7));
            var version = await session.FirstOrDefaultAsync<long>(Version, Row("a"));
            await session.SendAsync(Insert, Row("b"));
            return version;
        }, default);

        Assert.Equal(7, seen);
        Assert.Equal(2, await RowsAsync());
    }

    [Fact]
    public async Task What_waits_is_not_counted_with_the_next_one()
    {
        var books = await OpenBooksAsync();

        var (none, one) = await books.TransactAsync(async session =>
        {
            await session.SendAsync(Insert, Row("a"));
            var none = await session.ExecuteAsync(Raise, Row("another"));
            await session.SendAsync(Insert, Row("b"));
            var query = new Query<long>(Version, Row("a"));
            var one = await session.ExecuteAsync(new Statement(Raise, Row("a")), query);
            Assert.Equal([2], query.Rows);
            return (none, one);
        }, default);

        Assert.Equal((0, 1), (none, one));
    }

    [Fact]
    public async Task A_key_that_is_taken_is_the_trouble_of_the_statement_that_takes_it()
    {
        var books = await OpenBooksAsync();

        await Assert.ThrowsAnyAsync<DbException>(() => books.TransactAsync(async session =>
        {
            Assert.True(await session.TryInsertAsync(Insert, Row("a")));
            await session.SendAsync(Insert, Row("a"));
            // Its own key is free.
            Assert.True(await session.TryInsertAsync(Insert, Row("b")));
        }, default));
        Assert.Equal(0, await RowsAsync());

        await books.TransactAsync(async session =>
        {
            Assert.True(await session.TryInsertAsync(Insert, Row("a")));
            Assert.False(await session.TryInsertAsync(Insert, Row("a")));
            await session.SendAsync(Insert, Row("b"));
        }, default);
        Assert.Equal(2, await RowsAsync());
    }

    [Fact]
    public async Task One_that_fails_at_the_very_end_undoes_all()
    {
        var books = await OpenBooksAsync();
        var told = false;

        await Assert.ThrowsAnyAsync<DbException>(() => books.TransactAsync(async session =>
        {
            session.OnCommit(() => told = true);
            await session.SendAsync(Insert, Row("a"));
            await session.SendAsync(Insert, Row("b"));
            await session.SendAsync(Insert, Row("b"));
        }, default));

        Assert.Equal(0, await RowsAsync());
        Assert.False(told);
    }

    [Fact]
    public async Task After_one_that_ended_badly_the_connection_is_in_no_transaction()
    {
        var books = await OpenBooksAsync();
        using var gone = new CancellationTokenSource();

        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<InvalidTimeZoneException>(() => books.TransactAsync(async session =>
            {
                await session.ExecuteAsync(Insert, Row("a"));
                await session.SendAsync(Insert, Row("b"));
                throw new InvalidTimeZoneException();
            }, default));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => books.TransactAsync(async session =>
            {
                await session.ExecuteAsync(Insert, Row("a"));
                await gone.CancelAsync();
                await session.ExecuteAsync(Insert, Row("b"));
            }, gone.Token));
            await books.TransactAsync(session => session.ExecuteAsync(Insert, Row("c")), keep: _ => false, default);
            // Without a transaction, on a connection that one of those used: it commits at once.
            await books.RunAsync(session => session.ExecuteAsync(Insert, Row($"kept-{i}")), default);
            Assert.Equal(i + 1, await RowsAsync());
        }
    }

    [Fact]
    public async Task No_value_is_the_default_one_and_a_number_is_whatever_number_is_wanted()
    {
        var books = await OpenBooksAsync();

        await books.TransactAsync(async session =>
        {
            Assert.Equal(0, await NextAsync<long>("SELECT MAX(version) FROM qris_changes WHERE name = 'test-nobody'"));
            Assert.Null(await NextAsync<long?>("SELECT MAX(version) FROM qris_changes WHERE name = 'test-nobody'"));
            Assert.Null(await NextAsync<string>("SELECT name FROM qris_changes WHERE name = 'test-nobody'"));
            Assert.Equal("test-a", await NextAsync<string>("SELECT name FROM qris_changes WHERE name = 'test-a'"));
            Assert.Equal(1, await NextAsync<int>("SELECT COUNT(*) FROM qris_changes WHERE name = 'test-a'"));
            Assert.Equal(1, await NextAsync<long>("SELECT 1"));

            // With something before it, and so together where the driver can.
            async Task<T?> NextAsync<T>(string sql)
            {
                await session.SendAsync("DELETE FROM qris_changes WHERE name = 'test-a'");
                await session.SendAsync(Insert, Row("a"));
                return await session.FirstOrDefaultAsync<T>(sql);
            }
        }, default);
    }

    [Fact]
    public async Task A_list_of_values_goes_with_what_waits()
    {
        var books = await OpenBooksAsync();

        var found = await books.TransactAsync(async session =>
        {
            await session.SendAsync(Insert, Row("a", 5));
            return await session.QueryAsync<long>("SELECT version FROM qris_changes WHERE name IN @names",
                new { names = new[] { "test-a", "test-b" } });
        }, default);

        Assert.Equal([5], found);
    }

    [Fact]
    public async Task What_a_create_answers_is_what_is_stored()
    {
        var host = await StartAsync();
        var payments = host.App.Services.GetRequiredService<IQrisPayments>();
        var wanted = new NewPayment
        {
            OrderId = "INV-ÄÖ✓ 'x';--", Amount = 9_999_999, Description = "Kopi \\' susu; \"bakar\" 😀  ",
            Customer = new Customer { Name = "Siti", Email = "siti@contoh.id", Phone = "+62 812-3456-7890" },
            Items = [new PaymentItem { Name = "Kopi", Price = 9_999_999, Quantity = 1 }],
            CallbackUrl = "https://toko.contoh.id/callback", RedirectUrl = "https://toko.contoh.id/terima-kasih",
            Metadata = new Dictionary<string, string> { ["meja"] = "7;", ["@id"] = "'" }, ExpiresIn = TimeSpan.FromMinutes(31),
        };

        var created = Assert.IsType<CreateResult.Created>(await payments.CreateAsync(wanted)).Payment;

        // Beside the code, which has to be read.
        Assert.Equivalent((await payments.FindAsync(created.Id))!.WithoutCode(), created, strict: true);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class SessionsOnMariaDb(MariaDb database) : SessionTests(database)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_transaction_and_every_statement_by_itself_reads_what_is_committed(bool afterAHandler)
    {
        var books = await OpenBooksAsync(Database.ConnectionString + ";Maximum Pool Size=1");
        if (afterAHandler)
            await books.TransactOnceAsync(async session =>
            {
                await session.ExecuteAsync("SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY");
                return await session.ExecuteAsync("SET SESSION sql_mode = '', innodb_lock_wait_timeout = 50, autocommit = 0");
            }, keep: _ => true, default);

        const string Settings =
            "SELECT CONCAT(@@autocommit = 1, @@tx_read_only = 0, ' ', @@tx_isolation, ' ', @@innodb_lock_wait_timeout, ' ', "
                + "@@sql_mode, ' ', @@in_transaction)";
        Assert.Equal("11 READ-COMMITTED 5 STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION 0",
            await books.RunAsync(session => session.FirstOrDefaultAsync<string>(Settings), default));
        Assert.Equal("11 READ-COMMITTED 5 STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION 1",
            await books.TransactAsync(session => session.FirstOrDefaultAsync<string>(Settings), default));
    }

    [Fact]
    public async Task A_transaction_that_could_not_be_ended_is_ended_before_the_connection_serves_again()
    {
        var source = new MySqlDataSource(Database.ConnectionString + ";Maximum Pool Size=1;Connection Reset=false");
        await using var _ = source;
        var setups = new SessionSetups();
        await using (var connection = await source.OpenConnectionAsync())
        {
            Assert.True(setups.IsDue(connection));
            setups.Done(connection);
            Assert.False(setups.IsDue(connection));
            // As a transaction of ours begins; it never says that it has ended.
            setups.Forget(connection);
            await using var begin = new MySqlCommand("START TRANSACTION", connection);
            await begin.ExecuteNonQueryAsync();
        }

        await using var again = await source.OpenConnectionAsync();
        Assert.True(setups.IsDue(again));
        foreach (var statement in Dialect.MySql.SessionSetup(again))
        {
            await using var command = new MySqlCommand(statement.Sql, again);
            await command.ExecuteNonQueryAsync();
        }
        await using var inside = new MySqlCommand("SELECT @@in_transaction", again);
        Assert.Equal(0L, Convert.ToInt64(await inside.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture));
    }
}

public sealed class SessionsOnSqlite(SqliteFile database) : SessionTests(database), IClassFixture<SqliteFile>;
