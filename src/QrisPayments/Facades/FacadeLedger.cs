using QrisPayments.Codec;
using QrisPayments.Money;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Facades;

/// <summary>
/// The shop's ledger as facades show it, over all accounts and with the running balance. What was committed before a question is in its
/// answer: lines that still wait for their number are numbered first.
/// </summary>
internal sealed class FacadeLedger(Database database, LedgerBook ledger, ProviderDirectory providers)
{
    private const string Select = """
        SELECT l.subject AS Subject, l.kind AS Kind, l.account AS Account, COALESCE(c.external_ref, r.reference) AS Reference,
               l.amount AS Amount, l.total AS Balance, l.at AS AtDb, a.qr_payload AS QrPayload, f.reference AS PaymentReference
        FROM qris_ledger l LEFT JOIN qris_credits c ON c.id = l.subject LEFT JOIN qris_refunds r ON r.id = l.subject
             LEFT JOIN qris_attempts a ON a.id = COALESCE(c.attempt_id, r.attempt_id)
             LEFT JOIN qris_facade_payments f ON f.payment_id = COALESCE(c.payment_id, r.payment_id) AND f.app = @app AND f.facade = @facade
        """;

    private const string Newest = Select + " ORDER BY l.serial DESC LIMIT @limit";

    private const string One = Select + " WHERE l.subject = @id AND l.kind = 'credit'";

    /// <summary>The newest entries, last heard of first.</summary>
    public async Task<IReadOnlyList<FacadeMutation>> ReadAsync(
        string facade, string app, string? nmid, int limit, CancellationToken cancellationToken)
    {
        await ledger.CatchUpAsync(cancellationToken);
        var rows = await database.RunAsync(
            session => session.QueryAsync<Row>(Newest, new { facade, app, limit = Math.Clamp(limit, 1, 500) }), cancellationToken);
        return [.. rows.Select(row => Of(row, nmid))];
    }

    /// <summary>One entry, or null.</summary>
    public async Task<FacadeMutation?> FindAsync(
        string facade, string app, string? nmid, string creditId, CancellationToken cancellationToken)
    {
        await ledger.CatchUpAsync(cancellationToken);
        var row = await database.RunAsync(session => session.FirstOrDefaultAsync<Row>(One, new { facade, app, id = creditId }),
            cancellationToken);
        return row is null ? null : Of(row, nmid);
    }

    private FacadeMutation Of(Row row, string? nmid)
    {
        // Two lines about one credit: clients know a line by its id and reference, and would take the second for the first once more.
        var isReturn = row.Kind == ReturnLedgerSource.KindName;
        var id = isReturn ? "ret_" + row.Subject[(row.Subject.IndexOf('_', StringComparison.Ordinal) + 1)..] : row.Subject;
        var qr = row.QrPayload is null ? null : QrisInspector.Inspect(row.QrPayload);
        return new FacadeMutation
        {
            Id = id,
            Reference = isReturn ? id : row.Reference ?? id,
            Account = row.Account,
            Amount = row.Amount,
            At = row.AtDb.FromDb(),
            Balance = row.Balance,
            Nmid = qr?.Nmid ?? nmid ?? providers.Find(row.Account)?.Traits.Nmid,
            IsDynamic = qr is { IsDynamic: true },
            PaymentReference = row.PaymentReference,
        };
    }

    private sealed class Row
    {
        public string Subject { get; init; } = "";
        public string Kind { get; init; } = "";
        public string Account { get; init; } = "";
        public string? Reference { get; init; }
        public long Amount { get; init; }
        public long Balance { get; init; }
        public DateTime AtDb { get; init; }
        public string? QrPayload { get; init; }
        public string? PaymentReference { get; init; }
    }
}
