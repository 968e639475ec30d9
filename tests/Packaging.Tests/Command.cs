using System.Diagnostics;
using System.Text;

namespace QrisPayments.Packaging.Tests;

/// <summary>One command of the .NET SDK, run to its end.</summary>
internal static class Command
{
    /// <summary>Its output; a failure shows all of it.</summary>
    public static async Task<string> DotnetAsync(string folder, string packages, params string[] arguments)
    {
        using var process = new Process { StartInfo = Info(folder, packages, arguments) };
        var output = new StringBuilder();
        void Hear(string? line)
        {
            lock (output)
                output.AppendLine(line);
        }
        process.OutputDataReceived += (_, e) => Hear(e.Data);
        process.ErrorDataReceived += (_, e) => Hear(e.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(7));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new Xunit.Sdk.XunitException($"dotnet {string.Join(' ', arguments)} took too long:\n{output}");
        }
        if (process.ExitCode != 0)
            throw new Xunit.Sdk.XunitException($"dotnet {string.Join(' ', arguments)} failed in {folder}:\n{output}");
        return output.ToString();
    }

    /// <summary>The SDK as somebody else's machine has it: our own settings and package folder out of the way.</summary>
    public static ProcessStartInfo Info(string folder, string packages, params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The test host of this run tells its children which SDK and which build server to use.
        foreach (var name in info.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
            || k.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)).ToList())
            info.Environment.Remove(name);
        // Nothing that a former build left running has a part in this one, and this one leaves nothing running.
        info.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        info.Environment["UseSharedCompilation"] = "false";
        info.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        info.Environment["NUGET_PACKAGES"] = packages;
        info.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        info.Environment["DOTNET_NOLOGO"] = "1";
        return info;
    }
}
