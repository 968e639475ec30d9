using System.Data.Common;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>
/// The only writer of webhooks: keeps them once and for a set time, with where they stand; whole, but of what strangers send the beginning.
/// </summary>
internal sealed partial class WebhookInbox(Database database, StrangerBudget budget, IOptions<WebhookOptions> options)
{
    /// <summary>Long enough for a claim that has to ask the gateway; after this, the node that claimed it is taken for dead.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>How long a webhook is tried before it is given up.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromHours(24);

    private const string Insert = """
        INSERT INTO qris_webhooks (id, account, attempt_id, digest, headers, query, path_key, body, is_cut, stranger_bytes, times, verdict,
          reading, reason, state, tries, due_at, received_at)
        VALUES (@id, @account, @attemptId, @digest, @headers, @query, @pathKey, @body, @isCut, @strangerBytes, 1, @verdict,
          @reading, @reason, @state, 0, @now, @now)
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
    // and what had been cut. (MySQL sees the new value of a column that the statement has already set: state comes last.)
    private const string MarkVerified = """
        UPDATE qris_webhooks SET received_at = CASE WHEN state = 'received' THEN received_at ELSE @now END,
               replayed_at = CASE WHEN state = 'received' THEN replayed_at END,
               headers = @headers, query = @query, body = @body, is_cut = @isCut, stranger_bytes = @strangerBytes,
               verdict = @verdict, reason = NULL, reading = @reading, due_at = @now, state = 'verified'
        WHERE id = @id AND state IN ('received', 'kept', 'dead')
        """;

    private const string Keep = """
        UPDATE qris_webhooks SET verdict = @verdict, reason = @reason, state = 'kept', headers = @headers, query = @query, body = @body,
               is_cut = @isCut, stranger_bytes = @strangerBytes
        WHERE id = @id AND state = 'received'
        """;

    private const string LetGo = "UPDATE qris_webhooks SET lease_until = NULL WHERE id = @id AND tries = @mine";

    /// <summary>Stores a request; no row when it is a stranger's and there is no room left for those.</summary>
    /// <param name="account">Where it came to.</param>
    /// <param name="attemptId">The attempt whose own address was called.</param>
    /// <param name="request">All of it.</param>
    /// <param name="judged">What the plugin said; null when it could not say anything.</param>
    /// <returns>Its row, with all that came; when the same came before, the one that is there, with its own state and verdict.</returns>
    public async Task<(WebhookRow? Row, bool IsNew)> AddAsync(
        string account, string? attemptId, StoredRequest request, WebhookJudgement? judged)
    {
        // Of what was not verified it is unknown who sent it, and only the whole can be verified later.
        var isOfStranger = judged is null or { IsOfStranger: true };
        var kept = judged is { IsOfStranger: true } ? request.Cut() : request;
        if (isOfStranger && !budget.TryTake(account, kept.Bytes)) return (null, false);
        // One that needs a case is judged in the step that opens it.
        var (id, digest, at) = (PublicId.New("whk"), request.Digest(attemptId), judged is { NeedsCase: true } ? null : judged);
        var (row, isNew) = await database.RunAsync(async session =>
        {
            var isNew = await session.TryInsertAsync(Insert, new
            {
                id, account, attemptId, digest, headers = kept.Headers, query = kept.Query, pathKey = kept.PathKey, body = kept.Body,
                isCut = kept.IsCut, strangerBytes = isOfStranger ? kept.Bytes : (int?)null, verdict = at?.Verdict,
                reading = at?.Reading?.ToStored(), reason = Short(at?.Reason), state = at?.State ?? WebhookStates.Received,
                now = session.Now.ToDb(),
            });
            if (!isNew) await session.ExecuteAsync(Again, new { account, digest });
            return (await session.FirstOrDefaultAsync<WebhookRow>(ByDigest, new { account, digest }), isNew);
        }, CancellationToken.None, mayRepeat: true);
        if (isOfStranger && !isNew) budget.GiveBack(account, kept.Bytes);
        return (row! with { Headers = request.Headers, Query = request.Query, Body = request.Body, IsCut = request.IsCut }, isNew);
    }

    /// <summary>It is read and is to be applied; false when that was known already.</summary>
    /// <param name="row">The webhook, with what is to be kept of it.</param>
    /// <param name="judged">Has a reading.</param>
    public async Task<bool> VerifiedAsync(WebhookRow row, WebhookJudgement judged) =>
        await database.RunAsync(s => s.ExecuteAsync(MarkVerified, Judged(row, judged, s.Now)), CancellationToken.None) == 1;

    /// <summary>It is forged or malformed, and only kept; false when it was judged already.</summary>
    /// <param name="session">The caller's transaction.</param>
    /// <param name="row">The webhook, with what is to be kept of it.</param>
    /// <param name="judged">Has a reason.</param>
    public static async Task<bool> KeepAsync(DbSession session, WebhookRow row, WebhookJudgement judged) =>
        await session.ExecuteAsync(Keep, Judged(row, judged, session.Now)) == 1;

    private static object Judged(WebhookRow row, WebhookJudgement judged, DateTimeOffset now)
    {
        // One that a person had read again stays whole.
        var kept = StoredRequest.Of(row) is var whole && judged.IsOfStranger && row.ReplayedAtDb is null ? whole.Cut() : whole;
        return new
        {
            id = row.Id, verdict = judged.Verdict, reason = Short(judged.Reason), reading = judged.Reading?.ToStored(),
            headers = kept.Headers, query = kept.Query, body = kept.Body, isCut = kept.IsCut,
            strangerBytes = judged.IsOfStranger ? kept.Bytes : (int?)null, now = now.ToDb(),
        };
    }

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

    /// <summary>A claimed one is a hint about nothing of ours: it is kept as what strangers send is.</summary>
    public Task DropAsync(WebhookRow row, string reason) =>
        database.RunAsync(s => s.ExecuteAsync(Finish, Finished(row, WebhookStates.Kept, reason, s.Now)), CancellationToken.None);

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
        var end = row.IsHint || row is { Reading: null, Verdict: not null } ? WebhookStates.Kept : WebhookStates.Dead;
        // What is genuine may be money that a gateway believes us to know of.
        if (await session.ExecuteAsync(Finish, Finished(row, end, reason, now)) == 1 && row.Reading is not null && !row.IsHint)
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

    private static object Finished(WebhookRow row, string state, string? reason, DateTimeOffset dueAt, DateTimeOffset? askedAt = null) =>
        new
        {
            id = row.Id, mine = row.Tries + 1, state, reason = Short(reason), dueAt = dueAt.ToDb(), askedAt = askedAt.ToDb(),
        };

    private static string? Short(string? reason) => reason is null ? null : StoredText.Cut(reason, 500);
}
