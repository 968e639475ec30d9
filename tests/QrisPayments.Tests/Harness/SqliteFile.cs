using System.Data.Common;
using Dapper;
using QrisPayments.Sqlite;

namespace QrisPayments.Tests.Harness;

/// <summary>The try-out database: one file for each test class, so that these classes run beside each other.</summary>
public sealed class SqliteFile : Database, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("qris-test-").FullName;
    private readonly DbDataSource _source;

    public SqliteFile()
    {
        Path = System.IO.Path.Combine(_folder, "qris.db");
        _source = SqliteTryout.Open(Path);
    }

    public string Path { get; }

    public override string ConnectionString => $"Data Source={Path}";

    protected override DbConnection Connect() => _source.CreateConnection();

    protected override string ListTables => "SELECT name FROM sqlite_master WHERE type = 'table'";

    // Respawn does not know SQLite.
    protected override async Task EmptyAsync(DbConnection connection, IReadOnlyList<string> tables)
    {
        // Only outside a transaction, and only for the connection.
        await connection.ExecuteAsync("PRAGMA foreign_keys = OFF");
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var table in tables) await connection.ExecuteAsync($"DELETE FROM {table}", transaction: transaction);
        await transaction.CommitAsync();
    }

    public void Dispose()
    {
        _source.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
