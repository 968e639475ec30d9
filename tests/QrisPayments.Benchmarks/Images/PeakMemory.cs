using System.Globalization;

namespace QrisPayments.Benchmarks.Images;

/// <summary>The most memory that this process has had since it was asked to look, native and managed, as Linux counts it.</summary>
internal static class PeakMemory
{
    /// <summary>Begins to look; answers what is in use now.</summary>
    public static long Restart()
    {
        // Resets VmHWM (proc(5)).
        File.WriteAllText("/proc/self/clear_refs", "5");
        return Read("VmRSS:");
    }

    public static long Now => Read("VmHWM:");

    private static long Read(string name)
    {
        foreach (var line in File.ReadLines("/proc/self/status"))
            if (line.StartsWith(name, StringComparison.Ordinal))
                return 1024 * long.Parse(line.AsSpan(name.Length).Trim().TrimEnd("kB ").ToString(), CultureInfo.InvariantCulture);
        throw new InvalidOperationException($"/proc/self/status has no {name}");
    }
}
