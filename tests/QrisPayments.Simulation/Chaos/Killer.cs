using QrisPayments.Simulation.Model;
using QrisPayments.Simulation.Shop;

namespace QrisPayments.Simulation.Chaos;

/// <summary>Kills processes as planned.</summary>
internal sealed class Killer(IReadOnlyList<StoreNode> nodes, MariaDb database, Figures figures)
{
    public const string OfNodes = "SIGKILLs of shops", OfDatabase = "SIGKILLs of MariaDB";

    private static readonly TimeSpan MaxStart = TimeSpan.FromSeconds(90);

    /// <summary>Each process separately: two may be down at once.</summary>
    public Task KillAsync(IReadOnlyList<KillPlan> kills, CancellationToken cancellationToken) =>
        Task.WhenAll(kills.GroupBy(kill => kill.Node).Select(process => EachAsync(process, cancellationToken)));

    private async Task EachAsync(IEnumerable<KillPlan> kills, CancellationToken cancellationToken)
    {
        var began = DateTimeOffset.UtcNow;
        foreach (var kill in kills.OrderBy(kill => kill.At))
        {
            var wait = began + kill.At - DateTimeOffset.UtcNow;
            if (wait > TimeSpan.Zero) await Task.Delay(wait, cancellationToken);
            await (kill.Node is { } node
                ? KillNodeAsync(nodes[node], kill, cancellationToken)
                : KillDatabaseAsync(kill, cancellationToken));
        }
    }

    /// <summary>
    /// Most are killed at work, and some while they start. On a slow machine a start is waited for, but not for ever: without work there
    /// is nothing to interrupt.
    /// </summary>
    private async Task KillNodeAsync(StoreNode node, KillPlan kill, CancellationToken cancellationToken)
    {
        for (var until = DateTimeOffset.UtcNow + MaxStart; !kill.Starting && !node.IsUp && DateTimeOffset.UtcNow < until;)
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        if (!kill.Starting) await Task.Delay(kill.Away, cancellationToken);
        var wasUp = node.IsUp;
        // Between two processes there is a moment with none to kill.
        while (!node.Kill()) await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        figures.Count(OfNodes);
        if (!wasUp) figures.Count(OfNodes + ", of these while starting");
    }

    private async Task KillDatabaseAsync(KillPlan kill, CancellationToken cancellationToken)
    {
        figures.Count(OfDatabase);
        await database.KillAsync(kill.Away, cancellationToken);
    }
}
