namespace QrisPayments.Plugins;

/// <summary>A provider whose gateway lists the money that arrived on the account. Entries are matched by their exact totals.</summary>
public interface IReadLedger
{
    /// <summary>
    /// Reads what arrived since a moment; entries that were read before may come again. An exception counts as
    /// <see cref="LedgerResult.Unknown"/>.
    /// </summary>
    /// <param name="since">UTC; older entries are of no interest but do no harm.</param>
    /// <param name="cancellationToken">Set when the time box ends.</param>
    Task<LedgerResult> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken);
}

/// <summary>What a ledger said: exactly one of the nested records.</summary>
public abstract record LedgerResult
{
    private LedgerResult() { }

    /// <summary>The money that arrived.</summary>
    /// <param name="Entries">Incoming money only, in any order.</param>
    public sealed record Read(IReadOnlyList<LedgerEntry> Entries) : LedgerResult;

    /// <summary>No answer, or none that can be understood. It is asked again.</summary>
    /// <param name="Message">For the operator.</param>
    /// <param name="RetryAfter">How long the gateway wants to be left alone (429).</param>
    public sealed record Unknown(string Message, TimeSpan? RetryAfter = null) : LedgerResult;
}

/// <summary>Money that arrived on an account.</summary>
public sealed record LedgerEntry
{
    /// <summary>The same entry has the same reference whenever it is read, and no other has it (WIRE Q4). 1–128 characters.</summary>
    public required string Reference { get; init; }

    /// <summary>Whole rupiah, more than zero.</summary>
    public required long Amount { get; init; }

    /// <summary>When it arrived, UTC (WIRE G3).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How exact <see cref="At"/> is: a minute when the gateway gives no seconds.</summary>
    public TimeSpan Precision { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>One line for the operator, without the payer's name.</summary>
    public string? Description { get; init; }
}
