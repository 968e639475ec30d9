using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Storage;
using QrisPayments.Web;

namespace QrisPayments.Facades;

/// <summary>A payment with what its facade keeps beside it, as one query reads them.</summary>
internal sealed record FacadeRow : PaymentRow
{
    // The facade's row leads: there is one for each payment that was made through one.
    public const string SelectBoth = Columns + """
        , f.reference AS FacadeRef, f.method AS FacadeMethod
        FROM qris_facade_payments f JOIN qris_payments p ON p.id = f.payment_id LEFT JOIN qris_attempts a ON a.id = p.attempt_id
        """;

    /// <summary>The reference that the client knows it by; null until the facade has made one.</summary>
    public string? FacadeRef { get; init; }

    /// <summary>The gateway's own name of the method.</summary>
    public string? FacadeMethod { get; init; }
}

/// <summary>A payment that was made through a facade, and what its client knows of it.</summary>
/// <param name="Payment">The payment.</param>
/// <param name="Named">The same by its reference; null until it has one.</param>
internal sealed record FacadeSold(Payment Payment, FacadePayment? Named);

/// <summary>
/// What facades keep of the payments that were made through them, and finds these by their references. The only writer of its table.
/// </summary>
internal sealed class FacadeStore(Database database, PublicLinks links, TimeProvider clock)
{
    private const string Insert = """
        INSERT INTO qris_facade_payments (payment_id, facade, app, reference, owner, method, created_at)
        VALUES (@paymentId, @facade, @app, @reference, @owner, @method, @createdAt)
        """;

    private const string Release = "UPDATE qris_facade_payments SET reference = NULL, owner = NULL WHERE payment_id = @paymentId";

    // One that the facade made is everybody's.
    private const string SetReference =
        "UPDATE qris_facade_payments SET reference = @reference, owner = '' WHERE payment_id = @id AND reference IS NULL";

    private const string ByReference = FacadeRow.SelectBoth + " WHERE f.facade = @facade AND f.reference = @reference AND f.app = @app";

    // Only what the facade made: a client's own reference may stand with several apps.
    private const string Page = """
        SELECT payment_id AS Id, reference AS Reference FROM qris_facade_payments WHERE facade = @facade AND reference = @reference
          AND owner = ''
        """;

    private const string ById = FacadeRow.SelectBoth + " WHERE f.payment_id = @id AND f.facade = @facade";

    private const string PaidBy = """
        SELECT attempt_id AS AttemptId, external_ref AS Reference FROM qris_credits WHERE attempt_id IN @ids AND outcome = 'matched'
          ORDER BY created_at DESC
        """;

    private const string Sums = """
        SELECT p.status AS Status, f.method AS Method, COUNT(*) AS Payments, CAST(SUM(p.amount) AS SIGNED) AS Amount
        FROM qris_facade_payments f JOIN qris_payments p ON p.id = f.payment_id
        WHERE f.app = @app AND f.facade = @facade AND f.reference IS NOT NULL AND f.created_at >= @since GROUP BY p.status, f.method
        """;

    /// <summary>Keeps a new payment, in the transaction that makes it; false when the client's reference is taken.</summary>
    public static Task<bool> KeepAsync(DbSession session, PaymentRow payment, string facade, string? reference, string? method) =>
        session.TryInsertAsync(Insert, new
        {
            paymentId = payment.Id, facade, app = payment.App, reference, owner = reference is null ? null : payment.App, method,
            createdAt = payment.CreatedAt,
        });

    /// <summary>Gives a client's reference back: its payment came to nothing.</summary>
    public static Task ReleaseAsync(DbSession session, string paymentId) => session.ExecuteAsync(Release, new { paymentId });

    public Task<FacadePayment?> FindAsync(string facade, string app, string reference, CancellationToken cancellationToken) =>
        database.RunAsync(async session =>
        {
            var row = await FindShownAsync(session, ByReference, new { facade, app, reference });
            // MySQL takes "A " for "A"; a client does not.
            return row?.FacadeRef == reference ? await NameAsync(session, row) : null;
        }, cancellationToken, mayRepeat: true);

    /// <summary>The address of a payment's checkout, or null.</summary>
    public async Task<string?> FindPageAsync(string facade, string reference, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(session => session.FirstOrDefaultAsync<Named>(Page, new { facade, reference }),
            cancellationToken);
        return found?.Reference == reference ? links.Payment(found.Id) : null;
    }

    /// <summary>The payment, or null when it was not made through this facade.</summary>
    public Task<FacadeSold?> FindByIdAsync(string facade, string id, CancellationToken cancellationToken) =>
        database.RunAsync(async session =>
        {
            var row = await FindShownAsync(session, ById, new { id, facade });
            return row is null ? null : new FacadeSold(Payment(row), await NameAsync(session, row));
        }, cancellationToken, mayRepeat: true);

