using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QrisPayments.Shops.Tests.EndToEnd;

/// <summary>DemoStore as a process of its own.</summary>
internal sealed class Store : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private Store(Uri address, string database, IEnumerable<(string Key, string Value)> settings)
    {
        Address = address;
        // …/tests/Shops.Tests/bin/Debug/net10.0/ → …/src/DemoStore/bin/Debug/net10.0/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var store = Path.Combine(output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName, "src", "DemoStore");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(store, "bin", output.Parent!.Name, output.Name, "DemoStore.dll"), "--urls", address.ToString(),
                "--contentRoot", store },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        foreach (var (key, value) in settings
            .Append(("ConnectionStrings:QrisPayments", database)).Append(("QrisPayments:PublicUrl", address.ToString()))
            .Append(("QrisPayments:Callbacks:AllowedPrivateHosts:0", "127.0.0.1")))
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Api = new ApiClient(address);
    }

    public Uri Address { get; }

    /// <summary>DemoStore's own app, which may do everything.</summary>
    public ApiClient Api { get; }

    /// <summary>All that it wrote to its console.</summary>
    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    public static Uri FreeAddress()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndpoint).Port}/");
    }

    public static async Task<Store> StartAsync(Uri address, string database, params IEnumerable<(string, string)> settings)
    {
        var store = new Store(address, database, settings);
        try
        {
            await Wait.UntilAsync(store.AnswersAsync, "the shop is open", TimeSpan.FromSeconds(60));
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process.HasExited) throw new Xunit.Sdk.XunitException("The shop ended before it listened:\n" + Said);
        try
        {
            return (await Api.Http.GetAsync("/")).StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (_said) _said.AppendLine(line);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Api.Dispose();
    }
}
