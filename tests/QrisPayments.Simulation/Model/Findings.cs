using System.Collections.Concurrent;

namespace QrisPayments.Simulation.Model;

/// <summary>What did not hold. The run goes on, so that one report names everything.</summary>
internal sealed class Findings
{
    private readonly ConcurrentQueue<string> _all = new();

    public IReadOnlyCollection<string> All => _all;

    public void Add(string finding)
    {
        _all.Enqueue(finding);
        Console.WriteLine($"{DateTimeOffset.UtcNow:HH:mm:ss} FOUND {finding}");
    }

    public void Add(bool holds, string finding)
    {
        if (!holds) Add(finding);
    }
}
