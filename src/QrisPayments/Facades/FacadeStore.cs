using QrisPayments.Mounting;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Storage;

namespace QrisPayments.Facades;

/// <summary>Payments that were made through facades, by the references that these go by.</summary>
internal sealed class FacadeStore(Database database, PublicLinks links, TimeProvider clock)
{
    private const string ByReference = PaymentRow.Select + " WHERE p.facade = @facade AND p.facade_ref = @reference AND p.app = @app";

    // Only what the facade made: a client's own reference may stand with several apps.
    private const string Page = "SELECT id AS Id, facade_ref AS Reference FROM qris_payments WHERE facade = @facade AND facade_ref = @reference AND facade_owner = ''";

    private const string ById = PaymentRow.Select + " WHERE p.id = @id AND p.facade = @facade";

    private const string SetReference = """
        UPDATE qris_payments SET facade_ref = @reference, facade_owner = '', order_id = CASE WHEN @isOrderId = 1 THEN @reference ELSE order_id END
        WHERE id = @id AND facade_ref IS NULL
        """;

    private const string PaidBy = """
        SELECT attempt_id AS AttemptId, external_ref AS Reference FROM qris_credits WHERE attempt_id IN @ids AND outcome = 'matched' ORDER BY created_at DESC
        """;

    private const string Sums = """
        SELECT status AS Status, facade_method AS Method, COUNT(*) AS Payments, CAST(SUM(amount) AS SIGNED) AS Amount
        FROM qris_payments WHERE app = @app AND facade = @facade AND facade_ref IS NOT NULL AND created_at >= @since GROUP BY status, facade_method
        """;

    public Task<FacadePayment?> FindAsync(string facade, string app, string reference, CancellationToken cancellationToken) =>
        database.RunAsync(async session =>
        {
            var row = await session.FirstOrDefaultAsync<PaymentRow>(ByReference, new { facade, app, reference });
            // MySQL takes "A " for "A"; a client does not.
            return row?.FacadeRef == reference ? await NameAsync(session, row) : null;
        }, cancellationToken);

    /// <summary>The address of a payment's checkout.</summary>
    public async Task<string?> FindPageAsync(string facade, string reference, CancellationToken cancellationToken)
    {
        var found = await database.RunAsync(session => session.FirstOrDefaultAsync<Named>(Page, new { facade, reference }), cancellationToken);
        return found?.Reference == reference ? links.Payment(found.Id) : null;
    }

    /// <summary>The payment, and whether it has its reference yet.</summary>
    public async Task<(Payment Payment, FacadePayment? Named)?> FindByIdAsync(string facade, string id, CancellationToken cancellationToken) =>
        await database.RunAsync(async session =>
        {
            var row = await session.FirstOrDefaultAsync<PaymentRow>(ById, new { id, facade });
            return row is null ? default((Payment, FacadePayment?)?) : (Payment(row), await NameAsync(session, row));
        }, cancellationToken);

    /// <summary>Gives a payment its reference; false when it is taken, or the payment has one.</summary>
    public Task<bool> TryNameAsync(string id, string reference, bool isOrderId, CancellationToken cancellationToken) =>
        database.TransactAsync(async session => await session.TryExecuteAsync(SetReference, new { id, reference, isOrderId }) == 1, cancellationToken);

    public Task<FacadePage> ListAsync(string facade, string app, FacadeQuery query, CancellationToken cancellationToken)
    {
        var listing = new FacadeListing(facade, app, query);
        return database.RunAsync(async session =>
        {
            var rows = await session.QueryAsync<PaymentRow>(listing.Page, listing.Parameters);
            return new FacadePage { Payments = await NameAsync(session, rows), Total = await session.FirstOrDefaultAsync<long>(listing.Count, listing.Parameters) };
        }, cancellationToken);
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
        var sums = await database.RunAsync(s => s.QueryAsync<Sum>(Sums, new { app, facade, since = FacadeListing.Midnight(since).ToDb() }), cancellationToken);
        var paid = sums.Where(sum => sum.Status == Statuses.Paid).ToList();
        return new FacadeStatistics
        {
            Count = sums.Sum(sum => sum.Payments), Amount = sums.Sum(sum => sum.Amount), PaidCount = paid.Sum(sum => sum.Payments), PaidAmount = paid.Sum(sum => sum.Amount),
            PaidByMethod = paid.Where(sum => sum.Method is not null).GroupBy(sum => sum.Method!).ToDictionary(group => group.Key, group => group.Sum(sum => sum.Payments)),
        };
    }

    private async Task<FacadePayment?> NameAsync(DbSession session, PaymentRow row) => await NameAsync(session, [row]) is [var named] ? named : null;

    /// <summary>Those that have a reference, with that of the money which paid them.</summary>
    private async Task<IReadOnlyList<FacadePayment>> NameAsync(DbSession session, IReadOnlyList<PaymentRow> rows)
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
                PaidReference = row.Status == Statuses.Paid ? money.FirstOrDefault(credit => credit.AttemptId == row.AttemptId)?.Reference : null,
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
