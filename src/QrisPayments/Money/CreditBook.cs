using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Money;

/// <summary>The only writer of credits: stores them, and changes what was decided about one by compare-and-set.</summary>
internal static class CreditBook
{
    private const string Insert = """
        INSERT INTO qris_credits (id, account, external_ref, source, amount, at, precision_s, description, outcome, review, payment_id,
          attempt_id, same_as, in_ledger, created_at)
        VALUES (@id, @account, @externalRef, @source, @amount, @at, @precision, @description, @outcome, @review, @paymentId, @attemptId,
          @sameAs, @inLedger, @now)
        """;

    private const string Identify = """
        UPDATE qris_credits SET outcome = @outcome, review = @review, payment_id = @paymentId, attempt_id = @attemptId
        WHERE id = @id AND outcome = @seen AND same_as IS NULL AND COALESCE(payment_id, '') = @seenPayment
        """;

    private const string Decide = """
        UPDATE qris_credits SET outcome = @outcome, review = NULL, payment_id = @paymentId, attempt_id = @attemptId WHERE id = @id
          AND outcome = @seen AND (returned_at IS NULL OR @outcome <> 'matched')
        """;

    private const string Confirm =
        "UPDATE qris_credits SET told_ref = @toldRef WHERE id = @id AND (told_ref IS NULL OR told_ref = @toldRef)";

    // Only a movement of its own can leave the ledger again. A report that repeats another is ignored from the start and is never decided
    // about, so one piece of money goes back once. A second decision about the same money, after a gateway has named it once more, keeps
    // the time of the first.
    private const string Return = """
        UPDATE qris_credits
        SET outcome = 'ignored', review = NULL, payment_id = @paymentId, attempt_id = @attemptId, returned_at = COALESCE(returned_at, @at)
        WHERE id = @id AND outcome = @seen AND in_ledger = 1
        """;

    /// <summary>
    /// The money that a webhook told of under this reference is this credit; false when another webhook's reference has it.
    /// </summary>
    public static async Task<bool> TryConfirmAsync(DbSession session, string creditId, string toldRef) =>
        await session.ExecuteAsync(Confirm, new { id = creditId, toldRef }) == 1;

    /// <summary>Stores a credit; false when its reference, or what it is the same as, is taken.</summary>
    public static Task<bool> TryAddAsync(DbSession session, Credit credit, bool inLedger) => session.TryInsertAsync(Insert, new
    {
        id = credit.Id, account = credit.Account, externalRef = credit.ExternalRef, source = credit.Source, amount = credit.Amount,
        at = credit.AtDb,
        precision = credit.PrecisionSeconds, description = credit.Description, outcome = credit.Outcome, review = credit.Review,
        paymentId = credit.PaymentId, attemptId = credit.AttemptId, sameAs = credit.SameAs, inLedger, now = credit.CreatedAtDb,
    });

    /// <summary>A later report tells whose money a credit is. False when a person decided it meanwhile.</summary>
    public static async Task<bool> IdentifyAsync(DbSession session, Credit credit, string outcome, string? review, Candidate? candidate) =>
        await session.ExecuteAsync(Identify, new
    {
        id = credit.Id, seen = credit.Outcome, seenPayment = credit.PaymentId ?? "", outcome, review, paymentId = candidate?.PaymentId,
        attemptId = candidate?.AttemptId,
    }) == 1;

    /// <summary>What a person decided. False when it was decided meanwhile.</summary>
    public static async Task<bool> DecideAsync(
        DbSession session, Credit credit, string seen, string outcome, string? paymentId, string? attemptId) =>
        await session.ExecuteAsync(Decide, new { id = credit.Id, seen, outcome, paymentId, attemptId }) == 1;

    /// <summary>A person has sent the money back: it leaves the ledger. False when it was decided meanwhile.</summary>
    public static async Task<bool> ReturnAsync(DbSession session, Credit credit, string seen, string? paymentId, string? attemptId)
    {
        // It went back after it had come, whatever the clock of the node that stored it said.
        var at = session.Now > credit.CreatedAt ? session.Now : credit.CreatedAt;
        return await session.ExecuteAsync(Return, new { id = credit.Id, seen, paymentId, attemptId, at = at.ToDb() }) == 1;
    }
}
