using QrisPayments.Foundation;
using QrisPayments.Storage;
using QrisPayments.Web;

namespace QrisPayments.Payments;

/// <summary>
/// Reads payments. What is read here for others than the module's own work counts as shown (<see cref="ShownPayments"/>), unless a method
/// says that it leaves the codes out.
/// </summary>
internal sealed class PaymentReader(Database database, SharedReads shared, PublicLinks links)
{
    private const string ById = PaymentRow.Select + " WHERE p.id = @id";

    private const string OpenOfOrder = PaymentRow.Select + " WHERE p.app = @app AND p.open_order_id = @orderId";

    // One whose money went back whole has been paid no more than one that never was.
    private const string PaidOfOrder = PaymentRow.Select
        + " WHERE p.app = @app AND p.order_id = @orderId AND p.status = 'paid' AND p.refunded_amount < p.paid_amount"
        + " ORDER BY p.created_at DESC, p.id DESC LIMIT 1";

    // What was never shown to a customer, or never opened, is never paid for.
    private const string EndedOfOrder = PaymentRow.Select + """
         WHERE p.app = @app AND p.order_id = @orderId AND p.status IN ('expired', 'cancelled', 'failed') AND p.replaced_by IS NULL
           AND EXISTS (SELECT 1 FROM qris_attempts t WHERE t.payment_id = p.id AND t.state <> 'rejected' AND t.held_until > t.created_at)
        """;

    private const string ByOrder = PaymentRow.Select
        + " WHERE p.app = @app AND p.order_id = @orderId ORDER BY p.created_at DESC, p.id DESC LIMIT 100";

    private const string FormToken = "SELECT form_token FROM qris_payments WHERE id = @id";

