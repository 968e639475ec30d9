namespace QrisPayments.Payments;

/// <summary>The fee that an app's payers carry on top of an amount.</summary>
internal static class AddedFee
{
    /// <summary>
    /// <paramref name="percent"/> of <paramref name="amount"/> in whole rupiah, halves up. Whole numbers throughout: hundredths of a
    /// percent times rupiah, divided once.
    /// </summary>
    /// <param name="amount">Whole rupiah, 1 or more.</param>
    /// <param name="percent">0–100 with at most two decimals.</param>
    public static long Of(long amount, decimal percent)
    {
        var hundredths = (long)(percent * 100);
        return checked((amount * hundredths + 5_000) / 10_000);
    }
}
