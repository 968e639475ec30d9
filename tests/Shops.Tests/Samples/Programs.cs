using System.ComponentModel;
using System.Diagnostics;

namespace QrisPayments.Shops.Tests.Samples;

/// <summary>The programs that the gateways' samples are written for; <c>tests/run</c> installs those that are missing.</summary>
internal static class Programs
{
    /// <summary>A Python that has requests: a machine's own may be another one than its packages'.</summary>
    public static string Python { get; } = Environment.GetEnvironmentVariable("QRIS_TEST_PYTHON") is { Length: > 0 } named
        ? named
        : "python3";

    /// <summary>Runs a program to its end; what it wrote to its standard output.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new Xunit.Sdk.XunitException($"{program} did not end within a minute.");
        }
        var said = await errors;
        return process.ExitCode == 0 && said.Length == 0
            ? await output
            : throw new Xunit.Sdk.XunitException($"{program} ended with {process.ExitCode}: {said}{await output}");
    }

    /// <summary>Starts a program that runs until it is stopped.</summary>
    public static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        // A proxy of the machine has no business between a test and its own host.
        foreach (var proxy in new[] { "http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "all_proxy" })
            start.Environment.Remove(proxy);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new Xunit.Sdk.XunitException($"{program} is missing. Run tests/run, which installs what the gateways' samples need.");
        }
    }
}

/// <summary>A folder for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("qris-sample-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
