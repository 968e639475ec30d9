using QrisPayments.Storage;

namespace QrisPayments.Money;

/// <summary>
/// A table whose rows become lines of the ledger. Each row keeps its own mark that it still waits, set by the transaction that writes the
/// row: so none is missed, whatever the order in which transactions commit, and none is entered again after a crash.
/// </summary>
internal interface ILedgerSource
{
    /// <summary>One word, kept with each line: <c>credit</c>, <c>return</c>, <c>refund</c>.</summary>
    string Kind { get; }

    /// <summary>The rows that wait, first entered first; at most <paramref name="limit"/>.</summary>
    Query<LedgerLine> Waiting(int limit);

    /// <summary>Takes the mark off rows whose lines were just added in this transaction; changes as many rows as there are ids.</summary>
    Statement Numbered(string[] subjects);
}
