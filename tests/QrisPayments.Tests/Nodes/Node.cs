using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using QrisPayments.TestNode;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Nodes;

/// <summary>A host in a process of its own.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _holding = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _folder = Directory.CreateTempSubdirectory("qris-node-").FullName;

    private Node(string program, Database database, string? holdAt, IEnumerable<(string Key, string? Value)> settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            // Nothing of the test's own folder: neither its settings nor its plugins are found by accident.
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add(program);
        start.ArgumentList.Add("--urls=http://127.0.0.1:0");
        start.Environment["DOTNET_ENVIRONMENT"] = start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        foreach (var (key, value) in TestHost.Settings(database.ConnectionString, settings))
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        if (holdAt is not null)
            start.Environment[NodeSignals.HoldAt] = holdAt;

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, e) => Hear(e.Data);
        _process.ErrorDataReceived += (_, e) => Hear(e.Data);
        _process.Exited += (_, _) =>
            _listening.TrySetException(new InvalidOperationException("The node ended before it listened:\n" + Output));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public ApiClient Api { get; private set; } = null!;

    /// <summary>Set once the handler holds its transaction open.</summary>
    public Task Holding => _holding.Task.WaitAsync(Wait.Bound);

    private string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public static Task<Node> StartAsync(Database database, string? holdAt = null, params IEnumerable<(string, string?)> settings) =>
        StartAsync(new Node(Path.Combine(AppContext.BaseDirectory, "QrisPayments.TestNode.dll"), database, holdAt, settings));

    /// <summary>One that has MySql.Data and no other driver. It runs from its own folder, where the other is not to be found.</summary>
    public static Task<Node> StartWithMySqlDataAsync(Database database, params IEnumerable<(string, string?)> settings)
    {
        // …/tests/QrisPayments.Tests/bin/Debug/net10.0/ → …/tests/QrisPayments.MySqlDataNode/bin/Debug/net10.0/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var tests = output.Parent!.Parent!.Parent!.Parent!.FullName;
        var program = Path.Combine(tests, "QrisPayments.MySqlDataNode", "bin", output.Parent.Name, output.Name,
            "QrisPayments.MySqlDataNode.dll");
        return StartAsync(new Node(program, database, holdAt: null, settings));
    }

    private static async Task<Node> StartAsync(Node node)
    {
        try
        {
            node.Api = new ApiClient(await node._listening.Task.WaitAsync(TimeSpan.FromSeconds(60)));
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client of the node with another app's key, which the caller disposes.</summary>
    public ApiClient Client(string key) => new(Api.Http.BaseAddress!, key: key);

    /// <summary>The MySQL drivers that the process has loaded.</summary>
    public async Task<string[]> DriversAsync() => (await Api.Http.GetFromJsonAsync<string[]>("/node/drivers"))!;

    /// <summary>Moves the node's clock forward.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        var seconds = by.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        var response = await Api.Http.PostAsync($"/node/advance?seconds={seconds}", null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>SIGKILL: no handler of the process runs, no connection is closed in good order.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        Api?.Dispose();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
        if (line.StartsWith(NodeSignals.Listening, StringComparison.Ordinal))
            _listening.TrySetResult(new Uri(line[NodeSignals.Listening.Length..]));
        else if (line.StartsWith(NodeSignals.Holding, StringComparison.Ordinal))
            _holding.TrySetResult();
    }
}
