using MySqlConnector;

namespace QrisPayments.Packaging.Tests;

/// <summary>An empty database on the server that <c>tests/run</c> started, for one shop.</summary>
internal sealed class TestDatabase : IDisposable
{
    private static int _made;

    private readonly string _server = Environment.GetEnvironmentVariable("QRIS_TEST_MYSQL")?.TrimEnd(';')
        ?? throw new InvalidOperationException("This test needs a MariaDB. Run tests/run, which starts one (tests/run --help).");

    private readonly string _name = $"qris_shop_{Environment.ProcessId}_{Interlocked.Increment(ref _made)}";

    public TestDatabase() => OnServer($"DROP DATABASE IF EXISTS {_name}; CREATE DATABASE {_name} CHARACTER SET utf8mb4");

    public string ConnectionString => $"{_server};Database={_name}";

    public void Dispose() => OnServer($"DROP DATABASE IF EXISTS {_name}");

    private void OnServer(string sql)
    {
        using var connection = new MySqlConnection(_server);
        connection.Open();
        using var command = new MySqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
