using QrisPayments.Codec;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Facades;

/// <summary>The shop's credits as a ledger with a running balance, in the order in which they were heard of.</summary>
internal sealed class FacadeLedger(Database database, ProviderDirectory providers, TimeProvider clock)
{
    /// <summary>No transaction takes as long as this: what was heard before it stands.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    private const string Select = """
        SELECT c.id AS Id, c.account AS Account, c.external_ref AS Reference, c.amount AS Amount, c.at AS AtDb, c.created_at AS CreatedAtDb,
               a.qr_payload AS QrPayload, f.reference AS PaymentReference
        FROM qris_credits c LEFT JOIN qris_attempts a ON a.id = c.attempt_id 
             LEFT JOIN qris_facade_payments f ON f.payment_id = c.payment_id AND f.app = @app AND f.facade = @facade
        """;

    // Never by what has become of the money: what was told once must not go, nor change the balance of all that came after it.
    private const string Newest = Select + " WHERE c.in_ledger = 1 ORDER BY c.created_at DESC, c.id DESC LIMIT @limit";

    private const string One = Select + " WHERE c.id = @id AND c.in_ledger = 1";

    private const string SumBetween = """
        SELECT CAST(COALESCE(SUM(amount), 0) AS SIGNED) FROM qris_credits WHERE in_ledger = 1 AND created_at >= @from AND created_at < @to
        """;

    private const string SumSince = """
        SELECT CAST(COALESCE(SUM(amount), 0) AS SIGNED) FROM qris_credits
        WHERE in_ledger = 1 AND created_at >= @from AND (created_at < @at OR (created_at = @at AND id <= @id))
        """;

    // All that was heard before a moment which lies far enough back; from there on it is summed up anew. It only ever moves forward.
    private volatile Checkpoint _checkpoint = new(DateTime.MinValue.AddYears(1999), 0);

    /// <summary>The newest entries, last heard of first.</summary>
    public Task<IReadOnlyList<FacadeMutation>> ReadAsync(
        string facade, string app, string? nmid, int limit, CancellationToken cancellationToken) =>
        database.RunAsync<IReadOnlyList<FacadeMutation>>(async session =>
        {
            var rows = await session.QueryAsync<Row>(Newest, new { facade, app, limit = Math.Clamp(limit, 1, 500) });
            if (rows.Count == 0) return [];
            var balance = await BalanceAsync(session, rows[0]);
            var entries = new List<FacadeMutation>();
            foreach (var row in rows)
            {
                entries.Add(Of(row, balance, nmid));
                balance -= row.Amount;
            }
            return entries;
        }, cancellationToken);

    /// <summary>One entry, or null.</summary>
    public Task<FacadeMutation?> FindAsync(string facade, string app, string? nmid, string creditId, CancellationToken cancellationToken) =>
        database.RunAsync(async session =>
        {
            var row = await session.FirstOrDefaultAsync<Row>(One, new { facade, app, id = creditId });
            return row is null ? null : Of(row, await BalanceAsync(session, row), nmid);
        }, cancellationToken);

    private async Task<long> BalanceAsync(DbSession session, Row row)
    {
        var checkpoint = _checkpoint;
        var settled = (clock.Now() - Settled).ToDb();
        if (settled > checkpoint.Until)
        {
            var more = await session.FirstOrDefaultAsync<long>(SumBetween, new { from = checkpoint.Until, to = settled });
            _checkpoint = new Checkpoint(settled, checkpoint.Sum + more);
        }
        // A callback that was tried again for long tells of an entry from before the checkpoint.
        var known = row.CreatedAtDb >= checkpoint.Until ? checkpoint : new Checkpoint(DateTime.MinValue.AddYears(1999), 0);
        return known.Sum + await session.FirstOrDefaultAsync<long>(SumSince, new { from = known.Until, at = row.CreatedAtDb, id = row.Id });
    }

    private FacadeMutation Of(Row row, long balance, string? nmid)
    {
        var qr = row.QrPayload is null ? null : QrisInspector.Inspect(row.QrPayload);
        return new FacadeMutation
        {
            Id = row.Id,
            Reference = row.Reference,
            Account = row.Account,
            Amount = row.Amount,
            At = row.AtDb.FromDb(),
            Balance = balance,
            Nmid = qr?.Nmid ?? nmid ?? providers.Find(row.Account)?.Traits.Nmid,
            IsDynamic = qr is { IsDynamic: true },
            PaymentReference = row.PaymentReference,
        };
    }

    private sealed record Checkpoint(DateTime Until, long Sum);

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Account { get; init; } = "";
        public string Reference { get; init; } = "";
        public long Amount { get; init; }
        public DateTime AtDb { get; init; }
        public DateTime CreatedAtDb { get; init; }
        public string? QrPayload { get; init; }
        public string? PaymentReference { get; init; }
    }
}
