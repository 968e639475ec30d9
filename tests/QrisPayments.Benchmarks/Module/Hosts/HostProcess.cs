using System.Diagnostics;
using System.Globalization;

namespace QrisPayments.Benchmarks.Module.Hosts;

/// <summary>This program again, as a host of the wanted kind.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly Process _process;

    private HostProcess(Process process, Uri address, TimeSpan startedIn)
    {
        _process = process;
        Address = address;
        StartedIn = startedIn;
    }

    public Uri Address { get; }

    /// <summary>From the start of the process to its first answer.</summary>
    public TimeSpan StartedIn { get; }

    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <param name="kind">One of <see cref="BenchmarkHost"/>'s.</param>
    /// <param name="connectionString">Of the database that it uses, if any.</param>
    /// <param name="plugins">Where its plugins are, if not beside it.</param>
    /// <param name="program">Another build of this program, to be held against this one.</param>
    public static async Task<HostProcess> StartAsync(string kind, string? connectionString, string? plugins = null, string? program = null)
    {
        var address = new Uri($"http://127.0.0.1:{MariaDbServer.FreePort()}");
        string[] arguments =
        [
            program ?? typeof(HostProcess).Assembly.Location, BenchmarkHost.Command, kind, address.OriginalString.TrimEnd('/'),
            .. new[] { connectionString, plugins }.OfType<string>(),
        ];
        var start = new ProcessStartInfo("dotnet", arguments);
        // What a web project has unless it says otherwise; this one says otherwise for the codec's sake.
        start.Environment["DOTNET_gcServer"] = "1";
        var watch = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        using var http = new HttpClient { BaseAddress = address };
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync("/");
                if (answer.IsSuccessStatusCode) return new HostProcess(process, address, watch.Elapsed);
            }
            catch (HttpRequestException) when (watch.Elapsed < TimeSpan.FromSeconds(60) && !process.HasExited)
            {
                await Task.Delay(2);
            }
        }
    }

    /// <summary>Bytes of managed objects that are still in use.</summary>
    public async Task<long> ManagedAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        return long.Parse(await http.GetStringAsync("/memory"), CultureInfo.InvariantCulture);
    }

    /// <summary>How many accounts take payments.</summary>
    public async Task<int> AccountsAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        return int.Parse(await http.GetStringAsync("/accounts"), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
