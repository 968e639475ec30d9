using System.Runtime.CompilerServices;
using QrisPayments.Storage;

namespace QrisPayments.Outbox;

/// <summary>
/// Looks for what is due, receiver by receiver: however much waits for one, the next one is one step in the index away. (A grouping
/// would find them all in one statement, but MariaDB and SQLite read every row for it.)
/// </summary>
internal sealed class DueDeliveries(Database database)
{
    // Many at a time, for when many receivers have one row each; the index has all of it.
    private const string FindNext = """
        SELECT receiver AS Name, due_at AS DueAt FROM qris_deliveries
        WHERE kind = @kind AND state = 'due' AND receiver > @after ORDER BY receiver, due_at LIMIT @page
        """;

    private const int Page = 64;

    private const string FindDue = """
        SELECT id AS Id, kind AS Kind, subject AS Subject, event_id AS EventId, target AS Target, receiver AS Receiver, needs AS Needs,
          args AS Args, tries AS Tries
        FROM qris_deliveries
        WHERE kind = @kind AND state = 'due' AND receiver = @receiver AND due_at <= @now AND (lease_until IS NULL OR lease_until < @now)
          AND (needs IS NULL OR needs IN @has)
        ORDER BY due_at LIMIT @max
        """;

    private const string CountByTarget = """
        SELECT target AS Target, COUNT(*) AS Waiting FROM qris_deliveries WHERE kind = @kind AND state = 'due' GROUP BY target
        """;

    /// <summary>Up to <paramref name="max"/> of a receiver's that nobody is at work on, the oldest first.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="receiver">The receiver.</param>
    /// <param name="has">What this node has (<see cref="IDeliver.Has"/>).</param>
    /// <param name="max">How many.</param>
    /// <param name="cancellationToken">Set when the host stops.</param>
    public async Task<IReadOnlyList<Delivery>> FindAsync(
        string kind, string receiver, IReadOnlyCollection<string> has, int max, CancellationToken cancellationToken)
    {
        // A list without a name would be no SQL.
        string[] names = [.. has, "-"];
        return await database.RunAsync(s => s.QueryAsync<Delivery>(FindDue, new { kind, receiver, max, now = s.Now.ToDb(), has = names }),
            cancellationToken);
    }

    /// <summary>Every receiver for which something is due, once, beginning with the one that follows <paramref name="after"/>.</summary>
    public async IAsyncEnumerable<string> ReceiversAsync(
        string kind, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (last, again) = (after, false);
        while (true)
        {
            var now = DateTime.MinValue;
            var next = await database.RunAsync(s =>
            {
                now = s.Now.ToDb();
                return s.QueryAsync<Waiting>(FindNext, new { kind, after = last, page = Page });
            }, cancellationToken);
            // Of each receiver the first row is the oldest.
            foreach (var oldest in next.DistinctBy(row => row.Name))
            {
                if (again && string.CompareOrdinal(oldest.Name, after) > 0) yield break;
                last = oldest.Name;
                if (oldest.DueAt <= now) yield return last;
            }
            if (next.Count == Page) continue;
            // Past the last one it goes on with the first, up to where it began.
            if (again || after == "") yield break;
            (last, again) = ("", true);
        }
    }

    private sealed class Waiting
    {
        public string Name { get; init; } = "";
        public DateTime DueAt { get; init; }
    }

    /// <summary>Targets that are not among the known ones although deliveries wait for them.</summary>
    public async Task<IReadOnlyList<(string Target, long Waiting)>> FindOrphansAsync(
        string kind, IReadOnlyList<string> known, CancellationToken cancellationToken)
    {
        var waiting = await database.RunAsync(s => s.QueryAsync<TargetCount>(CountByTarget, new { kind }), cancellationToken);
        return [.. waiting.Where(target => !known.Contains(target.Target)).Select(target => (target.Target, target.Waiting))];
    }

    private sealed class TargetCount
    {
        public string Target { get; init; } = "";
        public long Waiting { get; init; }
    }
}
