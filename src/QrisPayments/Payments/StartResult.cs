using QrisPayments.Plugins.Providers;
using QrisPayments.Totals;

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

    /// <summary>
    /// An account has no total to give, and was not asked yet for those that were never shown (<see cref="UnshownTotals"/>). Nothing is to
    /// be kept; the start is run again.
    /// </summary>
    public sealed record Full(TotalBand Band) : StartResult;

    /// <summary>Another node was first; nothing was written.</summary>
    public sealed record TakenByOther : StartResult;

    /// <summary>No account is left to try.</summary>
    public sealed record NoneLeft : StartResult;
}
