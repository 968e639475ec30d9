using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Outbox;
using QrisPayments.Plugins;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>The only writer of webhooks: keeps them whole, once, and for a set time, with where they stand.</summary>
internal sealed class WebhookInbox(Database database, IOptions<WebhookOptions> options)
{
    /// <summary>Long enough for a claim that has to ask the gateway; after this, the node that claimed it is taken for dead.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>How long a webhook is tried before it is given up.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromHours(24);

    private const string Insert = """
        INSERT INTO qris_webhooks (id, account, attempt_id, digest, headers, query, path_key, body, is_cut, times, state, tries, due_at,
          received_at)
        VALUES (@id, @account, @attemptId, @digest, @headers, @query, @pathKey, @body, 0, 1, 'received', 0, @now, @now)
        """;

    private const string Again = "UPDATE qris_webhooks SET times = times + 1 WHERE account = @account AND digest = @digest";

    private const string ByDigest = WebhookRow.Select + " WHERE account = @account AND digest = @digest";

    // An unverified one was left behind by a host that stopped or a plugin that failed, unless it has just arrived: the request that
    // brought it gets a moment to verify it.
    private const string IsDue = """
        state IN ('verified', 'received') AND due_at <= @now AND (lease_until IS NULL OR lease_until < @now)
        AND (state = 'verified' OR received_at <= @left OR replayed_at IS NOT NULL)
        """;

    private const string FindAccounts = "SELECT DISTINCT account FROM qris_webhooks WHERE " + IsDue;

    private const string FindDue = WebhookRow.Select + " WHERE account = @account AND " + IsDue + " ORDER BY due_at LIMIT 20";

    private const string Claim = """
        UPDATE qris_webhooks SET lease_until = @until, tries = tries + 1
        WHERE id = @id AND state = @state AND tries = @seen AND (lease_until IS NULL OR lease_until < @now)
        """;

    // Only while the claim is still ours: once the lease is over, another node may have taken it.
    private const string Finish = """
        UPDATE qris_webhooks SET state = @state, reason = @reason, due_at = @dueAt, asked_at = COALESCE(@askedAt, asked_at),
               lease_until = NULL
        WHERE id = @id AND tries = @mine
        """;

    // What was genuine stays so, and means what it meant: a secret that has changed since must not make it forged.
    private const string Replay = """
        UPDATE qris_webhooks SET state = CASE WHEN reading IS NULL THEN 'received'
          ELSE 'verified' END, reason = NULL, due_at = @now, lease_until = NULL, asked_at = NULL, replayed_at = @now
        WHERE id = @id AND state IN ('applied', 'kept', 'dead') AND is_cut = 0
        """;

    // Whatever it was before: once a wrong secret is corrected, the gateway may send the same webhook again. It gets a whole day again,
    // and its whole body. (MySQL sees the new value of a column that the statement has already set: state and is_cut come last.)
    private const string MarkVerified = """
        UPDATE qris_webhooks SET received_at = CASE WHEN state = 'received' THEN received_at ELSE @now END,
               replayed_at = CASE WHEN state = 'received' THEN replayed_at END,
               body = CASE WHEN is_cut = 1 THEN @body ELSE body END, is_cut = 0,
               verdict = 'genuine', reason = NULL, reading = @reading, state = 'verified', due_at = @now
        WHERE id = @id AND state IN ('received', 'kept', 'dead')
        """;

    // A forged one is cut to its beginning, which is enough for a person: anyone can send it, and it must not fill the disk. One that a
    // person had read again stays whole.
    private const string Keep = """
        UPDATE qris_webhooks SET verdict = @verdict, reason = @reason, state = 'kept', body = COALESCE(@trace, body),
               is_cut = CASE WHEN @trace IS NULL THEN is_cut ELSE 1 END
        WHERE id = @id AND state = 'received'
        """;

    private const string LetGo = "UPDATE qris_webhooks SET lease_until = NULL WHERE id = @id AND tries = @mine";

    // Forged ones may be many, and are of no use for long.
    private const string Sweep = """
        DELETE FROM qris_webhooks WHERE (received_at < @before AND state NOT IN ('verified', 'received')) OR (state = 'kept'
          AND verdict = 'forged' AND received_at < @yesterday AND replayed_at IS NULL)
        """;

    /// <summary>Stores a request. The same request once more answers the row that is there.</summary>
    public async Task<WebhookRow> StoreAsync(
        string account, string? attemptId, WebhookRequest request, WebhookRedaction redaction, CancellationToken cancellationToken)
    {
        var headers = JsonSerializer.Serialize(redaction.Redact(request.Headers));
        var query = JsonSerializer.Serialize(redaction.Redact(request.Query));
        var pathKey = request.PathKey is { } key ? StoredText.Cut(redaction.RedactWhole(key), 200) : null;
        var body = WebhookBody.ToStored(request.Body.Span);
        var digest = Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', attemptId, pathKey, query, headers, body))));
        var id = PublicId.New("whk");
        return (await database.RunAsync(async session =>
        {
            var isNew = await session.TryInsertAsync(Insert,
                new { id, account, attemptId, digest, headers, query, pathKey, body, now = session.Now.ToDb() });
            if (!isNew) await session.ExecuteAsync(Again, new { account, digest });
            return await session.FirstOrDefaultAsync<WebhookRow>(ByDigest, new { account, digest });
        }, cancellationToken, mayRepeat: true))! with { Body = body };
    }

