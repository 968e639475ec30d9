using System.Runtime.CompilerServices;
using QrisPayments.Gateways;
using QrisPayments.Notifications;
using QrisPayments.Plugins;
using QrisPayments.Storage;

namespace QrisPayments.Outbox;

/// <summary>
/// Looks for what is due, receiver by receiver: however much waits for one, the next one is one step in the index away. (A grouping
/// would find them all in one statement, but MariaDB and SQLite read every row for it.)
/// </summary>
internal sealed class DueDeliveries(Database database, HandlerDirectory handlers, PluginHost plugins, TimeProvider clock)
{
    // Many at a time, for when many receivers have one row each; the index has all of it.
    private const string FindNext = """
        SELECT receiver AS Name, due_at AS DueAt FROM qris_deliveries
        WHERE kind = @kind AND state = 'due' AND receiver > @after ORDER BY receiver, due_at LIMIT @page
        """;

    private const int Page = 64;

    // A delivery for a facade that this node does not have is left to the node that has it, or until it is there again.
    private const string FindDue = """
        SELECT d.id AS Id, d.payment_id AS PaymentId, d.kind AS Kind, d.target AS Target, d.receiver AS Receiver, d.tries AS Tries,
               d.facade AS Facade, d.app AS App, d.credit_id AS CreditId, e.id AS EventId, e.type AS EventType, e.at AS EventAt
        FROM qris_deliveries d LEFT JOIN qris_events e ON e.id = d.event_id
        WHERE d.kind = @kind AND d.state = 'due' AND d.receiver = @receiver AND d.due_at <= @now AND (d.lease_until IS NULL OR d.lease_until < @now)
          AND (d.facade IS NULL OR d.facade IN @facades)
        ORDER BY d.due_at LIMIT @most
        """;

    private const string CountByTarget = """
        SELECT target AS Target, COUNT(*) AS Waiting FROM qris_deliveries WHERE kind = 'handler' AND state = 'due' GROUP BY target
        """;

    // A list without a name would be no SQL.
    private string[] Facades => [.. plugins.Current.Facades.Select(facade => facade.PluginId), "-"];

    /// <summary>Up to <paramref name="most"/> of a receiver's that nobody is at work on, the oldest first.</summary>
    public async Task<IReadOnlyList<Delivery>> FindAsync(string kind, string receiver, int most, CancellationToken cancellationToken) =>
        await database.RunAsync(s => s.QueryAsync<Delivery>(FindDue, new { kind, receiver, most, now = clock.Now().ToDb(), facades = Facades }), cancellationToken);

    /// <summary>Every receiver for which something is due, once, beginning with the one that follows <paramref name="after"/>.</summary>
    public async IAsyncEnumerable<string> ReceiversAsync(string kind, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (last, again) = (after, false);
        while (true)
        {
            var next = await database.RunAsync(s => s.QueryAsync<Waiting>(FindNext, new { kind, after = last, page = Page }), cancellationToken);
            // Of each receiver the first row is the oldest.
            foreach (var oldest in next.DistinctBy(row => row.Name))
            {
                if (again && string.CompareOrdinal(oldest.Name, after) > 0) yield break;
                last = oldest.Name;
                if (oldest.DueAt <= clock.Now().ToDb()) yield return last;
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

    /// <summary>Handlers that this node does not have although deliveries wait for them.</summary>
    public async Task<IReadOnlyList<(string Target, long Waiting)>> FindOrphansAsync(CancellationToken cancellationToken)
    {
        var known = handlers.Targets;
        var waiting = await database.RunAsync(s => s.QueryAsync<TargetCount>(CountByTarget), cancellationToken);
        return [.. waiting.Where(target => !known.Contains(target.Target)).Select(target => (target.Target, target.Waiting))];
    }

    private sealed class TargetCount
    {
        public string Target { get; init; } = "";
        public long Waiting { get; init; }
    }
}
