using static QrisPayments.Codec.QrisRule;

namespace QrisPayments.Codec;

// Rules on the first and the last object.
public static partial class QrisRules
{
    /// <summary>The payload format indicator (00) is missing. EMVCo MPM, id 00.</summary>
    public static QrisRule FormatIndicatorMissing { get; } = Reject("format_indicator_missing", "EMVCo MPM, id 00", "object 00 first",
        "The payload format indicator (00) is missing.",
        "Penanda format muatan (00) tidak ada.");

    /// <summary>The payload format indicator (00) is not the first object. EMVCo MPM, id 00.</summary>
    public static QrisRule FormatIndicatorNotFirst { get; } = Reject("format_indicator_not_first", "EMVCo MPM, id 00", "object 00 first",
        "The payload format indicator (00) is not the first object.",
        "Penanda format muatan (00) bukan objek pertama.");

    /// <summary>The payload format indicator has an unknown value. EMVCo MPM, id 00.</summary>
    public static QrisRule FormatIndicatorValue { get; } = Reject("format_indicator_value", "EMVCo MPM, id 00", "01",
        "The payload format indicator has an unknown value.",
        "Penanda format muatan bernilai tidak dikenal.");

    /// <summary>The payload format indicator is 02, as DuitNow writes it. Live codes: DuitNow (Malaysia).</summary>
    public static QrisRule FormatIndicatorForeign { get; } = Lenient("format_indicator_foreign", "live codes: DuitNow (Malaysia)", "01",
        "The payload format indicator is 02, as DuitNow writes it.",
        "Penanda format muatan bernilai 02, seperti ditulis DuitNow.");

    /// <summary>The checksum (63) is missing. EMVCo MPM, id 63.</summary>
    public static QrisRule CrcMissing { get; } = Reject("crc_missing", "EMVCo MPM, id 63", "object 63 last",
        "The checksum (63) is missing.",
        "Checksum (63) tidak ada.");

    /// <summary>Something follows the checksum (63). EMVCo MPM, id 63.</summary>
    public static QrisRule CrcNotLast { get; } = Reject("crc_not_last", "EMVCo MPM, id 63", "object 63 last",
        "Something follows the checksum (63).",
        "Ada sesuatu setelah checksum (63).");

    /// <summary>The checksum is not four hexadecimal digits. EMVCo MPM, id 63.</summary>
    public static QrisRule CrcMalformed { get; } = Reject("crc_malformed", "EMVCo MPM, id 63", "four hexadecimal digits",
        "The checksum is not four hexadecimal digits.",
        "Checksum bukan empat digit heksadesimal.");

    /// <summary>The checksum does not fit the text: something was changed after it was sealed. EMVCo MPM, id 63 (ISO/IEC 13239).</summary>
    public static QrisRule CrcMismatch { get; } = Reject("crc_mismatch", "EMVCo MPM, id 63 (ISO/IEC 13239)", "{0:X4}",
        "The checksum does not fit the text: something was changed after it was sealed.",
        "Checksum tidak cocok dengan teks: ada yang berubah setelah disegel.");

    /// <summary>The checksum is written in lower case. Live codes.</summary>
    public static QrisRule CrcLowerCase { get; } = Warn("crc_lower_case", "live codes", "upper-case hexadecimal digits",
        "The checksum is written in lower case.",
        "Checksum ditulis dengan huruf kecil.");
}
