using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace QrisPayments.Browser.Tests;

/// <summary>DemoStore as a process of its own, on a free port, with an empty try-out database.</summary>
public partial class Shop : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("qris-browser-").FullName;
    private readonly TaskCompletionSource<string> _link = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;
    private string? _pass;

    public string Address { get; private set; } = "";

    /// <summary>The console's one-time link, as the start prints it.</summary>
    public Task<string> ConsoleLinkAsync() => _link.Task.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>The cookie of the developer's own browser; the first call gets it by the link.</summary>
    public async Task<(string Name, string Value)> ConsolePassAsync() => (PassName, await PassAsync());

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
                ["Logging__LogLevel__QrisPayments.Console"] = "Information",
                // All tests of a shop are one visitor, by their address.
                ["QrisPayments__Limits__OpenPerVisitor"] = "0",
            },
            RedirectStandardOutput = true,
        };
        Configure(start.Environment, _folder);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null) return;
            System.Console.WriteLine(line.Data);
            if (Link().Match(line.Data) is { Success: true } link) _link.TrySetResult(link.Value);
        };
        _process.BeginOutputReadLine();
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

    private string PassName => $"qris-console-{new Uri(Address).Port}";

    private async Task<string> PassAsync()
    {
        if (_pass is not null) return _pass;
        var link = await ConsoleLinkAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("token", link[(link.LastIndexOf('/') + 1)..])]);
        using var answer = await http.PostAsync(Address + "/qris/admin/open", form);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith(PassName + "=", StringComparison.Ordinal));
        return _pass = cookie.Split(';')[0][(PassName.Length + 1)..];
    }

    [GeneratedRegex("http://[^ ]+/qris/admin/open/[A-Za-z0-9_-]+")]
    private static partial Regex Link();

    protected static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