    /// <summary>The payment, or null.</summary>
    public async Task<Payment?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!PublicId.Looks(id, "pay")) return null;
        return ReadIfThere(await FindShownAsync(id, cancellationToken));
    }

    /// <summary>The payment for the module's own work, or null.</summary>
    public async Task<Payment?> FindAsync(DbSession session, string id) => ReadIfThere(await FindRowAsync(session, id));

    /// <summary>The payment as the caller's transaction answers a create with it.</summary>
    /// <param name="session">A transaction of ours.</param>
    /// <param name="id">The payment, which is there.</param>
    /// <param name="isShown">The answer leaves the module with its code.</param>
    public async Task<Payment> AnswerAsync(DbSession session, string id, bool isShown)
    {
        var row = await FindRowAsync(session, id);
        return Read((isShown ? await ShownPayments.ShowAsync(session, row) : row)!);
    }

    /// <summary>Most are shown already, and reading them costs no more than ever.</summary>
    private async Task<PaymentRow?> FindShownAsync(string id, CancellationToken cancellationToken)
    {
        var row = await shared.FindAsync(id, cancellationToken);
        return row is { IsUnshown: true }
            ? await database.RunAsync(session => ShownPayments.ShowAsync(session, row), cancellationToken, mayRepeat: true)
            : row;
    }

    /// <summary>The payment, locked until the transaction ends and as it is then, or null.</summary>
    public async Task<Payment?> FindLockedAsync(DbSession session, string id)
    {
        // A lock on a row that is not there keeps others from making their own around it.
        if (!PublicId.Looks(id, "pay")) return null;
        // First: it waits for whoever is just making the payment.
        await PaymentBook.LockAsync(session, id);
        var row = await FindNewestRowAsync(session, id);
        // Under the payment's lock nothing can end it. If the host rolls back, it was not shown: what the host read must not be used then.
        if (row is { IsUnshown: true, AttemptId: { } attemptId }) await PaymentBook.ShowAsync(session, [attemptId]);
        return ReadIfThere(row);
    }

    /// <summary>The same as stored, or null.</summary>
    public static Task<PaymentRow?> FindRowAsync(DbSession session, string id) => session.FirstOrDefaultAsync<PaymentRow>(ById, new { id });

    /// <summary>
    /// The row as it is now, or null: a host's transaction may show it as it was when the transaction began. What that transaction has
    /// changed itself is newer to it than what is committed.
    /// </summary>
    public async Task<PaymentRow?> FindNewestRowAsync(DbSession session, string id)
    {
        var seen = await FindRowAsync(session, id);
        if (!session.MaySeeOldRows()) return seen;
        var committed = await database.RunAsync(fresh => FindRowAsync(fresh, id), session.CancellationToken);
        return seen is null || committed?.Version > seen.Version ? committed : seen;
    }

    /// <summary>The same, to be read together with other statements.</summary>
    public static Query<PaymentRow> Row(string id) => new(ById, new { id });

    /// <summary>The open payment of an order, or null.</summary>
    public static Task<PaymentRow?> FindOpenAsync(DbSession session, string app, string orderId) =>
        session.FirstOrDefaultAsync<PaymentRow>(OpenOfOrder, new { app, orderId });

    /// <summary>The newest payment of an order that is paid and not refunded whole, or null.</summary>
    public static Task<PaymentRow?> FindPaidAsync(DbSession session, string app, string orderId) =>
        session.FirstOrDefaultAsync<PaymentRow>(PaidOfOrder, new { app, orderId });

    /// <summary>The payments of an order that have ended unpaid, that were not replaced, and that money may still come for.</summary>
    public static Task<List<PaymentRow>> FindEndedAsync(DbSession session, string app, string orderId) =>
        session.QueryAsync<PaymentRow>(EndedOfOrder, new { app, orderId });

    public Task<IReadOnlyList<Payment>> FindByOrderAsync(string app, string orderId, CancellationToken cancellationToken) =>
        ReadShownAsync(session => session.QueryAsync<PaymentRow>(ByOrder, new { app, orderId }), cancellationToken);

    public Task<IReadOnlyList<Payment>> ListAsync(PaymentQuery query, CancellationToken cancellationToken) =>
        ReadShownAsync(session => session.QueryAsync<PaymentRow>(query.Sql, query.Parameters), cancellationToken);

    /// <summary>The same for a list that is not shown to payers: codes that were not shown yet are left out.</summary>
    public async Task<IReadOnlyList<Payment>> ListUnshownAsync(PaymentQuery query, CancellationToken cancellationToken)
    {
        var rows = await database.RunAsync(s => s.QueryAsync<PaymentRow>(query.Sql, query.Parameters), cancellationToken);
        return [.. rows.Select(ReadUnshown)];
    }

    private async Task<IReadOnlyList<Payment>> ReadShownAsync(
        Func<DbSession, Task<List<PaymentRow>>> readAsync, CancellationToken cancellationToken)
    {
        var rows = await database.RunAsync(async session =>
            await ShownPayments.ShowAsync(session, await readAsync(session), () => readAsync(session)), cancellationToken, mayRepeat: true);
        return [.. rows.Select(Read)];
    }

    /// <summary>The payment with the secret that its page puts into every form, or null.</summary>
    public async Task<(Payment Payment, string FormToken)?> FindWithFormTokenAsync(string id, CancellationToken cancellationToken)
    {
        if (!PublicId.Looks(id, "pay")) return null;
        var row = await FindShownAsync(id, cancellationToken);
        return row is null ? null : (Read(row), row.FormToken);
    }

    /// <summary>The secret that every form of this payment's pages must send back.</summary>
    public Task<string?> FormTokenAsync(string id, CancellationToken cancellationToken) =>
        database.RunAsync(session => session.FirstOrDefaultAsync<string>(FormToken, new { id }), cancellationToken);

    /// <summary>For the module's own work, and for answers whose code was noted as shown.</summary>
    public Payment Read(PaymentRow row) => row.ToPayment(links.Payment(row.Id));

    /// <summary>The payment without a code that was not shown yet.</summary>
    public Payment ReadUnshown(PaymentRow row) => row.IsUnshown ? Read(row).WithoutCode() : Read(row);

    private Payment? ReadIfThere(PaymentRow? row) => row is null ? null : Read(row);
}
