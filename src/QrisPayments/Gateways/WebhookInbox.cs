using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using QrisPayments.Foundation;
using QrisPayments.Outbox;
using QrisPayments.Plugins;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>Keeps webhooks: whole, once, and only for a set time.</summary>
internal sealed class WebhookInbox(Database database, TimeProvider clock)
{
    /// <summary>One claim may ask a gateway; after this, whoever claimed has died.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private const string Insert = """
        INSERT INTO qris_webhooks (id, account, attempt_id, digest, headers, query, path_key, body, is_cut, times, state, tries, due_at, received_at)
        VALUES (@id, @account, @attemptId, @digest, @headers, @query, @pathKey, @body, 0, 1, 'received', 0, @now, @now)
        """;

    private const string Again = "UPDATE qris_webhooks SET times = times + 1 WHERE account = @account AND digest = @digest";

    private const string ByDigest = WebhookRow.Select + " WHERE account = @account AND digest = @digest";

    // One that nobody judged was left by a host that stopped in between, or by a plugin that failed; the one at work now gets
    // a moment.
    private const string IsDue = """
        state IN ('due', 'received') AND due_at <= @now AND (lease_until IS NULL OR lease_until < @now)
        AND (state = 'due' OR received_at <= @left OR replayed_at IS NOT NULL)
        """;

    private const string FindAccounts = "SELECT DISTINCT account FROM qris_webhooks WHERE " + IsDue;

    private const string FindDue = WebhookRow.Select + " WHERE account = @account AND " + IsDue + " ORDER BY due_at LIMIT 20";

    private const string Claim = """
        UPDATE qris_webhooks SET lease_until = @until, tries = tries + 1
        WHERE id = @id AND state = @state AND tries = @seen AND (lease_until IS NULL OR lease_until < @now)
        """;

    // Only by whoever still has it: after the lease another has taken it over.
    private const string Finish = """
        UPDATE qris_webhooks SET state = @state, reason = @reason, due_at = @dueAt, lease_until = NULL WHERE id = @id AND tries = @mine
        """;

    // What was genuine stays so, and means what it meant: a secret that has changed since must not make it forged.
    private const string Replay = """
        UPDATE qris_webhooks SET state = CASE WHEN meaning IS NULL THEN 'received' ELSE 'due' END, reason = NULL, due_at = @now, lease_until = NULL, replayed_at = @now
        WHERE id = @id AND state IN ('done', 'kept', 'dead') AND is_cut = 0
        """;

    private const string LetGo = "UPDATE qris_webhooks SET lease_until = NULL WHERE id = @id AND tries = @mine";

    // Forged ones may be many, and are of no use for long.
    private const string Sweep = """
        DELETE FROM qris_webhooks WHERE (received_at < @before AND state NOT IN ('due', 'received')) OR (state = 'kept' AND verdict = 'forged' AND received_at < @yesterday AND replayed_at IS NULL)
        """;

    /// <summary>Stores a request. The same request once more answers the row that is there.</summary>
    public async Task<WebhookRow> StoreAsync(string account, string? attemptId, WebhookRequest request, WebhookRedaction redaction, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var headers = JsonSerializer.Serialize(redaction.Redact(request.Headers));
        var query = JsonSerializer.Serialize(redaction.Redact(request.Query));
        var pathKey = request.PathKey is { } key ? StoredText.Cut(redaction.RedactWhole(key), 200) : null;
        var body = WebhookBody.ToStored(request.Body.Span);
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', attemptId, pathKey, query, headers, body))));
        var id = PublicId.New("whk");
        return (await database.RunAsync(async session =>
        {
            var isNew = await session.TryInsertAsync(Insert, new { id, account, attemptId, digest, headers, query, pathKey, body, now = now.ToDb() });
            if (!isNew) await session.ExecuteAsync(Again, new { account, digest });
            return await session.FirstOrDefaultAsync<WebhookRow>(ByDigest, new { account, digest });
        }, cancellationToken))! with { Body = body };
    }

    /// <summary>Accounts with webhooks to be worked on.</summary>
    public async Task<IReadOnlyList<string>> FindAccountsAsync(CancellationToken cancellationToken) =>
        await database.RunAsync(s => s.QueryAsync<string>(FindAccounts, DueNow()), cancellationToken);

    /// <summary>The next of an account's, to be claimed one by one.</summary>
    public async Task<IReadOnlyList<WebhookRow>> FindDueAsync(string account, CancellationToken cancellationToken)
    {
        var (now, left) = (clock.Now(), clock.Now() - Lease);
        return await database.RunAsync(s => s.QueryAsync<WebhookRow>(FindDue, new { account, now = now.ToDb(), left = left.ToDb() }), cancellationToken);
    }

    /// <summary>Claims one for this node, just before it is worked on.</summary>
    public async Task<bool> ClaimAsync(WebhookRow row, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var parameters = new { id = row.Id, state = row.State, seen = row.Tries, now = now.ToDb(), until = (now + Lease).ToDb() };
        try
        {
            return await database.RunAsync(s => s.ExecuteAsync(Claim, parameters), cancellationToken) == 1;
        }
        // Another node has it.
        catch (DbException exception) when (database.Dialect.Classify(exception) == DbFault.Transient)
        {
            return false;
        }
    }

    /// <summary>Ends the work on a claimed one.</summary>
    public Task FinishAsync(WebhookRow row, string state, string? reason, DateTimeOffset dueAt) =>
        database.RunAsync(s => s.ExecuteAsync(Finish, Finished(row, state, reason, dueAt)), CancellationToken.None);

    /// <summary>Gives a claimed one up. What was genuine may be money that a gateway believes us to know of: a person looks.</summary>
    public Task GiveUpAsync(WebhookRow row, string reason) => database.TransactAsync(async session =>
    {
        var now = clock.Now();
        // What was judged before it was read again is what it was then.
        var end = row is { Meaning: null, Verdict: not null } ? WebhookStates.Kept : WebhookStates.Dead;
        if (await session.ExecuteAsync(Finish, Finished(row, end, reason, now)) == 1 && row.Meaning is not null)
            await ReviewBook.OpenOfWebhookAsync(session, row.Id, null, $"Webhook {row.Id} at {row.Account} is genuine and could not be worked out: {reason}", now);
    }, CancellationToken.None);

    /// <summary>Leaves a claimed one as it is; only the claim ends.</summary>
    public Task LetGoAsync(WebhookRow row) =>
        database.RunAsync(s => s.ExecuteAsync(LetGo, new { id = row.Id, mine = row.Tries + 1 }), CancellationToken.None);

    /// <summary>
    /// Has one that is ended worked out once more, and what was not genuine judged once more, by the plugin and settings of now. When it
    /// came stays as it was: that is part of what a plugin judges. False when it is not there, not whole, or still at work.
    /// </summary>
    public Task<bool> ReplayAsync(string id, CancellationToken cancellationToken) =>
        database.RunAsync(async s => await s.ExecuteAsync(Replay, new { id, now = clock.Now().ToDb() }) == 1, cancellationToken);

    private object DueNow() => new { now = clock.Now().ToDb(), left = (clock.Now() - Lease).ToDb() };

    private static object Finished(WebhookRow row, string state, string? reason, DateTimeOffset dueAt) =>
        new { id = row.Id, mine = row.Tries + 1, state, reason = reason is null ? null : StoredText.Cut(reason, 500), dueAt = dueAt.ToDb() };

    /// <summary>Forgets what is older than <paramref name="keep"/>; what is still to be worked on stays.</summary>
    public Task SweepAsync(TimeSpan keep, CancellationToken cancellationToken) =>
        database.RunAsync(s => s.ExecuteAsync(Sweep, new { before = (clock.Now() - keep).ToDb(), yesterday = (clock.Now() - TimeSpan.FromDays(1)).ToDb() }), cancellationToken);
}
