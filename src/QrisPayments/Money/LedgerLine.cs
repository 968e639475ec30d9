using QrisPayments.Storage;

namespace QrisPayments.Money;

/// <summary>A movement of money that waits for its number in the ledger.</summary>
internal sealed class LedgerLine
{
    /// <summary>What it is about: the id of a credit, which arrived or was sent back, or of a refund.</summary>
    public string Subject { get; init; } = "";

    public string Account { get; init; } = "";

    /// <summary>Whole rupiah; negative for money that went out.</summary>
    public long Amount { get; init; }

    /// <summary>When the money moved, UTC.</summary>
    public DateTime AtDb { get; init; }

    /// <summary>When it was entered in our books, UTC. Lines that wait together are numbered in this order.</summary>
    public DateTime EnteredAtDb { get; init; }
}
