using QrisPayments.Benchmarks.Module.Hosts;

namespace QrisPayments.Benchmarks.Module;

/// <summary>What a host pays for the module before the first request.</summary>
internal sealed record StartCosts(double Milliseconds, double ProcessorMilliseconds, double WorkingSetMegabytes, double ManagedMegabytes)
{
    /// <summary>Without and with the module, by turns; medians.</summary>
    public static async Task<(StartCosts Without, StartCosts With)> MeasureAsync(int starts, string connectionString)
    {
        var (without, with) = (new List<StartCosts>(), new List<StartCosts>());
        for (var start = 0; start < starts; start++)
        {
            without.Add(await OnceAsync(BenchmarkHost.Plain, null));
            with.Add(await OnceAsync(BenchmarkHost.Module, connectionString));
        }
        return (Median(without), Median(with));
    }

    /// <summary>The module without a plugin and with six, by turns; medians.</summary>
    public static async Task<(StartCosts Without, StartCosts With)> MeasurePluginsAsync(int starts, string connectionString)
    {
        using var plugins = SixPlugins.Write();
        var (without, with) = (new List<StartCosts>(), new List<StartCosts>());
        for (var start = 0; start < starts; start++)
        {
            without.Add(await OnceAsync(BenchmarkHost.Module, connectionString, plugins.None, accounts: 0));
            with.Add(await OnceAsync(BenchmarkHost.Module, connectionString, plugins.Six, SixPlugins.Count));
        }
        return (Median(without), Median(with));
    }

    private static async Task<StartCosts> OnceAsync(string kind, string? connectionString, string? plugins = null, int? accounts = null)
    {
        await using var host = await HostProcess.StartAsync(kind, connectionString, plugins);
        // What starts in the background has started by then.
        await Task.Delay(TimeSpan.FromSeconds(1));
        var (workingSet, processor) = (host.WorkingSet, host.ProcessorTime);
        // A plugin that was refused costs nothing.
        if (accounts is not null && await host.AccountsAsync() != accounts)
            throw new InvalidOperationException($"The host has {await host.AccountsAsync()} accounts instead of {accounts}.");
        return new StartCosts(host.StartedIn.TotalMilliseconds, processor.TotalMilliseconds, workingSet / 1048576.0,
            await host.ManagedAsync() / 1048576.0);
    }

    private static StartCosts Median(List<StartCosts> costs) => new(
        Race.Median(costs.Select(cost => cost.Milliseconds)),
        Race.Median(costs.Select(cost => cost.ProcessorMilliseconds)),
        Race.Median(costs.Select(cost => cost.WorkingSetMegabytes)),
        Race.Median(costs.Select(cost => cost.ManagedMegabytes)));
}
