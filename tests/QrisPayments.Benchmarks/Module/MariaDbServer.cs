using System.Data;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Dapper;

namespace QrisPayments.Benchmarks.Module;

/// <summary>A MariaDB for this run alone, or the server that <c>QRIS_TEST_MYSQL</c> names.</summary>
internal sealed class MariaDbServer : IAsyncDisposable
{
    private readonly Process? _process;
    private readonly string? _folder;

    private MariaDbServer(string connectionString, Process? process, string? folder)
    {
        ConnectionString = connectionString;
        _process = process;
        _folder = folder;
    }

    /// <summary>Without a database name.</summary>
    public string ConnectionString { get; }

    /// <summary>Nothing for a server that is not ours.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process?.Refresh();
            return _process?.TotalProcessorTime ?? default;
        }
    }

    public static async Task<MariaDbServer> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("QRIS_TEST_MYSQL") is { Length: > 0 } given)
            return new MariaDbServer(given.TrimEnd(';'), null, null);

        var folder = Directory.CreateTempSubdirectory("qris-bench-").FullName;
        var data = Path.Combine(folder, "data");
        var port = FreePort();
        using (var install = Start("mariadb-install-db",
            ["--no-defaults", "--user=root", $"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db",
                "--skip-name-resolve"]))
        {
            var said = await install.StandardOutput.ReadToEndAsync() + await install.StandardError.ReadToEndAsync();
            await install.WaitForExitAsync();
            if (install.ExitCode != 0) throw new InvalidOperationException("mariadb-install-db failed: " + said);
        }
        // Durable as by default: a commit that is not flushed would flatter everybody who waits for it.
        var server = Start("mariadbd",
            ["--no-defaults", "--user=root", $"--datadir={data}", "--bind-address=127.0.0.1", $"--port={port}", $"--socket={folder}/s",
                $"--pid-file={folder}/p",
             "--skip-name-resolve", "--character-set-server=utf8mb4", $"--log-error={folder}/log", "--innodb-buffer-pool-size=512M"]);
        var connectionString = $"Server=127.0.0.1;Port={port};User ID=root;CharSet=utf8mb4;SslMode=Disabled";
        for (var wait = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            try
            {
                await using var connection = new MySqlConnection(connectionString);
                await connection.OpenAsync();
                return new MariaDbServer(connectionString, server, folder);
            }
            catch (MySqlException) when (wait.Elapsed < TimeSpan.FromSeconds(30) && !server.HasExited)
            {
                // Still starting.
            }
        }
    }

    /// <summary>Makes an empty database, with the module's tables if wanted.</summary>
    public async Task<string> CreateDatabaseAsync(string name, bool withTables)
    {
        await using var connection = new MySqlConnection(ConnectionString + ";Allow User Variables=true");
        await connection.OpenAsync();
        await connection.ExecuteAsync($"DROP DATABASE IF EXISTS {name}; CREATE DATABASE {name} CHARACTER SET utf8mb4; USE {name}");
        if (withTables) await connection.ExecuteAsync(QrisSchema.Script(), commandTimeout: 120);
        return $"{ConnectionString};Database={name}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;
        await using (var connection = new MySqlConnection(ConnectionString))
            // A single word would be taken for a procedure's name.
            await connection.ExecuteAsync("SHUTDOWN", commandType: CommandType.Text);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder!, recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // mariadbd lives in /usr/sbin, which an ordinary user's PATH leaves out.
    private static Process Start(string name, string[] arguments)
    {
        var path = (string[])["/usr/sbin/" + name, "/usr/bin/" + name, "/usr/local/sbin/" + name];
        var start = new ProcessStartInfo(path.FirstOrDefault(File.Exists) ?? name, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true
        };
        return Process.Start(start)!;
    }
}
