using System.Globalization;

namespace QrisPayments.Codec;

/// <summary>The tip a code asks for (EMVCo MPM, ids 55-57; the national text calls it "Tip").</summary>
public sealed record QrisTip
{
    private QrisTip(string indicator, string? value)
    {
        Indicator = indicator;
        Value = value;
    }

    /// <summary>The payer is asked for a tip and may give none (55 = 01).</summary>
    public static QrisTip Prompt { get; } = new("01", null);

    /// <summary>Tag 55: <c>01</c>, <c>02</c> or <c>03</c>.</summary>
    public string Indicator { get; }

    /// <summary>Tag 56 or 57; null for a prompt.</summary>
    public string? Value { get; }

    /// <summary>A fixed tip in whole rupiah, above zero (55 = 02, 56).</summary>
    public static QrisTip Fixed(long rupiah) => new("02", rupiah.ToString(CultureInfo.InvariantCulture));

    /// <summary>A fixed tip as exact decimal text, such as <c>1500</c> or <c>1500.50</c> (55 = 02, 56).</summary>
    public static QrisTip Fixed(string exact) => new("02", exact);

    /// <summary>A percentage from 0.01 to 99.99 with at most two decimals (55 = 03, 57).</summary>
    public static QrisTip Percent(decimal percent) =>
        new("03", percent.ToString("0.############################", CultureInfo.InvariantCulture));
}
