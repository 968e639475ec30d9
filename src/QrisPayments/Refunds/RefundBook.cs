using QrisPayments.Foundation;
using QrisPayments.Money;
using QrisPayments.Storage;

namespace QrisPayments.Refunds;

/// <summary>
/// The only writer of refunds. Each change is a compare-and-set on the refund's state, and the caller changes the payment's sums in the
/// same transaction, the payment first: so a refund is counted once, and no two transactions lock each other out.
/// </summary>
internal static class RefundBook
{
    private const string Insert = """
        INSERT INTO qris_refunds (id, payment_id, attempt_id, account, amount, state, way, reason, reference, gateway_key, app,
                                  requested_by, decided_by, review_id, tries, due_at, created_at, done_at)
        VALUES (@Id, @PaymentId, @AttemptId, @Account, @Amount, @State, @Way, @Reason, @Reference, @GatewayKey, @App, @RequestedBy,
                @DecidedBy, @ReviewId, 0, @DueAt, @CreatedAt, @DoneAt)
        """;

    private const string ById = StoredRefund.Select + " WHERE r.id = @id";

    private const string ByReview = StoredRefund.Select + " WHERE r.review_id = @reviewId";

    private const string OfPayment = StoredRefund.Select + " WHERE r.payment_id = @paymentId ORDER BY r.created_at, r.id";

    private const string CountOfPayment = "SELECT COUNT(*) FROM qris_refunds WHERE payment_id = @paymentId";

    private const string MarkDone = """
        UPDATE qris_refunds SET state = 'done', done_at = @at, reference = COALESCE(@reference, reference),
               decided_by = COALESCE(@by, decided_by), error = NULL, due_at = NULL
        WHERE id = @id AND state IN ('requested', 'sent', 'unknown')
        """;

    private const string MarkFailed = """
        UPDATE qris_refunds SET state = 'failed', failed_at = @now, error = @error, decided_by = COALESCE(@by, decided_by), due_at = NULL
        WHERE id = @id AND state IN ('requested', 'sent', 'unknown') AND (@held IS NULL OR due_at = @held)
        """;

    // The gateway carried it out although it was given up here.
    private const string Revive = """
        UPDATE qris_refunds SET state = 'done', done_at = @at, reference = COALESCE(@reference, reference), decided_by = @by,
               failed_at = NULL, error = NULL
        WHERE id = @id AND state = 'failed'
        """;

    // due_at is the end of the lease while a node asks, so that a node that dies leaves the refund due.
    private const string Claim = """
        UPDATE qris_refunds SET state = 'sent', tries = tries + 1, due_at = @until
        WHERE id = @id AND due_at = @seen AND state IN ('requested', 'sent', 'unknown')
        """;

    private const string Postpone = """
        UPDATE qris_refunds SET state = @state, due_at = @next, error = @error,
               accepted_at = CASE WHEN @state = 'sent' THEN COALESCE(accepted_at, @now) ELSE accepted_at END
        WHERE id = @id AND due_at = @held AND state = 'sent'
        """;

    // What a gateway has told once is told by the same name again.
    private const string NameAtGateway = "UPDATE qris_refunds SET gateway_key = @key WHERE id = @id AND gateway_key IS NULL";

    // What was counted by a sum is told by its own name now.
    private const string RenameAtGateway = "UPDATE qris_refunds SET gateway_key = @key WHERE id = @id AND gateway_key = @former";

    // The money goes back from where it arrived, which need not be the attempt's account: a person may have accepted money from elsewhere.
    private const string ReadPaidBy = """
        SELECT a.id AS AttemptId, a.account AS AskedAccount, COALESCE(c.account, a.account) AS Account,
               CASE WHEN c.source = @sandbox THEN 1 ELSE 0 END AS Simulated
        FROM qris_attempts a LEFT JOIN qris_credits c ON c.attempt_id = a.id AND c.outcome = 'matched'
        WHERE a.id = @attemptId
        """;

    // A report that repeats another (same_as) is no money of its own.
    private const string OtherMoney = """
        SELECT COUNT(*) FROM qris_credits c JOIN qris_attempts a ON a.id = c.attempt_id AND a.account = c.account
        WHERE c.attempt_id = @attemptId AND c.same_as IS NULL AND (c.outcome = 'review' OR c.returned_at IS NOT NULL)
        """;

    private const string NameCase = """
        UPDATE qris_refunds SET review_id = @reviewId WHERE id = @id AND review_id IS NULL AND state IN ('requested', 'sent', 'unknown')
        """;

    public static Task AddAsync(DbSession session, StoredRefund refund) => session.ExecuteAsync(Insert, refund);

    public static Task<StoredRefund?> FindAsync(DbSession session, string id) =>
        session.FirstOrDefaultAsync<StoredRefund>(ById, new { id });

