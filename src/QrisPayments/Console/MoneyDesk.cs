using QrisPayments.Foundation;
using QrisPayments.Money;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Console;

/// <summary>A case in a list.</summary>
internal sealed class CaseRow
{
    public string Id { get; init; } = "";
    public string Kind { get; init; } = "";
    public string? Note { get; init; }
    public string? PaymentId { get; init; }
    public string? OrderId { get; init; }
    public long? PaymentAmount { get; init; }
    public long? CreditAmount { get; init; }
    public string? Account { get; init; }
    public DateTime OpenedAtDb { get; init; }
    public DateTime? ResolvedAtDb { get; init; }
    public string? Resolution { get; init; }
    public string? ResolvedBy { get; init; }
    public string? Remark { get; init; }

    public DateTimeOffset OpenedAt => OpenedAtDb.FromDb();
    public DateTimeOffset? ResolvedAt => ResolvedAtDb.FromDb();
}

/// <summary>A payment that some money may be for.</summary>
internal sealed class PossiblePayment
{
    public string Id { get; init; } = "";
    public string OrderId { get; init; } = "";
    public string Status { get; init; } = "";
    public long Total { get; init; }
    public string Account { get; init; } = "";
    public DateTime CreatedAtDb { get; init; }

    public DateTimeOffset CreatedAt => CreatedAtDb.FromDb();
}

/// <summary>Money and cases that wait for a person.</summary>
internal sealed class MoneyDesk(Database database)
{
    private const string CaseColumns = """
        SELECT r.id AS Id, r.kind AS Kind, r.note AS Note, r.payment_id AS PaymentId, p.order_id AS OrderId, p.amount AS PaymentAmount,
               c.amount AS CreditAmount, c.account AS Account, r.opened_at AS OpenedAtDb, r.resolved_at AS ResolvedAtDb,
               r.resolution AS Resolution, r.resolved_by AS ResolvedBy, r.remark AS Remark
        FROM qris_reviews r LEFT JOIN qris_payments p ON p.id = r.payment_id LEFT JOIN qris_credits c ON c.id = r.credit_id
        """;

    // The longest waiting first.
    private const string OpenCases = CaseColumns + """

        WHERE r.state = 'open' AND (r.opened_at > @at OR (r.opened_at = @at AND r.id > @id))
        ORDER BY r.opened_at, r.id LIMIT @limit
        """;

    private const string ResolvedCases = CaseColumns + """

        WHERE r.state = 'resolved' AND (r.opened_at < @at OR (r.opened_at = @at AND r.id < @id))
        ORDER BY r.opened_at DESC, r.id DESC LIMIT @limit
        """;

    private const string Unmatched = Credit.Select + """

        WHERE outcome = 'unmatched' AND (created_at < @at OR (created_at = @at AND id < @id))
        ORDER BY created_at DESC, id DESC LIMIT @limit
        """;

    private const string Counts = """
        SELECT (SELECT COUNT(*) FROM qris_reviews WHERE state = 'open') AS Cases,
               (SELECT COUNT(*) FROM qris_credits WHERE outcome = 'unmatched') AS Unmatched
        """;

    private const string FindReview = Review.Select + " WHERE r.id = @id";

    private const string FindCredit = Credit.Select + " WHERE id = @id";

    private const string CasesOfCredit = Review.Select + " WHERE r.credit_id = @id ORDER BY r.opened_at DESC";

    // Near in amount on the same account: who forgot the unique code, or typed a rupiah too many.
    private const string PossiblePayments = """
        SELECT p.id AS Id, p.order_id AS OrderId, p.status AS Status, a.total_amount AS Total, a.account AS Account,
               p.created_at AS CreatedAtDb
        FROM qris_attempts a JOIN qris_payments p ON p.id = a.payment_id
        WHERE a.account = @account AND a.total_amount BETWEEN @low AND @high AND a.created_at <= @latest AND a.created_at >= @earliest
          AND a.state <> 'rejected' AND p.status <> 'paid'
        ORDER BY ABS(a.total_amount - @amount), a.created_at DESC LIMIT 8
        """;

    // The same amount near in time: perhaps the same money, told by another source at another minute.
    private const string Twins = Credit.Select + " WHERE " + MoneyTime.Where + " AND id <> @id ORDER BY at DESC, id LIMIT 200";

    private const string PossibleMoney = Credit.Select + """

        WHERE account = @account AND amount BETWEEN @low AND @high AND at >= @earliest AND outcome = 'unmatched'
        ORDER BY ABS(amount - @amount), at DESC LIMIT 8
        """;

