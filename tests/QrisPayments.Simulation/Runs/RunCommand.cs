using System.Runtime.InteropServices;
using QrisPayments.Simulation.Model;
using QrisPayments.Simulation.Shop;

namespace QrisPayments.Simulation.Runs;

/// <summary><c>run</c>: a storm, a calm, and the reckoning. What it starts it stops, also after Ctrl-C and after a failure.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(RunOptions options)
    {
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            // Not the default, which would leave the processes behind.
            signal.Cancel = true;
            stop.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

        using var place = new Workplace();
        var (plan, findings, figures) = (Plan.Of(options), new Findings(), new Figures());
        Console.WriteLine($"Seed {options.Seed}, plan {plan.Digest}: {plan.Buyers.Count} buyers in {options.Minutes} minutes, "
            + $"{options.Kills} SIGKILLs of shops, {options.DatabaseKills} of MariaDB. Logs: {place.Logs}");
        try
        {
            await using var run = await Run.StartAsync(options, place, findings, figures, stop.Token);
            await run.StormAsync(plan);
            await run.CalmAsync();
            await run.CheckAsync();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.WriteLine("Stopped.");
            return 1;
        }
        // All that was started has been stopped by now.
        catch (Exception exception)
        {
            findings.Add($"The run itself failed: {exception}");
        }
        place.Failed = findings.All.Count > 0;
        Report.Write(findings, figures, place);
        return place.Failed ? 1 : 0;
    }
}
