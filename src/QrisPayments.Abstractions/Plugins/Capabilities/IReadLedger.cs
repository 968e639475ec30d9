namespace QrisPayments.Plugins;

/// <summary>A provider whose gateway lists the money that arrived on the account. Entries are matched by their exact totals.</summary>
public interface IReadLedger
{
    /// <summary>
    /// Reads what arrived since a moment; entries that were read before may be returned again. An exception counts as
    /// <see cref="LedgerResult.Unknown"/>.
    /// </summary>
    /// <param name="since">
    /// UTC, and far enough back for a gateway that shows money half an hour late. Older entries do no harm and may be left out; how old an
    /// entry is, the end of its time decides (<see cref="LedgerEntry.Precision"/>).
    /// </param>
    /// <param name="cancellationToken">Set when the time box ends.</param>
    Task<LedgerResult> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken);
}

/// <summary>What reading a ledger found: exactly one of the nested records.</summary>
public abstract record LedgerResult
{
    private LedgerResult() { }

    /// <summary>The ledger was read.</summary>
    public sealed record Read : LedgerResult
    {
        /// <summary>The ledger holds these entries.</summary>
        public Read(IReadOnlyList<LedgerEntry> entries) => Entries = entries;

        /// <summary>The money that arrived: incoming money only, in any order.</summary>
        public IReadOnlyList<LedgerEntry> Entries { get; init; }

        /// <summary>
        /// Rows that may be incoming money and cannot be read: an amount with marks, a date in another form. They are never counted; each
        /// becomes a case for a person, once, and the account is shown as failing for as long as the ledger holds it.
        /// </summary>
        public IReadOnlyList<UnreadableEntry> Unreadable { get; init; } = [];
    }

    /// <summary>The gateway gave no answer, or none that can be understood. It is asked again.</summary>
    public sealed record Unknown : LedgerResult
    {
        /// <summary>The ledger could not be read.</summary>
        public Unknown(string message, TimeSpan? retryAfter = null) => (Message, RetryAfter) = (message, retryAfter);

        /// <summary>What went wrong, for the operator; no secrets.</summary>
        public string Message { get; init; }

        /// <summary>How long the gateway asks to be left alone (429); null when it does not say.</summary>
        public TimeSpan? RetryAfter { get; init; }
    }
}

/// <summary>A row of a ledger that cannot be read.</summary>
public sealed record UnreadableEntry
{
    /// <summary>A row that cannot be read.</summary>
    public UnreadableEntry(string text, string problem) => (Text, Problem) = (text, problem);

    /// <summary>
    /// The row as the gateway writes it, so that a person finds it in the gateway's dashboard: the same whenever it is read, without the
    /// payer's name, 1–400 characters; more is cut.
    /// </summary>
    public string Text { get; init; }

    /// <summary>What is wrong with it, in one sentence.</summary>
    public string Problem { get; init; }
}

/// <summary>Money that arrived on an account.</summary>
public sealed record LedgerEntry
{
    /// <summary>
    /// Identifies the entry: the same whenever the entry is read, and different from every other entry's, or money would count twice or
    /// be lost. 1–128 characters.
    /// </summary>
    public required string Reference { get; init; }

    /// <summary>Whole rupiah, more than zero.</summary>
    public required long Amount { get; init; }

    /// <summary>
    /// When it arrived, UTC. Gateways often write Western Indonesian Time without a zone: read it with <see cref="Wib.TryParse"/>.
    /// </summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How exact <see cref="At"/> is: a minute when the gateway gives no seconds.</summary>
    public TimeSpan Precision { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>One line for the operator, without the payer's name.</summary>
    public string? Description { get; init; }
}
