using System.Diagnostics;

namespace QrisPayments.Simulation.Shop;

/// <summary>A MariaDB of this run alone, which can be killed and started again on the same data and port.</summary>
internal sealed class MariaDb : IAsyncDisposable
{
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(15);

    private readonly List<(DateTimeOffset From, DateTimeOffset Until)> _outages = [];
    private readonly Workplace _place;
    private readonly int _port = Ports.Take();
    private Process? _process;

    private MariaDb(Workplace place) => _place = place;

    /// <summary>Without a database name.</summary>
    public string Server => $"Server=127.0.0.1;Port={_port};User ID=root;CharSet=utf8mb4;SslMode=Disabled";

    /// <summary>Of the database that both shops share.</summary>
    public string Shop => Server + ";Database=shop";

    /// <summary>
    /// Whether it was away at a time, or so shortly before that a process which starts then could still end because of it.
    /// </summary>
    public bool WasAway(DateTimeOffset at)
    {
        lock (_outages) return _outages.Any(outage => outage.From <= at && at <= outage.Until + Aftermath);
    }

    public static async Task<MariaDb> StartAsync(Workplace place, CancellationToken cancellationToken)
    {
        var server = new MariaDb(place);
        try
        {
            await server.InstallAsync(cancellationToken);
            await server.BeginAsync(cancellationToken);
            await using var connection = new MySqlConnection(server.Server);
            await connection.OpenAsync(cancellationToken);
            await using var create = new MySqlCommand("CREATE DATABASE shop CHARACTER SET utf8mb4", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL, nothing for a while, and a start that recovers from its log.</summary>
    public async Task KillAsync(TimeSpan away, CancellationToken cancellationToken)
    {
        var from = DateTimeOffset.UtcNow;
        await DisposeAsync();
        await Task.Delay(away, cancellationToken);
        await BeginAsync(cancellationToken);
        lock (_outages) _outages.Add((from, DateTimeOffset.UtcNow));
    }

    /// <summary>SIGKILL. What was committed is on the disk, so nothing is lost by the fast way.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    private async Task InstallAsync(CancellationToken cancellationToken)
    {
        using var install = Start("mariadb-install-db", "--no-defaults", "--user=root", $"--datadir={_place.Data}",
            "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve");
        var said = await install.StandardOutput.ReadToEndAsync(cancellationToken);
        await install.WaitForExitAsync(cancellationToken);
        if (install.ExitCode != 0) throw new InvalidOperationException("mariadb-install-db failed: " + said);
    }

    // Durable as by default: what was committed must be there after a SIGKILL.
    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        _process = Start("mariadbd", "--no-defaults", "--user=root", $"--datadir={_place.Data}", "--bind-address=127.0.0.1",
            $"--port={_port}", $"--socket={_place.File("s")}", $"--pid-file={_place.File("pid")}", "--skip-name-resolve",
            "--character-set-server=utf8mb4", $"--log-error={_place.Log("mariadb.log")}", "--max-connections=600",
            "--innodb-buffer-pool-size=256M");
        for (var wait = Stopwatch.StartNew(); ; await Task.Delay(100, cancellationToken))
        {
            try
            {
                await using var connection = new MySqlConnection(Server + ";Pooling=false");
                await connection.OpenAsync(cancellationToken);
                return;
            }
            catch (MySqlException) when (wait.Elapsed < TimeSpan.FromSeconds(60) && !_process.HasExited)
            {
                // Still starting.
            }
        }
    }

    // mariadbd lives in /usr/sbin, which an ordinary user's PATH leaves out.
    private static Process Start(string name, params string[] arguments)
    {
        var path = (string[])["/usr/sbin/" + name, "/usr/bin/" + name, "/usr/local/sbin/" + name];
        var start = new ProcessStartInfo(path.FirstOrDefault(File.Exists) ?? name, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        // What matters stands in its log.
        process.BeginErrorReadLine();
        return process;
    }
}
