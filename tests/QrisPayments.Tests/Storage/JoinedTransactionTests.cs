using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Storage;

/// <summary>
/// A host's transaction is on our database or refused by name, and what the database says of it reaches the host's retries.
/// </summary>
public abstract class JoinedTransactionTests(Database database) : ModuleTests(database)
{
    /// <summary>In what a host may do with its transaction.</summary>
    public static readonly TheoryData<bool> Calls = [true, false];

    private protected static IQrisPayments Payments(TestHost host) => host.App.Services.GetRequiredService<IQrisPayments>();

    private protected static async Task<string> PaidAsync(TestHost host)
    {
        var id = (await host.Api.CreateAsync()).Text("id")!;
        await host.Api.PostAsync($"/api/v1/sandbox/payments/{id}/pay");
        return id;
    }

    /// <summary>Creates a payment in the transaction, or gives money back.</summary>
    private protected static async Task CallAsync(TestHost host, bool creates, string paid, DbTransaction transaction)
    {
        if (creates)
            Assert.IsType<CreateResult.Created>(
                await Payments(host).CreateAsync(new NewPayment { OrderId = "A-9", Amount = 50_000 }, transaction));
        else
            Assert.IsType<RefundResult.Made>(
                await Payments(host).RefundAsync(paid, new NewRefund { Amount = 1_000, Reason = "Habis", Reference = "T-1" }, transaction));
    }

    /// <summary>Tries it and asks for a refusal that names all of this, after which nothing is to be found in either database.</summary>
    private protected async Task RefusedAsync(bool creates, DbConnection connection, params string[] named)
    {
        var host = await StartAsync();
        var paid = await PaidAsync(host);
        await using var transaction = await connection.BeginTransactionAsync();

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => CallAsync(host, creates, paid, transaction));

