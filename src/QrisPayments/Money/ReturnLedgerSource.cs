using QrisPayments.Storage;

namespace QrisPayments.Money;

/// <summary>
/// Money that a person sent back leaves the ledger again: a line of its own with a minus, on the day of the decision. The line of its
/// arrival stays as it was told.
/// </summary>
internal sealed class ReturnLedgerSource : ILedgerSource
{
    public const string KindName = "return";

    private const string FindWaiting = """
        SELECT id AS Subject, account AS Account, -amount AS Amount, returned_at AS AtDb, returned_at AS EnteredAtDb
        FROM qris_credits WHERE return_no IS NULL AND returned_at IS NOT NULL ORDER BY returned_at, id LIMIT @limit
        """;

    private const string SetNumber = """
        UPDATE qris_credits
        SET return_no = (SELECT l.no FROM qris_ledger l WHERE l.subject = qris_credits.id AND l.kind = 'return')
        WHERE id IN @subjects AND return_no IS NULL
        """;

    public string Kind => KindName;

    public Query<LedgerLine> Waiting(int limit) => new(FindWaiting, new { limit });

    public Statement Numbered(string[] subjects) => new(SetNumber, new { subjects });
}
