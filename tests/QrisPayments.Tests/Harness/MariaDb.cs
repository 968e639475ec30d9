using System.Data.Common;
using Dapper;
using Respawn;
using Respawn.Graph;

namespace QrisPayments.Tests.Harness;

/// <summary>A database of this project's own on the server that <c>tests/run</c> started.</summary>
public sealed class MariaDb : Database, IDisposable
{
    private readonly string _server;
    private Respawner? _respawner;
    private IReadOnlyList<string> _respawns = [];

    private static int _made;

    public MariaDb() : this("")
    {
    }

    private MariaDb(string suffix)
    {
        var server = Environment.GetEnvironmentVariable("QRIS_TEST_MYSQL");
        if (string.IsNullOrEmpty(server))
            throw new InvalidOperationException(
                "This test needs a MariaDB. Run tests/run, which starts one, or point QRIS_TEST_MYSQL at a server "
                    + "(tests/run --help shows how).");

        _server = server.TrimEnd(';');
        // The process id keeps two runs against one server apart.
        Name = $"qris_test_{Environment.ProcessId}{suffix}";
        OnServer($"DROP DATABASE IF EXISTS {Name}; CREATE DATABASE {Name} CHARACTER SET utf8mb4");
        ConnectionString = $"{_server};Database={Name}";
    }

    public string Name { get; }

    /// <summary>An empty one that a single test has for itself.</summary>
    public static MariaDb New() => new($"_{Interlocked.Increment(ref _made)}");

    public override string ConnectionString { get; }

    protected override DbConnection Connect() => new MySqlConnection(ConnectionString);

    protected override string ListTables => "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()";

    protected override async Task EmptyAsync(DbConnection connection, IReadOnlyList<string> tables)
    {
        // Made when there are tables, and anew when a test has made others.
        if (_respawner is null || !_respawns.SequenceEqual(tables))
        {
            _respawner = await Respawner.CreateAsync(connection, new RespawnerOptions
            {
                DbAdapter = DbAdapter.MySql, SchemasToInclude = [Name], TablesToInclude = [.. tables.Select(table => new Table(table))],
            });
            _respawns = tables;
        }
        // What a test left behind may still hold a lock for a moment, and none for ever.
        await connection.ExecuteAsync("SET innodb_lock_wait_timeout = 5");
        await _respawner.ResetAsync(connection);
    }

    public void Dispose() => OnServer($"DROP DATABASE IF EXISTS {Name}");

    /// <summary>Runs a statement as the server's administrator.</summary>
    public void OnServer(string sql)
    {
        using var connection = new MySqlConnection(_server);
        connection.Execute(sql);
    }
}

/// <summary>Classes on MariaDB share one database, so they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OnMariaDb : ICollectionFixture<MariaDb>
{
    public const string Name = "MariaDB";
}
