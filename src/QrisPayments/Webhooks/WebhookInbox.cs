using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Storage;

namespace QrisPayments.Webhooks;

/// <summary>Keeps webhooks: whole, once, and only for a set time.</summary>
internal sealed class WebhookInbox(Database database, TimeProvider clock)
{
    /// <summary>One claim may ask a gateway; after this, whoever claimed has died.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private const string Insert = """
        INSERT INTO qris_webhooks (id, account, attempt_id, digest, headers, query, path_key, body, times, state, tries, due_at, received_at)
        VALUES (@id, @account, @attemptId, @digest, @headers, @query, @pathKey, @body, 1, 'received', 0, @now, @now)
        """;

    private const string Again = "UPDATE qris_webhooks SET times = times + 1 WHERE account = @account AND digest = @digest";

    private const string ByDigest = WebhookRow.Select + " WHERE account = @account AND digest = @digest";

    private const string Judge = """
        UPDATE qris_webhooks SET verdict = @verdict, reason = @reason, state = @state, due_at = @now WHERE id = @id AND state = 'received'
        """;

    private const string FindDue = WebhookRow.Select + """

        WHERE state IN ('due', 'received') AND due_at <= @now AND (lease_until IS NULL OR lease_until < @now) ORDER BY due_at LIMIT 50
        """;

    private const string Claim = """
        UPDATE qris_webhooks SET lease_until = @until, tries = tries + 1
        WHERE id = @id AND state = @state AND tries = @seen AND (lease_until IS NULL OR lease_until < @now)
        """;

    private const string Finish = "UPDATE qris_webhooks SET state = @state, reason = @reason, due_at = @dueAt, lease_until = NULL WHERE id = @id";

    private const string Sweep = "DELETE FROM qris_webhooks WHERE received_at < @before AND state NOT IN ('due', 'received')";

    /// <summary>Stores a request. The same request once more answers the row that is there.</summary>
    public async Task<WebhookRow> StoreAsync(string account, string? attemptId, WebhookRequest request, WebhookRedaction redaction, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var headers = redaction.Redact(JsonSerializer.Serialize(request.Headers));
        var query = redaction.Redact(JsonSerializer.Serialize(request.Query));
        var pathKey = request.PathKey is { } key ? StoredText.Cut(redaction.RedactWhole(key), 200) : null;
        var body = WebhookBody.ToStored(request.Body.Span);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', attemptId, pathKey, query, headers, body))));
        var id = PublicId.New("whk");
        return (await database.RunAsync(async session =>
        {
            var isNew = await session.TryInsertAsync(Insert, new { id, account, attemptId, digest, headers, query, pathKey, body, now = now.ToDb() });
            if (!isNew) await session.ExecuteAsync(Again, new { account, digest });
            return await session.FirstOrDefaultAsync<WebhookRow>(ByDigest, new { account, digest });
        }, cancellationToken))!;
    }

    public Task JudgeAsync(string id, string verdict, string? reason, string state, CancellationToken cancellationToken) =>
        database.RunAsync(s => s.ExecuteAsync(Judge, new
        {
            id, verdict, reason = reason is null ? null : StoredText.Cut(reason, 500), state, now = clock.Now().ToDb(),
        }), cancellationToken);

    /// <summary>Claims what is due for this node.</summary>
    public async Task<IReadOnlyList<WebhookRow>> ClaimDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var mine = new List<WebhookRow>();
        foreach (var row in await database.RunAsync(s => s.QueryAsync<WebhookRow>(FindDue, new { now = now.ToDb() }), cancellationToken))
        {
            // One that nobody judged was left by a host that stopped in between; the one at work now gets a moment.
            if (row.State == WebhookStates.Received && row.ReceivedAtDb.FromDb() + Lease > now) continue;
            var parameters = new { id = row.Id, state = row.State, seen = row.Tries, now = now.ToDb(), until = (now + Lease).ToDb() };
            try
            {
                if (await database.RunAsync(s => s.ExecuteAsync(Claim, parameters), cancellationToken) == 1) mine.Add(row);
            }
            catch (DbException exception) when (database.Dialect.Classify(exception) == DbFault.Transient)
            {
                // Another node has it.
            }
        }
        return mine;
    }

    public Task FinishAsync(string id, string state, string? reason, DateTimeOffset dueAt) =>
        database.RunAsync(s => s.ExecuteAsync(Finish, new { id, state, reason = reason is null ? null : StoredText.Cut(reason, 500), dueAt = dueAt.ToDb() }), CancellationToken.None);

    /// <summary>Forgets what is older than <paramref name="keep"/>; what is still to be worked on stays.</summary>
    public Task SweepAsync(TimeSpan keep, CancellationToken cancellationToken) =>
        database.RunAsync(s => s.ExecuteAsync(Sweep, new { before = (clock.Now() - keep).ToDb() }), cancellationToken);
}
