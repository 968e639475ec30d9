using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace QrisPayments.Simulation.Shop;

/// <summary>One DemoStore process, started again whenever it ends, as a service manager does.</summary>
internal sealed partial class StoreNode : IAsyncDisposable
{
    private const int Term = 15;

    /// <summary>How long an orderly stop may take: what is under way ends first.</summary>
    private static readonly TimeSpan MaxStop = TimeSpan.FromSeconds(60);

    private readonly ProcessStartInfo _start;
    private readonly Lock _lock = new();
    private readonly TextWriter _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<OwnEnd> _ends = new();
    private Process? _process;
    private Task _running = Task.CompletedTask;
    private bool _isKilled;

    public StoreNode(string name, int port, Workplace place, IReadOnlyDictionary<string, string> settings)
    {
        Name = name;
        Address = new Uri($"http://127.0.0.1:{port}/");
        _log = TextWriter.Synchronized(new StreamWriter(place.Log($"{name}.log")) { AutoFlush = true });
        // …/tests/QrisPayments.Simulation/bin/Debug/net10.0/ → …/src/DemoStore/bin/Debug/net10.0/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var store = Path.Combine(output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName, "src", "DemoStore");
        _start = new ProcessStartInfo("dotnet",
            [Path.Combine(store, "bin", output.Parent.Name, output.Name, "DemoStore.dll"), "--urls", Address.AbsoluteUri, "--contentRoot",
                store])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        _start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        _start.Environment["HOME"] = place.Home;
        _start.Environment["TMPDIR"] = place.Home;
        foreach (var (key, value) in settings) _start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
    }

    public string Name { get; }

    public Uri Address { get; }

    /// <summary>Whether it has begun to listen since it was started.</summary>
    public bool IsUp { get; private set; }

    /// <summary>How often the process was started.</summary>
    public int Starts { get; private set; }

    /// <summary>Every end that was not of our making.</summary>
    public IReadOnlyCollection<OwnEnd> OwnEnds => _ends;

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>SIGKILL; it comes up again by itself. False when there was no process just then.</summary>
    public bool Kill()
    {
        lock (_lock)
        {
            if (_process is null or { HasExited: true }) return false;
            (_isKilled, IsUp) = (true, false);
            _process.Kill();
            _log.WriteLine($"---- SIGKILL {Time()}");
            return true;
        }
    }

    /// <summary>SIGTERM; null when the process ended in time and with 0, otherwise what happened instead.</summary>
    public async Task<string?> StopAsync()
    {
        Process? process;
        lock (_lock)
        {
            _stop.Cancel();
            process = _process;
            if (process is null or { HasExited: true }) return $"{Name} was not running at the end";
            _log.WriteLine($"---- SIGTERM {Time()}");
            _ = SendSignal(process.Id, Term);
        }
        try
        {
            await process.WaitForExitAsync().WaitAsync(MaxStop);
        }
        catch (TimeoutException)
        {
            return $"{Name} did not stop within {MaxStop.TotalSeconds} s of SIGTERM";
        }
        return process.ExitCode == 0 ? null : $"{Name} ended with exit code {process.ExitCode} after SIGTERM";
    }

    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _stop.Cancel();
            if (_process is { HasExited: false }) _process.Kill();
        }
        await _running;
        _process?.Dispose();
        await _log.DisposeAsync();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var process = Begin();
            await process.WaitForExitAsync();
            bool wasKilled;
            lock (_lock)
            {
                (wasKilled, _isKilled) = (_isKilled, false);
                if (_stop.IsCancellationRequested) return;
            }
            if (!wasKilled) _ends.Enqueue(new OwnEnd(Name, DateTimeOffset.UtcNow, process.ExitCode));
            await Task.Delay(TimeSpan.FromMilliseconds(300), _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private Process Begin()
    {
        lock (_lock)
        {
            _process?.Dispose();
            IsUp = false;
            _log.WriteLine($"---- start {Time()}");
            var process = new Process { StartInfo = _start };
            process.OutputDataReceived += (_, line) => Hear(line.Data);
            process.ErrorDataReceived += (_, line) => Hear(line.Data);
            process.Start();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            Starts++;
            return _process = process;
        }
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        _log.WriteLine(line);
        if (line.Contains("Now listening on", StringComparison.Ordinal)) IsUp = true;
    }

    private static string Time() => DateTimeOffset.UtcNow.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    // .NET sends a process no other signal than SIGKILL.
    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}

/// <summary>A process that ended although nothing had killed it.</summary>
internal sealed record OwnEnd(string Node, DateTimeOffset At, int ExitCode);
