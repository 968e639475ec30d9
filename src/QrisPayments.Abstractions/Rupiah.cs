using System.Globalization;

namespace QrisPayments;

/// <summary>Money is whole rupiah in a <see cref="long"/>; this is how it is written for people.</summary>
public static class Rupiah
{
    // Written out, not CultureInfo("id-ID"): hosts run with invariant globalization or with edited cultures.
    private static readonly NumberFormatInfo Grouped = new()
    {
        NumberGroupSeparator = ".",
        NumberDecimalSeparator = ",",
        NumberGroupSizes = [3],
        NegativeSign = "-",
    };

    /// <summary>The Indonesian form with the currency sign and no space: <c>Rp50.347</c>.</summary>
    /// <param name="amount">Whole rupiah.</param>
    public static string Format(long amount) =>
        amount < 0 ? "-Rp" + Digits(amount)[1..] : "Rp" + Digits(amount);

    /// <summary>The digits alone, grouped by dots: <c>50.347</c>.</summary>
    /// <param name="amount">Whole rupiah.</param>
    public static string Digits(long amount) => amount.ToString("#,0", Grouped);
}