        Assert.Equal("transaction", refused.ParamName);
        Assert.All([.. named, "ConnectionStrings:QrisPayments"], name => Assert.Contains(name, refused.Message, StringComparison.Ordinal));
        await transaction.CommitAsync();
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_refunds"));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class JoinedTransactionTestsOnMariaDb(MariaDb database) : JoinedTransactionTests(database)
{
    private async Task<MySqlConnection> OpenAsync(Action<MySqlConnectionStringBuilder>? change = null)
    {
        var parts = new MySqlConnectionStringBuilder(Database.ConnectionString);
        change?.Invoke(parts);
        var connection = new MySqlConnection(parts.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task F21_a_transaction_in_another_schema_is_refused_naming_both(bool creates)
    {
        using var other = MariaDb.New();
        await using var connection = await OpenAsync(parts => parts.Database = other.Name);

        await RefusedAsync(creates, connection, $"'{other.Name}' at 127.0.0.1", $"'{database.Name}' at 127.0.0.1");
    }

    [Fact]
    public async Task F21_a_transaction_that_has_moved_to_another_schema_is_refused_and_one_that_came_back_is_not()
    {
        using var other = MariaDb.New();
        await using (var connection = await OpenAsync())
        {
            await connection.ExecuteAsync($"USE {other.Name}");
            await RefusedAsync(creates: true, connection, other.Name, database.Name);
        }
        await using var back = await OpenAsync(parts => parts.Database = other.Name);
        await back.ExecuteAsync($"USE {database.Name}");
        await using var transaction = await back.BeginTransactionAsync();

        await CallAsync(await StartAsync(), creates: true, "", transaction);

        await transaction.CommitAsync();
    }

    /// <summary>Its name is ours but for the case, as it may be another server's database of our name.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F21_a_copy_of_our_tables_and_a_database_without_them_are_refused(bool hasTables)
    {
        var name = database.Name.ToUpperInvariant();
        database.OnServer($"DROP DATABASE IF EXISTS {name}; CREATE DATABASE {name}");
        try
        {
            await (await StartAsync()).DisposeAsync();
            if (hasTables)
                foreach (var table in new[] { "qris_owner", "qris_leases" })
                    database.OnServer($"CREATE TABLE {name}.{table} LIKE {database.Name}.{table}; "
                        + $"INSERT INTO {name}.{table} SELECT * FROM {database.Name}.{table}");
            await using var connection = await OpenAsync(parts => parts.Database = name);

            await RefusedAsync(creates: true, connection, $"'{name}'", $"'{database.Name}'");
        }
        finally
        {
            database.OnServer($"DROP DATABASE {name}");
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task F21_another_address_of_our_own_database_is_none_of_these(bool creates)
    {
        var host = await StartAsync();
        var paid = await PaidAsync(host);
        var server = new MySqlConnectionStringBuilder(Database.ConnectionString);
        await using var wire = new MySqlWire(server.Server, (int)server.Port);
        await using var connection = await OpenAsync(parts => parts.Port = (uint)wire.Port);
        await using var transaction = await connection.BeginTransactionAsync();

        await CallAsync(host, creates, paid, transaction);

        await transaction.CommitAsync();
    }

    /// <summary>
    /// As Pomelo's strategy does with <c>EnableRetryOnFailure()</c>: up to seven tries, on what the driver calls transient and on
    /// <see cref="TimeoutException"/>; nothing that is wrapped is looked into.
    /// </summary>
    private static async Task<int> TriesAsync(Func<Task> workAsync)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await workAsync();
                return tries;
            }
            catch (Exception exception)
                when (exception is MySqlException mysql ? mysql.IsTransient : exception is TimeoutException)
            {
                if (tries == 7) return tries;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task F22_a_lock_wait_is_tried_as_often_through_us_as_natively(bool creates)
    {
        var host = await StartAsync();
        var paid = await PaidAsync(host);
        await using var holder = await OpenAsync();
        await using var holding = await holder.BeginTransactionAsync();
        if (creates) await CallAsync(host, creates, paid, holding);
        else await holder.ExecuteAsync("SELECT id FROM qris_payments WHERE id = @paid FOR UPDATE", new { paid }, holding);

        async Task TryAsync(Func<MySqlTransaction, Task> workAsync)
        {
            await using var connection = await OpenAsync();
            await connection.ExecuteAsync("SET SESSION innodb_lock_wait_timeout = 0");
            await using var transaction = await connection.BeginTransactionAsync();
            await workAsync(transaction);
        }

        var natively = await TriesAsync(() => TryAsync(transaction => transaction.Connection!.ExecuteAsync(creates
            ? "INSERT INTO qris_payments SELECT * FROM qris_payments FOR UPDATE"
            : "UPDATE qris_payments SET description = description", transaction: transaction)));
        var throughUs = await TriesAsync(() => TryAsync(transaction => CallAsync(host, creates, paid, transaction)));

        Assert.Equal((7, 7), (natively, throughUs));
    }

    [Fact]
    public async Task F22_a_deadlock_surfaces_as_the_drivers_own_exception()
    {
        var host = await StartAsync();
        var paid = await PaidAsync(host);
        await using (var connection = await OpenAsync())
            await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS shop_rows (id INT PRIMARY KEY, n INT); "
                + "REPLACE INTO shop_rows VALUES (1, 0), (2, 0), (3, 0), (4, 0), (5, 0)");
        await using var one = await OpenAsync();
        await using var other = await OpenAsync();
        await using var ours = await one.BeginTransactionAsync();
        await using var theirs = await other.BeginTransactionAsync();
        await one.ExecuteAsync("UPDATE shop_rows SET n = 1 WHERE id = 1", transaction: ours);
        // Who has changed more rows is spared.
        await other.ExecuteAsync("UPDATE shop_rows SET n = 1 WHERE id > 1", transaction: theirs);
        await other.ExecuteAsync("UPDATE qris_payments SET description = 'x' WHERE id = @paid", new { paid }, theirs);
        var waiting = other.ExecuteAsync("UPDATE shop_rows SET n = 1 WHERE id = 1", transaction: theirs);

        var told = await Assert.ThrowsAsync<MySqlException>(() => CallAsync(host, creates: false, paid, ours));

        Assert.Equal((MySqlErrorCode.LockDeadlock, true), (told.ErrorCode, told.IsTransient));
        await waiting;
        await theirs.RollbackAsync();
    }
}

public sealed class JoinedTransactionTestsOnSqlite(SqliteFile database) : JoinedTransactionTests(database), IClassFixture<SqliteFile>
{
    [Theory]
    [MemberData(nameof(Calls))]
    public async Task F21_a_transaction_on_another_file_is_refused_naming_both(bool creates)
    {
        using var other = new SqliteFile();
        await using var connection = await other.OpenAsync();

        await RefusedAsync(creates, connection, other.Path, database.Path);
    }

    [Fact]
    public async Task F21_the_same_file_by_another_path_is_none_of_these()
    {
        var host = await StartAsync();
        var folder = Path.GetDirectoryName(database.Path)!;
        await using var connection = new SqliteConnection($"Data Source={folder}/../{Path.GetFileName(folder)}/qris.db");
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        await CallAsync(host, creates: true, "", transaction);

        await transaction.CommitAsync();
    }
}
