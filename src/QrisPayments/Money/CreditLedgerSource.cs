using QrisPayments.Storage;

namespace QrisPayments.Money;

/// <summary>Credits become lines of the ledger, whatever their outcome: the money arrived.</summary>
internal sealed class CreditLedgerSource : ILedgerSource
{
    public const string KindName = "credit";

    private const string FindWaiting = """
        SELECT id AS Subject, account AS Account, amount AS Amount, at AS AtDb, created_at AS EnteredAtDb
        FROM qris_credits WHERE in_ledger = 1 AND ledger_no IS NULL ORDER BY created_at, id LIMIT @limit
        """;

    private const string SetNumber = """
        UPDATE qris_credits
        SET ledger_no = (SELECT l.no FROM qris_ledger l WHERE l.subject = qris_credits.id AND l.kind = 'credit')
        WHERE id IN @subjects AND ledger_no IS NULL
        """;

    public string Kind => KindName;

    public Query<LedgerLine> Waiting(int limit) => new(FindWaiting, new { limit });

    public Statement Numbered(string[] subjects) => new(SetNumber, new { subjects });
}
