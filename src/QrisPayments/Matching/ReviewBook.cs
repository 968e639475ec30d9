using QrisPayments.Payments;
using QrisPayments.Storage;

namespace QrisPayments.Matching;

/// <summary>Opens and closes cases for a person.</summary>
internal static class ReviewBook
{
    private const string Insert = """
        INSERT INTO qris_reviews (id, kind, state, payment_id, credit_id, note, opened_at)
        VALUES (@id, @kind, 'open', @paymentId, @creditId, @note, @now)
        """;

    private const string Close = """
        UPDATE qris_reviews SET state = 'resolved', resolution = @resolution, resolved_at = @now
        WHERE payment_id = @paymentId AND state = 'open' AND kind = @kind
        """;

    private const string OpenOfCredit = "SELECT COUNT(*) FROM qris_reviews WHERE credit_id = @creditId AND kind = @kind AND state = 'open'";

    public static Task OpenAsync(DbSession session, string kind, string? paymentId, string? creditId, string note, DateTimeOffset now) =>
        session.ExecuteAsync(Insert, new { id = PublicId.New("rev"), kind, paymentId, creditId, note, now = now.ToDb() });

    /// <summary>Closes what the course of events has answered.</summary>
    public static Task CloseAsync(DbSession session, string kind, string paymentId, string resolution, DateTimeOffset now) =>
        session.ExecuteAsync(Close, new { kind, paymentId, resolution, now = now.ToDb() });

    public static async Task<bool> HasOpenAsync(DbSession session, string kind, string creditId) =>
        await session.FirstOrDefaultAsync<long>(OpenOfCredit, new { kind, creditId }) > 0;
}
