using System.Data.Common;
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

    // Only outside a transaction, and only for the connection.
    protected override string SuspendForeignKeys => "PRAGMA foreign_keys = OFF";

    public void Dispose()
    {
        _source.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