    /// <summary>The refund that a case is about, or null.</summary>
    public static Task<StoredRefund?> FindByReviewAsync(DbSession session, string reviewId) =>
        session.FirstOrDefaultAsync<StoredRefund>(ByReview, new { reviewId });

    /// <summary>How many refunds a payment has, whatever became of them.</summary>
    public static Task<long> CountAsync(DbSession session, string paymentId) =>
        session.FirstOrDefaultAsync<long>(CountOfPayment, new { paymentId });

    /// <summary>A payment's refunds, oldest first.</summary>
    public static Task<List<StoredRefund>> OfPaymentAsync(DbSession session, string paymentId) =>
        session.QueryAsync<StoredRefund>(OfPayment, new { paymentId });

    /// <summary>Ends one that is under way; false when it is not, and then nothing was written.</summary>
    /// <param name="session">The caller's transaction.</param>
    /// <param name="id">The refund.</param>
    /// <param name="reference">The number of the transfer, or the gateway's.</param>
    /// <param name="at">When the money went back.</param>
    /// <param name="by">Who says so; null for the gateway.</param>
    public static async Task<bool> MarkDoneAsync(DbSession session, string id, string? reference, DateTimeOffset at, string? by) =>
        await session.ExecuteAsync(MarkDone, new { id, reference, at = at.ToDb(), by }) == 1;

    /// <summary>Ends one that is under way without money; false when it is not.</summary>
    /// <param name="session">The caller's transaction.</param>
    /// <param name="id">The refund.</param>
    /// <param name="error">Why.</param>
    /// <param name="by">Who refused; null for the gateway.</param>
    /// <param name="held">The end of the caller's lease, which it must still have; null for a person, who needs none.</param>
    public static async Task<bool> MarkFailedAsync(DbSession session, string id, string error, string? by, DateTimeOffset? held) =>
        await session.ExecuteAsync(MarkFailed,
            new { id, error = StoredText.Cut(error, 500), by, held = held.ToDb(), now = session.Now.ToDb() }) == 1;

    /// <summary>Makes a failed one done, because the gateway has carried it out after all; false when it is not failed.</summary>
    public static async Task<bool> ReviveAsync(
        DbSession session, string id, string? reference, DateTimeOffset at, string? by) =>
        await session.ExecuteAsync(Revive, new { id, reference, at = at.ToDb(), by }) == 1;

    /// <summary>Takes one that is due, until <paramref name="until"/>; false when another node was first.</summary>
    public static async Task<bool> ClaimAsync(DbSession session, StoredRefund refund, DateTimeOffset until) =>
        await session.ExecuteAsync(Claim, new { id = refund.Id, seen = refund.DueAt, until = until.ToDb() }) == 1;

    /// <summary>
    /// Gives a claimed one back, to be asked about again: <c>sent</c> when the gateway works on it, <c>unknown</c> when it gave no answer.
    /// Nothing is written when the lease was lost.
    /// </summary>
    public static Task PostponeAsync(
        DbSession session, string id, DateTimeOffset held, string state, DateTimeOffset next, string? error) =>
        session.ExecuteAsync(Postpone, new
        {
            id, held = held.ToDb(), state, next = next.ToDb(), error = error is null ? null : StoredText.Cut(error, 500),
            now = session.Now.ToDb(),
        });

    /// <summary>Notes by which name a gateway tells of a refund that a person made there.</summary>
    public static Task NameAtGatewayAsync(DbSession session, string id, string key) =>
        session.TryExecuteAsync(NameAtGateway, new { id, key });

    /// <summary>Gives one that was counted by a sum the name by which the gateway tells of it now.</summary>
    public static Task RenameAtGatewayAsync(DbSession session, string id, string former, string key) =>
        session.TryExecuteAsync(RenameAtGateway, new { id, former, key });

    /// <summary>Where the money of a payment arrived that this attempt has paid.</summary>
    public static async Task<PaidBy> PaidByAsync(DbSession session, string attemptId) =>
        (await session.FirstOrDefaultAsync<PaidBy>(ReadPaidBy, new { attemptId, sandbox = SandboxMoney.Source }))!;

    /// <summary>
    /// Money came at the attempt's account beside what has paid its payment. What the gateway says went back may be that, also when a
    /// person has recorded its return.
    /// </summary>
    public static async Task<bool> HasOtherMoneyAsync(DbSession session, string attemptId) =>
        await session.FirstOrDefaultAsync<long>(OtherMoney, new { attemptId }) > 0;

    /// <summary>Notes the case of one that needs a person now; false when it has one, or has ended.</summary>
    public static async Task<bool> NameCaseAsync(DbSession session, string id, string reviewId) =>
        await session.ExecuteAsync(NameCase, new { id, reviewId }) == 1;
}
