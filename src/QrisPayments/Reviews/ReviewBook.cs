using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Reviews;

/// <summary>What a person decided about a case.</summary>
/// <param name="Resolution">In one word.</param>
/// <param name="By">Who decided.</param>
/// <param name="Remark">Why, in the person's words.</param>
internal sealed record DecidedCase(string Resolution, string By, string? Remark);

/// <summary>The only writer of cases for a person: opens and closes them.</summary>
internal static class ReviewBook
{
    private const string Insert = """
        INSERT INTO qris_reviews (id, kind, state, payment_id, credit_id, webhook_id, amount, gateway_key, digest, note, opened_at)
        VALUES (@id, @kind, 'open', @paymentId, @creditId, @webhookId, @amount, @gatewayKey, @digest, @note, @now)
        """;

    private const string OpenOfWebhook =
        "SELECT COUNT(*) FROM qris_reviews WHERE webhook_id = @webhookId AND state = 'open' AND COALESCE(payment_id, '') = @paymentId";

    private const string OfDigest = "SELECT COUNT(*) FROM qris_reviews WHERE digest = @digest";

    // The newest decides: a person may have put aside what was opened again by another word.
    private const string FindDispute = Review.Select + """

        WHERE r.payment_id = @paymentId AND r.kind = 'dispute' AND r.gateway_key = @gatewayKey ORDER BY r.opened_at DESC, r.id DESC LIMIT 1
        """;

    private const string AnyOfWebhook = "SELECT COUNT(*) FROM qris_reviews WHERE webhook_id = @webhookId";

    private const string FindOpenOfWebhook = Review.Select + " WHERE r.webhook_id = @webhookId AND r.state = 'open'";

    private const string CloseOne =
        "UPDATE qris_reviews SET state = 'resolved', resolution = @resolution, resolved_at = @now WHERE id = @id AND state = 'open'";

    private const string Close = """
        UPDATE qris_reviews SET state = 'resolved', resolution = @resolution, resolved_at = @now
        WHERE payment_id = @paymentId AND state = 'open' AND kind = @kind
        """;

    private const string CloseNamed = """
        UPDATE qris_reviews SET state = 'resolved', resolution = @resolution, resolved_at = @now
        WHERE payment_id = @paymentId AND state = 'open' AND kind = @kind AND gateway_key = @gatewayKey
        """;

    private const string OpenDisputes =
        Review.Select + " WHERE r.payment_id = @paymentId AND r.kind = 'dispute' AND r.state = 'open' ORDER BY r.opened_at, r.id";

    private const string CloseOfCredit = """
        UPDATE qris_reviews SET state = 'resolved', resolution = @resolution, resolved_at = @now WHERE credit_id = @creditId
          AND state = 'open'
        """;

    private const string Decide = """
        UPDATE qris_reviews SET state = 'resolved', resolution = @resolution, resolved_at = @now, resolved_by = @by, remark = @remark
        WHERE id = @id AND state = 'open'
        """;

    private const string InsertDecided = """
        INSERT INTO qris_reviews (id, kind, state, payment_id, credit_id, note, opened_at, resolution, resolved_at, resolved_by, remark)
        VALUES (@id, @kind, 'resolved', @paymentId, @creditId, NULL, @openedAt, @resolution, @now, @by, @remark)
        """;

    public static Task OpenAsync(DbSession session, string kind, string? paymentId, string? creditId, string note, DateTimeOffset now) =>
        session.ExecuteAsync(Insert, Row(kind, paymentId, creditId, null, note, now));

    /// <summary>
    /// A webhook that a person has to read. One open case for each and its payment: read again, it may end where it ended before. False
    /// when that case is open already.
    /// </summary>
    public static async Task<bool> OpenOfWebhookAsync(
        DbSession session, string webhookId, string? paymentId, string note, DateTimeOffset now)
    {
        if (await session.FirstOrDefaultAsync<long>(OpenOfWebhook, new { webhookId, paymentId = paymentId ?? "" }) > 0) return false;
        await session.ExecuteAsync(Insert, Row(ReviewKinds.Webhook, paymentId, null, null, note, now, webhookId));
        return true;
    }

    /// <summary>A case about a webhook that has never had one, resolved or open; false when it had.</summary>
    public static async Task<bool> TryOpenOfWebhookAsync(
        DbSession session, string webhookId, string? paymentId, string note, DateTimeOffset now)
    {
        if (await session.FirstOrDefaultAsync<long>(AnyOfWebhook, new { webhookId }) > 0) return false;
        await session.ExecuteAsync(Insert, Row(ReviewKinds.Webhook, paymentId, null, null, note, now, webhookId));
        return true;
    }

    /// <summary>Closes the case of a webhook that the course of events has answered, and answers it; null when none was open.</summary>
    public static async Task<Review?> CloseOfWebhookAsync(DbSession session, string webhookId, string resolution, DateTimeOffset now) =>
        await session.FirstOrDefaultAsync<Review>(FindOpenOfWebhook, new { webhookId }) is { } open
            && await session.ExecuteAsync(CloseOne, new { id = open.Id, resolution, now = now.ToDb() }) == 1 ? open : null;

