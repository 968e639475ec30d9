using QrisPayments.Foundation;
using QrisPayments.Gateways;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Console;

/// <summary>A webhook in a list: all but what was sent, which may be long.</summary>
internal class WebhookLine
{
    public string Id { get; init; } = "";
    public string Account { get; init; } = "";
    public string State { get; init; } = "";
    public string? Verdict { get; init; }
    public string? Reason { get; init; }
    public long Times { get; init; }
    public DateTime ReceivedAtDb { get; init; }

    public DateTimeOffset ReceivedAt => ReceivedAtDb.FromDb();
}

/// <summary>A webhook whole.</summary>
internal sealed class WebhookFile : WebhookLine
{
    public string? PaymentId { get; init; }
    public string Headers { get; init; } = "";
    public string Query { get; init; } = "";
    public string? PathKey { get; init; }
    public string Body { get; init; } = "";
    public long Tries { get; init; }
    public DateTime? ReplayedAtDb { get; init; }

    public DateTimeOffset? ReplayedAt => ReplayedAtDb?.FromDb();

    public bool HasEnded => State is WebhookStates.Applied or WebhookStates.Kept or WebhookStates.Dead;

    /// <summary>Of a long one that a stranger may have sent only the beginning is kept.</summary>
    public bool IsCut { get; init; }
}

/// <summary>What gateways have sent.</summary>
internal sealed class WebhookDesk(Database database)
{
    private const string Lines = """
        SELECT id AS Id, account AS Account, state AS State, verdict AS Verdict, reason AS Reason, times AS Times,
               received_at AS ReceivedAtDb
        FROM qris_webhooks
        WHERE (received_at < @at OR (received_at = @at AND id < @id))
        """;

    private const string Latest = " ORDER BY received_at DESC, id DESC LIMIT @limit";

    private const string All = Lines + Latest;

    private const string Unclear = Lines + " AND (state = 'dead' OR (state = 'kept' AND verdict = 'malformed'))" + Latest;

    private const string Forged = Lines + " AND state = 'kept' AND verdict = 'forged'" + Latest;

    private const string Find = """
        SELECT w.id AS Id, w.account AS Account, w.state AS State, w.verdict AS Verdict, w.reason AS Reason, w.times AS Times,
               w.received_at AS ReceivedAtDb, a.payment_id AS PaymentId, w.headers AS Headers, w.query AS Query,
               w.path_key AS PathKey, w.body AS Body, w.is_cut AS IsCut, w.tries AS Tries, w.replayed_at AS ReplayedAtDb
        FROM qris_webhooks w LEFT JOIN qris_attempts a ON a.id = w.attempt_id
        WHERE w.id = @id
        """;

    private const string CasesOf = Review.Select + " WHERE r.webhook_id = @id ORDER BY r.opened_at DESC";

    /// <summary>The latest first.</summary>
    /// <param name="tab">"" for all, <c>unclear</c> or <c>forged</c>.</param>
    /// <param name="after">Where the page before ended.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<List<WebhookLine>> ListAsync(
        string tab, (DateTimeOffset At, string Id)? after, int limit, CancellationToken cancellationToken) =>
        database.RunAsync(
            s => s.QueryAsync<WebhookLine>(
                tab switch { "unclear" => Unclear, "forged" => Forged, _ => All }, MoneyDesk.Before(after, limit)),
            cancellationToken);

    public Task<WebhookFile?> FindAsync(string id, CancellationToken cancellationToken) =>
        PublicId.Looks(id, "whk")
            ? database.RunAsync(s => s.FirstOrDefaultAsync<WebhookFile>(Find, new { id }), cancellationToken)
            : Task.FromResult<WebhookFile?>(null);

    public Task<List<Review>> CasesOfAsync(string id, CancellationToken cancellationToken) =>
        database.RunAsync(s => s.QueryAsync<Review>(CasesOf, new { id }), cancellationToken);
}
