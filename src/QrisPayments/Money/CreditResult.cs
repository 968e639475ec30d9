namespace QrisPayments.Money;

/// <summary>How taking in a credit ended.</summary>
internal abstract record CreditResult
{
    private CreditResult() { }

    /// <summary>It is new, and its outcome is decided.</summary>
    public sealed record Recorded(Credit Credit) : CreditResult;

    /// <summary>It was reported before; nothing changed.</summary>
    public sealed record Known(Credit Credit) : CreditResult;

    /// <summary>The reference stands with another amount. Nothing is counted; a person decides.</summary>
    public sealed record Conflict(Credit Credit) : CreditResult;
}