    private static async Task<FacadeRow?> FindShownAsync(DbSession session, string sql, object parameters)
    {
        Task<List<FacadeRow>> ReadAsync() => session.QueryAsync<FacadeRow>(sql, parameters);
        return (await ShownPayments.ShowAsync(session, await ReadAsync(), ReadAsync)).FirstOrDefault();
    }

    /// <summary>Gives a payment its reference; false when it is taken, or the payment has one.</summary>
    public Task<bool> TryNameAsync(string id, string reference, bool isOrderId, CancellationToken cancellationToken) =>
        database.TransactAsync(async session =>
        {
            if (await session.TryExecuteAsync(SetReference, new { id, reference }) != 1) return false;
            if (isOrderId) await PaymentBook.RenameOrderAsync(session, id, reference);
            return true;
        }, cancellationToken);

    public Task<FacadePage> ListAsync(string facade, string app, FacadeQuery query, CancellationToken cancellationToken)
    {
        var listing = new FacadeListing(facade, app, query);
        return database.RunAsync(async session =>
        {
            Task<List<FacadeRow>> ReadAsync() => session.QueryAsync<FacadeRow>(listing.Page, listing.Parameters);
            var rows = await ShownPayments.ShowAsync(session, await ReadAsync(), ReadAsync);
            return new FacadePage
            {
                Payments = await NameAsync(session, rows),
                Total = await session.FirstOrDefaultAsync<long>(listing.Count, listing.Parameters)
            };
        }, cancellationToken, mayRepeat: true);
    }

    public async Task<FacadeStatistics> CountAsync(string facade, string app, FacadePeriod period, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.Now().ToOffset(Wib.Offset).DateTime);
        var since = period switch
        {
            FacadePeriod.Today => today,
            FacadePeriod.Week => today.AddDays(-(((int)today.DayOfWeek + 6) % 7)),
            FacadePeriod.Month => new DateOnly(today.Year, today.Month, 1),
            FacadePeriod.Year => new DateOnly(today.Year, 1, 1),
            _ => DateOnly.MinValue,
        };
        var sums = await database.RunAsync(s => s.QueryAsync<Sum>(Sums, new { app, facade, since = FacadeListing.Midnight(since).ToDb() }),
            cancellationToken);
        var paid = sums.Where(sum => sum.Status == Statuses.Paid).ToList();
        return new FacadeStatistics
        {
            Count = sums.Sum(sum => sum.Payments), Amount = sums.Sum(sum => sum.Amount), PaidCount = paid.Sum(sum => sum.Payments),
            PaidAmount = paid.Sum(sum => sum.Amount),
            PaidByMethod = paid.Where(sum => sum.Method is not null).GroupBy(sum => sum.Method!)
                .ToDictionary(group => group.Key, group => group.Sum(sum => sum.Payments)),
        };
    }

    private async Task<FacadePayment?> NameAsync(DbSession session, FacadeRow row) =>
        await NameAsync(session, [row]) is [var named] ? named : null;

    /// <summary>Those that have a reference, with that of the money which paid them.</summary>
    private async Task<IReadOnlyList<FacadePayment>> NameAsync(DbSession session, IReadOnlyList<FacadeRow> rows)
    {
        var paid = rows.Where(row => row.Status == Statuses.Paid).Select(row => row.AttemptId!).ToArray();
        var money = paid.Length == 0 ? [] : await session.QueryAsync<Money>(PaidBy, new { ids = paid });
        return
        [
            .. rows.Where(row => row.FacadeRef is not null).Select(row => new FacadePayment
            {
                Reference = row.FacadeRef!,
                Payment = Payment(row),
                Method = row.FacadeMethod,
                ProviderRef = row.ProviderRef,
                PaidReference = row.Status == Statuses.Paid
                    ? money.FirstOrDefault(credit => credit.AttemptId == row.AttemptId)?.Reference
                    : null,
            }),
        ];
    }

    private Payment Payment(PaymentRow row) => row.ToPayment(links.Payment(row.Id));

    private sealed class Named
    {
        public string Id { get; init; } = "";
        public string Reference { get; init; } = "";
    }

    private sealed class Money
    {
        public string AttemptId { get; init; } = "";
        public string Reference { get; init; } = "";
    }

    private sealed class Sum
    {
        public string Status { get; init; } = "";
        public string? Method { get; init; }
        public long Payments { get; init; }
        public long Amount { get; init; }
    }
}
