namespace QrisPayments.Totals;

/// <summary>Rules for unique amounts (<c>QrisPayments:Matching</c>).</summary>
public sealed class MatchingOptions
{
    /// <summary>
    /// How long a total stays held after its attempt ended, so that late money is not taken for somebody else's. A longer
    /// hold starves the codes: 60 minutes leave about 800 creates an hour per account and price band.
    /// </summary>
    public TimeSpan Hold { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>The least code, 1 or more.</summary>
    public int CodeMin { get; set; } = 1;

    /// <summary>The greatest code, at most 9,999.</summary>
    public int CodeMax { get; set; } = 999;
}
