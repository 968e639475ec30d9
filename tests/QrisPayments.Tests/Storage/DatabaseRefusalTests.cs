using System.Data.Common;
using Dapper;
using QrisPayments.Storage;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Storage;

/// <summary>What the server itself says reaches the operator with its remedy; only silence is called unreachable.</summary>
[Collection(OnMariaDb.Name)]
public sealed class DatabaseRefusalTests() : FreshDatabaseTests(MariaDb.New())
{
    private const string Setting = "ConnectionStrings:QrisPayments";

    private MariaDb Server => (MariaDb)Database;

    private string User => Server.Name + "_u";

    public override async Task DisposeAsync()
    {
        Server.OnServer($"DROP USER IF EXISTS {User}");
        await base.DisposeAsync();
    }

    /// <summary>A connection string of a user with these rights on the database.</summary>
    private string As(string? rights, string password = "rahasia-sekali")
    {
        Server.OnServer($"CREATE USER IF NOT EXISTS {User} IDENTIFIED BY 'rahasia-sekali'");
        if (rights is not null) Server.OnServer($"GRANT {rights} ON {Server.Name}.* TO {User}");
        return With(("User ID", User), ("Password", password));
    }

    private string With(params (string Key, string Value)[] changes)
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = Database.ConnectionString };
        foreach (var (key, value) in changes) parts[key] = value;
        return parts.ConnectionString;
    }

    private async Task<string> RefusalAsync(string code, string connectionString, params string[] parts)
    {
        var fault = await RefusalAsync((Setting, connectionString));
        Assert.Equal((Setting, code), (fault.Field, fault.Code));
        Assert.All(parts, part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("that the server runs", code == "database_unreachable" ? "" : fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("rahasia-sekali", fault.Message, StringComparison.Ordinal);
        return fault.Message;
    }

    [Fact]
    public Task A_wrong_password() =>
        RefusalAsync("database_refused", As("ALL", password: "salah"), "Access denied", "error 1045",
            $"Correct the user and the password in {Setting}");

    [Fact]
    public Task A_user_who_may_not_enter_the_database() =>
        RefusalAsync("database_refused", As(null), "Access denied", Server.Name, "error 1044", "Grant the user SELECT");

    [Fact]
    public Task A_database_that_does_not_exist() =>
        RefusalAsync("database_refused", With(("Database", "tidak_ada")),
            "Unknown database 'tidak_ada'", "error 1049", "Create this database");

    [Fact]
    public Task A_server_that_is_not_there() =>
        RefusalAsync("database_unreachable",
            "Server=127.0.0.1;Port=1;User ID=nobody;Password=rahasia-sekali;Database=none;ConnectionTimeout=2", "that the server runs");

    [Fact]
    public async Task A_user_who_may_not_create_tables_is_told_the_step_the_rights_and_the_script()
    {
        await RefusalAsync("migration_failed", As("SELECT, INSERT, UPDATE, DELETE"),
            "bookkeeping/01", "qris_migrations", "CREATE command denied", "error 1142", "CREATE and INDEX", "QrisSchema.Script()",
                "QrisPayments:Migrate to false");

        // The remedy is one.
        await using (var connection = await Database.OpenAsync())
            await connection.ExecuteAsync(QrisSchema.Script());
        var host = await StartAsync((Setting, As(null)), ("QrisPayments:Migrate", "false"));
        await host.Api.CreateAsync();
    }

    [Fact]
    public async Task Rights_that_are_granted_later_let_the_next_start_continue()
    {
        await RefusalAsync("migration_failed", As("SELECT, INSERT, UPDATE, DELETE, CREATE"),
            "0001_payments/02", "CREATE UNIQUE INDEX ux_qris_payments_open_order ON qris_payments", "INDEX command denied",
                "The next start continues with this step");
        var first = await Database.ScalarAsync<DateTime>("SELECT done_at FROM qris_migrations WHERE step = '0001_payments/01'");
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_migrations"));

        var host = await StartAsync((Setting, As("INDEX")));

        await host.Api.CreateAsync();
        Assert.Equal(Migration.All.Count,
            await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_migrations WHERE done_at IS NOT NULL"));
        Assert.Equal(first, await Database.ScalarAsync<DateTime>("SELECT done_at FROM qris_migrations WHERE step = '0001_payments/01'"));
    }

    [Fact]
    public Task A_user_who_may_not_read_is_told_so() =>
        RefusalAsync("database_refused", As("CREATE"), "SELECT command denied", "error 1142",
            "Grant the user SELECT, INSERT, UPDATE and DELETE");
}

/// <summary>The same of the file.</summary>
public sealed class FileRefusalTests() : FreshDatabaseTests(new SqliteFile())
{
    [Fact]
    public async Task A_file_in_a_folder_that_does_not_exist_is_unreachable()
    {
        var fault = await RefusalAsync(("ConnectionStrings:QrisPayments", "Data Source=/no/such/folder/shop.db"));
        Assert.Equal(("ConnectionStrings:QrisPayments", "database_unreachable"), (fault.Field, fault.Code));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_in_sqlites_words()
    {
        var file = Path.Combine(Path.GetDirectoryName(((SqliteFile)Database).Path)!, "notes.txt");
        await File.WriteAllTextAsync(file, new string('x', 5_000));

        var fault = await RefusalAsync(("ConnectionStrings:QrisPayments", $"Data Source={file}"));

        Assert.Equal(("ConnectionStrings:QrisPayments", "database_refused"), (fault.Field, fault.Code));
        Assert.Contains("not a database", fault.Message, StringComparison.Ordinal);
    }
}
