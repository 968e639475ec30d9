using static QrisPayments.Codec.QrisRule;

namespace QrisPayments.Codec;

// Rules on how much is paid.
public static partial class QrisRules
{
    /// <summary>The amount is not a plain number. EMVCo MPM, id 54.</summary>
    public static QrisRule AmountMalformed { get; } = Reject("amount_malformed", "EMVCo MPM, id 54", "digits and at most one point",
        "The amount is not a plain number.",
        "Nominal bukan angka biasa.");

    /// <summary>The amount is zero. EMVCo MPM, id 54.</summary>
    public static QrisRule AmountZero { get; } = Reject("amount_zero", "EMVCo MPM, id 54", "more than zero",
        "The amount is zero.",
        "Nominal bernilai nol.");

    /// <summary>The amount is longer than 13 characters. EMVCo MPM, id 54.</summary>
    public static QrisRule AmountTooLong { get; } = Reject("amount_too_long", "EMVCo MPM, id 54", "at most 13 characters",
        "The amount is longer than 13 characters.",
        "Nominal lebih dari 13 karakter.");

    /// <summary>The amount has more decimals than its currency. EMVCo MPM, id 54 (ISO 4217 exponent).</summary>
    public static QrisRule AmountTooPrecise { get; } =
        Reject("amount_too_precise", "EMVCo MPM, id 54 (ISO 4217 exponent)", "no more decimals than the currency has",
        "The amount has more decimals than its currency.",
        "Nominal memiliki desimal lebih banyak daripada mata uangnya.");

    /// <summary>The amount starts with a zero. Live codes.</summary>
    public static QrisRule AmountLeadingZero { get; } = Warn("amount_leading_zero", "live codes", "no leading zeros",
        "The amount starts with a zero.",
        "Nominal diawali nol.");

    /// <summary>The amount is written with decimals; rupiah are paid whole. Live codes.</summary>
    public static QrisRule AmountDecimals { get; } = Warn("amount_decimals", "live codes", "whole rupiah",
        "The amount is written with decimals; rupiah are paid whole.",
        "Nominal ditulis dengan desimal; rupiah dibayar utuh.");

    /// <summary>The code says it is dynamic but names no amount. Live codes.</summary>
    public static QrisRule DynamicWithoutAmount { get; } = Warn("dynamic_without_amount", "live codes", "object 54 in a dynamic code",
        "The code says it is dynamic but names no amount.",
        "Kode menyatakan dinamis tetapi tidak menyebut nominal.");

    /// <summary>The code says it is static but names an amount. Live codes.</summary>
    public static QrisRule StaticWithAmount { get; } = Warn("static_with_amount", "live codes", "no object 54 in a static code",
        "The code says it is static but names an amount.",
        "Kode menyatakan statis tetapi menyebut nominal.");

    /// <summary>The tip indicator has an unknown value. EMVCo MPM, id 55.</summary>
    public static QrisRule TipIndicatorValue { get; } =
        Reject("tip_indicator_value", "EMVCo MPM, id 55", "01 (payer types it), 02 (fixed) or 03 (percent)",
        "The tip indicator has an unknown value.",
        "Penanda tip bernilai tidak dikenal.");

    /// <summary>The tip is said to be fixed, but the sum (56) is missing. EMVCo MPM, ids 55 and 56.</summary>
    public static QrisRule TipFixedMissing { get; } = Reject("tip_fixed_missing", "EMVCo MPM, ids 55 and 56", "object 56",
        "The tip is said to be fixed, but the sum (56) is missing.",
        "Tip dinyatakan tetap, tetapi jumlahnya (56) tidak ada.");

    /// <summary>A fixed tip (56) stands in a code that does not announce it. EMVCo MPM, ids 55 and 56.</summary>
    public static QrisRule TipFixedUnexpected { get; } =
        Reject("tip_fixed_unexpected", "EMVCo MPM, ids 55 and 56", "object 56 only where 55 is 02",
        "A fixed tip (56) stands in a code that does not announce it.",
        "Ada tip tetap (56) padahal kode tidak menyatakannya.");

    /// <summary>The fixed tip is not a plain number above zero. EMVCo MPM, id 56.</summary>
    public static QrisRule TipFixedMalformed { get; } =
        Reject("tip_fixed_malformed", "EMVCo MPM, id 56", "a number above zero of at most 13 characters",
        "The fixed tip is not a plain number above zero.",
        "Tip tetap bukan angka biasa di atas nol.");

    /// <summary>The tip is said to be a percentage, but it (57) is missing. EMVCo MPM, ids 55 and 57.</summary>
    public static QrisRule TipPercentMissing { get; } = Reject("tip_percent_missing", "EMVCo MPM, ids 55 and 57", "object 57",
        "The tip is said to be a percentage, but it (57) is missing.",
        "Tip dinyatakan persentase, tetapi nilainya (57) tidak ada.");

    /// <summary>A percentage tip (57) stands in a code that does not announce it. EMVCo MPM, ids 55 and 57.</summary>
    public static QrisRule TipPercentUnexpected { get; } =
        Reject("tip_percent_unexpected", "EMVCo MPM, ids 55 and 57", "object 57 only where 55 is 03",
        "A percentage tip (57) stands in a code that does not announce it.",
        "Ada tip persentase (57) padahal kode tidak menyatakannya.");

    /// <summary>The percentage tip is not a number from 00.01 to 99.99. EMVCo MPM, id 57.</summary>
    public static QrisRule TipPercentMalformed { get; } = Reject("tip_percent_malformed", "EMVCo MPM, id 57", "00.01 to 99.99",
        "The percentage tip is not a number from 00.01 to 99.99.",
        "Tip persentase bukan angka dari 00.01 sampai 99.99.");
}
