using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using QrisPayments.Tests.Harness;
using Database = QrisPayments.Tests.Harness.Database;

namespace QrisPayments.Tests.EntityFramework;

/// <summary>EF Core 10 on SQLite; EF Core 9 with Pomelo on MariaDB is in <c>QrisPayments.Pomelo.Tests</c>, since a process has one.</summary>
internal static class OnSqlite
{
    public static void Use(DbContextOptionsBuilder options, Database database) => options.UseSqlite(database.ConnectionString,
        sqlite => sqlite.ExecutionStrategy(dependencies => new Retries(dependencies)));

    private sealed class Retries(ExecutionStrategyDependencies dependencies)
        : ExecutionStrategy(dependencies, maxRetryCount: 3, TimeSpan.FromMilliseconds(10))
    {
        protected override bool ShouldRetryOn(Exception exception) => exception is TimeoutException;
    }
}

public sealed class SaveWithPaymentOnSqliteTests(SqliteFile database) : SaveWithPaymentTests(database), IClassFixture<SqliteFile>
{
    protected override void Use(DbContextOptionsBuilder options) => OnSqlite.Use(options, Database);
}

public sealed class DbContextHandlerOnSqliteTests(SqliteFile database) : DbContextHandlerTests(database), IClassFixture<SqliteFile>
{
    protected override void Use(DbContextOptionsBuilder options) => OnSqlite.Use(options, Database);

    [Fact]
    public async Task F25_A_context_on_another_kind_of_database_is_refused_with_the_remedy()
    {
        await using var db = Context();
        await using var mysql = new MySqlConnection();

        var exception = await RefusedAsync(db, mysql);

        Assert.Contains("ShopContext uses SqliteConnection", exception.Message, StringComparison.Ordinal);
        Assert.Contains("IPaymentHandler", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F25_A_context_on_another_file_is_refused_with_both_names()
    {
        using var file = new SqliteFile();
        await using var db = Context();
        await using var other = await file.OpenAsync();

        var exception = await RefusedAsync(db, other);

        Assert.Contains(Path.GetFullPath(other.DataSource), exception.Message, StringComparison.Ordinal);
        Assert.Contains(Path.GetFullPath(db.Database.GetDbConnection().DataSource), exception.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings:QrisPayments", exception.Message, StringComparison.Ordinal);
    }
}
