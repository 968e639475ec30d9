using QrisPayments.Money;
using QrisPayments.Storage;

namespace QrisPayments.Refunds;

/// <summary>Refunds become lines of the ledger once they are done, on their own day and with a minus: the money left.</summary>
internal sealed class RefundLedgerSource : ILedgerSource
{
    private const string FindWaiting = """
        SELECT id AS Subject, account AS Account, -amount AS Amount, done_at AS AtDb, done_at AS EnteredAtDb
        FROM qris_refunds WHERE state = 'done' AND ledger_no IS NULL ORDER BY done_at, id LIMIT @limit
        """;

    private const string SetNumber = """
        UPDATE qris_refunds
        SET ledger_no = (SELECT l.no FROM qris_ledger l WHERE l.subject = qris_refunds.id AND l.kind = 'refund')
        WHERE id IN @subjects AND ledger_no IS NULL
        """;

    public string Kind => "refund";

    public Query<LedgerLine> Waiting(int limit) => new(FindWaiting, new { limit });

    public Statement Numbered(string[] subjects) => new(SetNumber, new { subjects });
}
