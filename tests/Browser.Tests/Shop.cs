using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace QrisPayments.Browser.Tests;

/// <summary>DemoStore as a process of its own, on a free port, with an empty try-out database.</summary>
public class Shop : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("qris-browser-").FullName;
    private Process? _process;

    public string Address { get; private set; } = "";

    /// <summary>Adds settings, as environment variables.</summary>
    /// <param name="settings">What the shop starts with.</param>
    /// <param name="folder">A folder that goes with the shop.</param>
    protected virtual void Configure(IDictionary<string, string?> settings, string folder) { }

    public virtual async Task InitializeAsync()
    {
        // …/tests/Browser.Tests/bin/Debug/net10.0/ → …/src/DemoStore/bin/Debug/net10.0/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        var store = Path.Combine(root, "src", "DemoStore");
        Address = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(store, "bin", output.Parent!.Name, output.Name, "DemoStore.dll"), "--urls", Address,
                "--contentRoot", store },
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ConnectionStrings__QrisPayments"] = $"Data Source={Path.Combine(_folder, "shop.db")}",
                ["Logging__LogLevel__Default"] = "Warning",
                // All tests of a shop are one visitor, by their address.
                ["QrisPayments__Limits__OpenPerVisitor"] = "0",
            },
        };
        Configure(start.Environment, _folder);
        _process = Process.Start(start)!;
        using var http = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            try
            {
                if ((await http.GetAsync(Address)).StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException) when (tries < 300 && !_process.HasExited)
            {
                // Not listening yet.
            }
            await Task.Delay(100);
        }
    }

    public virtual async Task DisposeAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
