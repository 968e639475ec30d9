namespace QrisPayments.Totals;

/// <summary>How taking a total ended.</summary>
internal abstract record ReserveResult
{
    private ReserveResult() { }

    public sealed record Taken(long Total, int Code) : ReserveResult;

    /// <param name="Band">What is held whole.</param>
    /// <param name="RetryAfter">When the next total becomes free.</param>
    public sealed record Exhausted(TotalBand Band, TimeSpan RetryAfter) : ReserveResult;
}