    /// <summary>The open cases, the longest waiting first.</summary>
    public Task<List<CaseRow>> OpenAsync((DateTimeOffset At, string Id)? after, int limit, CancellationToken cancellationToken) =>
        database.RunAsync(
            s => s.QueryAsync<CaseRow>(OpenCases, new { at = (after?.At ?? DateTimeOffset.UnixEpoch).ToDb(), id = after?.Id ?? "", limit }),
            cancellationToken);

    /// <summary>What was decided, the latest cases first.</summary>
    public Task<List<CaseRow>> ResolvedAsync((DateTimeOffset At, string Id)? after, int limit, CancellationToken cancellationToken) =>
        database.RunAsync(s => s.QueryAsync<CaseRow>(ResolvedCases, Before(after, limit)), cancellationToken);

    /// <summary>Unmatched money, the latest first.</summary>
    public Task<List<Credit>> UnmatchedAsync((DateTimeOffset At, string Id)? after, int limit, CancellationToken cancellationToken) =>
        database.RunAsync(s => s.QueryAsync<Credit>(Unmatched, Before(after, limit)), cancellationToken);

    public async Task<(long Cases, long Unmatched)> CountAsync(CancellationToken cancellationToken)
    {
        var row = (await database.RunAsync(s => s.FirstOrDefaultAsync<CountRow>(Counts), cancellationToken))!;
        return (row.Cases, row.Unmatched);
    }

    public Task<Review?> ReviewAsync(string id, CancellationToken cancellationToken) =>
        PublicId.Looks(id, "rev")
            ? database.RunAsync(s => s.FirstOrDefaultAsync<Review>(FindReview, new { id }), cancellationToken)
            : Task.FromResult<Review?>(null);

    public Task<Credit?> CreditAsync(string? id, CancellationToken cancellationToken) =>
        PublicId.Looks(id, "crd")
            ? database.RunAsync(s => s.FirstOrDefaultAsync<Credit>(FindCredit, new { id }), cancellationToken)
            : Task.FromResult<Credit?>(null);

    public Task<List<Review>> CasesOfAsync(string creditId, CancellationToken cancellationToken) =>
        database.RunAsync(s => s.QueryAsync<Review>(CasesOfCredit, new { id = creditId }), cancellationToken);

    /// <summary>Unpaid payments of the days before whose total is near this money.</summary>
    public Task<List<PossiblePayment>> PossiblePaymentsAsync(Credit credit, CancellationToken cancellationToken) =>
        database.RunAsync(s => s.QueryAsync<PossiblePayment>(PossiblePayments, new
        {
            account = credit.Account, amount = credit.Amount, low = credit.Amount - Near, high = credit.Amount + Near,
            latest = credit.At.AddHours(1).ToDb(), earliest = credit.At.AddDays(-3).ToDb(),
        }), cancellationToken);

    /// <summary>Other money of exactly this amount on this account, near in time.</summary>
    public async Task<List<Credit>> TwinsAsync(Credit credit, CancellationToken cancellationToken)
    {
        var time = new MoneyTime(credit.At, credit.Precision, TwinTolerance);
        var near = await database.RunAsync(s => s.QueryAsync<Credit>(Twins, new
        {
            account = credit.Account, amount = credit.Amount, id = credit.Id, low = time.Low, lowest = time.Lowest, high = time.High,
        }), cancellationToken);
        return [.. near.Where(other => time.Touches(other.At, other.Precision))
            .OrderBy(other => (other.At - credit.At).Duration()).Take(20).OrderBy(other => other.At)];
    }

    /// <summary>Unmatched money that came after the payment was made and is near its total.</summary>
    public Task<List<Credit>> PossibleMoneyAsync(StoredAttempt attempt, CancellationToken cancellationToken) =>
        database.RunAsync(s => s.QueryAsync<Credit>(PossibleMoney, new
        {
            account = attempt.Account, amount = attempt.TotalAmount, low = attempt.TotalAmount - Near, high = attempt.TotalAmount + Near,
            earliest = attempt.CreatedAt.AddMinutes(-5).ToDb(),
        }), cancellationToken);

    /// <summary>How far sources that tell of the same money may be apart, at worst.</summary>
    private static readonly TimeSpan TwinTolerance = TimeSpan.FromMinutes(15);

    /// <summary>Unique codes reach to 999.</summary>
    private const long Near = 1_000;

    // A year after which no database stores a time.
    internal static object Before((DateTimeOffset At, string Id)? after, int limit) =>
        new { at = after?.At.ToDb() ?? new DateTime(9999, 1, 1), id = after?.Id ?? "", limit };

    private sealed class CountRow
    {
        public long Cases { get; init; }
        public long Unmatched { get; init; }
    }
}