    /// <summary>A case about something outside our books, known by its digest; false when it ever had one.</summary>
    public static async Task<bool> TryOpenAsync(DbSession session, string kind, string digest, string note, DateTimeOffset now) =>
        await session.FirstOrDefaultAsync<long>(OfDigest, new { digest }) == 0
            && await session.TryInsertAsync(Insert, Row(kind, null, null, null, note, now, digest: digest));

    /// <summary>A case about a refund that the gateway knows by this name, if it has one.</summary>
    public static Task OpenNamedAsync(
        DbSession session, string kind, string paymentId, long? amount, string? gatewayKey, string note, DateTimeOffset now) =>
        session.ExecuteAsync(Insert, Row(kind, paymentId, null, amount, note, now, gatewayKey: gatewayKey));

    /// <summary>Closes the case about a refund that the gateway knows by this name, which the course of events has answered.</summary>
    public static Task CloseNamedAsync(
        DbSession session, string kind, string paymentId, string gatewayKey, string resolution, DateTimeOffset now) =>
        session.ExecuteAsync(CloseNamed, new { kind, paymentId, gatewayKey, resolution, now = now.ToDb() });

    /// <summary>A payment's open disputes.</summary>
    public static Task<List<Review>> OpenDisputesAsync(DbSession session, string paymentId) =>
        session.QueryAsync<Review>(OpenDisputes, new { paymentId });

    /// <summary>The dispute about a refund that the gateway knows by this name, open or resolved; null when there was none.</summary>
    public static Task<Review?> FindDisputeAsync(DbSession session, string paymentId, string gatewayKey) =>
        session.FirstOrDefaultAsync<Review>(FindDispute, new { paymentId, gatewayKey });

    /// <summary>A case whose id the caller keeps beside what it is about.</summary>
    public static async Task<string> OpenForAsync(DbSession session, string kind, string paymentId, string note, DateTimeOffset now)
    {
        var id = PublicId.New("rev");
        await session.SendAsync(Insert, Row(kind, paymentId, null, null, note, now, id: id));
        return id;
    }

    /// <summary>One case for each amount that contradicts a credit; false when that one is there already.</summary>
    public static Task<bool> TryOpenConflictAsync(
        DbSession session, string creditId, string? paymentId, long amount, string note, DateTimeOffset now) =>
        session.TryInsertAsync(Insert, Row(ReviewKinds.Conflict, paymentId, creditId, amount, note, now));

    /// <summary>Closes what the course of events has answered.</summary>
    public static Task CloseAsync(DbSession session, string kind, string paymentId, string resolution, DateTimeOffset now) =>
        session.ExecuteAsync(Close, new { kind, paymentId, resolution, now = now.ToDb() });

    /// <summary>Closes one case that the course of events has answered.</summary>
    public static Task CloseOneAsync(DbSession session, string id, string resolution, DateTimeOffset now) =>
        session.ExecuteAsync(CloseOne, new { id, resolution, now = now.ToDb() });

    /// <summary>Closes the cases of a credit that has turned out to be known from elsewhere.</summary>
    public static Task CloseOfCreditAsync(DbSession session, string creditId, string resolution, DateTimeOffset now) =>
        session.ExecuteAsync(CloseOfCredit, new { creditId, resolution, now = now.ToDb() });

    /// <summary>Closes an open case as a person decided; false when it was closed meanwhile.</summary>
    public static async Task<bool> DecideAsync(DbSession session, string id, DecidedCase decided, DateTimeOffset now) =>
        await session.ExecuteAsync(Decide, new
    {
        id, resolution = decided.Resolution, now = now.ToDb(), by = StoredText.Cut(decided.By, 100), remark = Cut(decided.Remark),
    }) == 1;

    /// <summary>Records what a person decided about something that was no case before; answers the case's id.</summary>
    public static async Task<string> RecordAsync(
        DbSession session, string kind, string? paymentId, string? creditId, DateTimeOffset openedAt, DecidedCase decided,
            DateTimeOffset now)
    {
        var id = PublicId.New("rev");
        await session.ExecuteAsync(InsertDecided, new
        {
            id, kind, paymentId, creditId, openedAt = openedAt.ToDb(), resolution = decided.Resolution, now = now.ToDb(),
            by = StoredText.Cut(decided.By, 100),
            remark = Cut(decided.Remark),
        });
        return id;
    }

    private static string? Cut(string? remark) => remark is null ? null : StoredText.Cut(remark, 500);

    private static object Row(
        string kind, string? paymentId, string? creditId, long? amount, string note, DateTimeOffset now, string? webhookId = null,
            string? digest = null, string? id = null, string? gatewayKey = null) =>
        new
        {
            id = id ?? PublicId.New("rev"), kind, paymentId, creditId, webhookId, amount, gatewayKey, digest, note = StoredText.Cut(note, 500),
            now = now.ToDb(),
        };
}
