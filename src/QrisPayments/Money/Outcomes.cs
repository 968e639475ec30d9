using QrisPayments.Reviews;

namespace QrisPayments.Money;

/// <summary>What became of a credit. Every credit has exactly one, so that their sums add up.</summary>
internal static class Outcomes
{
    public const string Matched = "matched";
    public const string Unmatched = "unmatched";
    public const string Review = "review";
    public const string Ignored = "ignored";
}