    /// <summary>It is genuine, and read; false when that was known already.</summary>
    public async Task<bool> VerifiedAsync(WebhookRow row, ReadWebhook read) => await database.RunAsync(s => s.ExecuteAsync(MarkVerified, new
    {
        id = row.Id, reading = read.ToStored(), body = row.Body, now = s.Now.ToDb(),
    }), CancellationToken.None) == 1;

    /// <summary>It is forged or malformed, and only kept; false when it was verified meanwhile.</summary>
    /// <param name="session">The caller's transaction.</param>
    /// <param name="row">The webhook.</param>
    /// <param name="verdict">One of <see cref="WebhookVerdicts"/>.</param>
    /// <param name="reason">For a person.</param>
    /// <param name="trace">What is kept of its body; null for all of it.</param>
    public static async Task<bool> KeepAsync(DbSession session, WebhookRow row, string verdict, string reason, string? trace) =>
        await session.ExecuteAsync(Keep, new { id = row.Id, verdict, reason = StoredText.Cut(reason, 500), trace }) == 1;

    /// <summary>Accounts with webhooks to be worked on.</summary>
    public async Task<IReadOnlyList<string>> FindAccountsAsync(CancellationToken cancellationToken) =>
        await database.RunAsync(s => s.QueryAsync<string>(FindAccounts, new { now = s.Now.ToDb(), left = (s.Now - Lease).ToDb() }),
            cancellationToken);

    /// <summary>The next of an account's, to be claimed one by one.</summary>
    public async Task<IReadOnlyList<WebhookRow>> FindDueAsync(string account, CancellationToken cancellationToken) =>
        await database.RunAsync(s => s.QueryAsync<WebhookRow>(FindDue, new { account, now = s.Now.ToDb(), left = (s.Now - Lease).ToDb() }),
            cancellationToken);

    /// <summary>Claims one for this node, just before it is worked on.</summary>
    public async Task<bool> ClaimAsync(WebhookRow row, CancellationToken cancellationToken)
    {
        try
        {
            return await database.RunAsync(s => s.ExecuteAsync(Claim, new
            {
                id = row.Id, state = row.State, seen = row.Tries, now = s.Now.ToDb(), until = (s.Now + Lease).ToDb(),
            }), cancellationToken) == 1;
        }
        // Another node has it.
        catch (DbException exception) when (database.Dialect.Classify(exception) == DbFault.Transient)
        {
            return false;
        }
    }

    /// <summary>A claimed one is applied.</summary>
    public Task AppliedAsync(WebhookRow row) =>
        database.RunAsync(s => s.ExecuteAsync(Finish, Finished(row, WebhookStates.Applied, null, s.Now)), CancellationToken.None);

    /// <summary>
    /// A claimed one has to wait. False when it has waited for as long as any may; then it is given up, and a person looks.
    /// </summary>
    public Task<bool> PostponeAsync(WebhookRow row, WebhookOutcome.Waits waits, TimeSpan pause) => database.TransactAsync(async session =>
    {
        var (now, reason) = (session.Now, waits.Reason);
        if (row.Since.FromDb() + MaxWait >= now)
        {
            await session.ExecuteAsync(Finish, Finished(row, row.State, reason, now + pause, waits.WasAsked ? now : null));
            return true;
        }
        // What was verified before it was read again is what it was then.
        var end = row is { Reading: null, Verdict: not null } ? WebhookStates.Kept : WebhookStates.Dead;
        // What is genuine may be money that a gateway believes us to know of.
        if (await session.ExecuteAsync(Finish, Finished(row, end, reason, now)) == 1 && row.Reading is not null)
            await ReviewBook.TryOpenOfWebhookAsync(session, row.Id, null,
                $"Webhook {row.Id} at {row.Account} is genuine and could not be applied: {reason}", now);
        return false;
    }, CancellationToken.None);

    /// <summary>Leaves a claimed one as it is; only the claim ends.</summary>
    public Task LetGoAsync(WebhookRow row) =>
        database.RunAsync(s => s.ExecuteAsync(LetGo, new { id = row.Id, mine = row.Tries + 1 }), CancellationToken.None);

    /// <summary>
    /// Has one that is ended applied once more, and what was not genuine verified once more, by the plugin and settings of now. When it
    /// came stays as it was: that is part of what a plugin verifies. False when it is not there, not whole, or still at work.
    /// </summary>
    public Task<bool> ReplayAsync(string id, CancellationToken cancellationToken) =>
        database.RunAsync(async s => await s.ExecuteAsync(Replay, new { id, now = s.Now.ToDb() }) == 1, cancellationToken);

    /// <summary>Forgets what is old; what is still to be worked on stays.</summary>
    public Task SweepAsync(CancellationToken cancellationToken) => database.RunAsync(s => s.ExecuteAsync(Sweep, new
    {
        before = (s.Now - options.Value.Keep).ToDb(), yesterday = (s.Now - TimeSpan.FromDays(1)).ToDb(),
    }), cancellationToken);

    private static object Finished(WebhookRow row, string state, string? reason, DateTimeOffset dueAt, DateTimeOffset? askedAt = null) =>
        new
        {
            id = row.Id, mine = row.Tries + 1, state, reason = reason is null ? null : StoredText.Cut(reason, 500), dueAt = dueAt.ToDb(),
            askedAt = askedAt.ToDb(),
        };
}
