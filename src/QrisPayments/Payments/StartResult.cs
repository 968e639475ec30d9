using QrisPayments.Plugins.Providers;

namespace QrisPayments.Payments;

/// <summary>How starting an attempt ended: exactly one of the nested records.</summary>
internal abstract record StartResult
{
    private StartResult() { }

    /// <param name="Attempt">It is stored, and to be opened.</param>
    /// <param name="Others">Who may take the payment if this account does not.</param>
    public sealed record Started(Attempt Attempt, IReadOnlyList<ProviderAccount> Others) : StartResult;

    /// <summary>Every account that may serve has no total to give.</summary>
    public sealed record Exhausted(TimeSpan RetryAfter) : StartResult;

    /// <summary>No account is left to try.</summary>
    public sealed record NoneLeft : StartResult;
}
