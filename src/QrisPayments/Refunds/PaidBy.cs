namespace QrisPayments.Refunds;

/// <summary>Where the money of a paid payment was asked for, and where it arrived.</summary>
internal sealed class PaidBy
{
    public string AttemptId { get; init; } = "";

    /// <summary>Where the attempt asked for it.</summary>
    public string AskedAccount { get; init; } = "";

    /// <summary>Where it arrived.</summary>
    public string Account { get; init; } = "";

    /// <summary>1 for money of the sandbox.</summary>
    public long Simulated { get; init; }
}
