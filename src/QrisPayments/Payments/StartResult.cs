namespace QrisPayments.Payments;

/// <summary>How starting an attempt ended.</summary>
internal abstract record StartResult
{
    private StartResult() { }

    public sealed record Started(Attempt Attempt) : StartResult;

    /// <summary>Every account that may serve has no total to give.</summary>
    public sealed record Exhausted(TimeSpan RetryAfter) : StartResult;

    /// <summary>Nobody may serve at this moment; somebody will.</summary>
    public sealed record NotNow(string Reason, TimeSpan? RetryAfter) : StartResult;

    /// <summary>No account may serve, or all were tried.</summary>
    public sealed record NobodyLeft : StartResult;
}
