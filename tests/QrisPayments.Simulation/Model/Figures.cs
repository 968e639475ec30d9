using System.Collections.Concurrent;

namespace QrisPayments.Simulation.Model;

/// <summary>Counts of what happened, for the report.</summary>
internal sealed class Figures
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public IEnumerable<(string What, int Count)> All =>
        _counts.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => (one.Key, one.Value));

    public void Count(string what, int times = 1) => _counts.AddOrUpdate(what, times, (_, before) => before + times);
}
