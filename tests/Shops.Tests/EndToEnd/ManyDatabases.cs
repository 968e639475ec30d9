using System.Data.Common;
using Dapper;
using QrisPayments.Sqlite;

namespace QrisPayments.Shops.Tests.EndToEnd;

/// <summary>Databases for processes of their own, each under a name that a test gives; gone at the end.</summary>
internal sealed class ManyDatabases : IDisposable
{
    private const string File = "Data Source=";

    private static int _made;
    private readonly string _folder = Directory.CreateTempSubdirectory("qris-shops-").FullName;
    private readonly List<string> _onServer = [];

    public string Sqlite(string name) => File + Path.Combine(_folder, name + ".db");

    public string MariaDb(string name)
    {
        var database = $"qris_shops_{Environment.ProcessId}_{Interlocked.Increment(ref _made)}_{name.Replace('-', '_')}";
        _onServer.Add(database);
        OnServer($"CREATE DATABASE {database} CHARACTER SET utf8mb4");
        return $"{Server};Database={database}";
    }

    /// <summary>A look into one of them, beside the process whose it is.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(string database, string sql)
    {
        using DbDataSource? file = database.StartsWith(File, StringComparison.Ordinal) ? SqliteTryout.Open(database[File.Length..]) : null;
        await using DbConnection connection = file?.CreateConnection() ?? new MySqlConnection(database);
        return [.. await connection.QueryAsync<string>(sql)];
    }

    public void Dispose()
    {
        foreach (var database in _onServer) OnServer($"DROP DATABASE IF EXISTS {database}");
        Directory.Delete(_folder, recursive: true);
    }

    private static string Server => Environment.GetEnvironmentVariable("QRIS_TEST_MYSQL") is { Length: > 0 } server
        ? server.TrimEnd(';')
        : throw new InvalidOperationException("This test needs a MariaDB. Run tests/run, which starts one (tests/run --help shows how to "
        + "point it at a server of yours).");

    private static void OnServer(string sql)
    {
        using var connection = new MySqlConnection(Server);
        connection.Execute(sql);
    }
}
