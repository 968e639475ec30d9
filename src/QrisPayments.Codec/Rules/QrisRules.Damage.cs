using static QrisPayments.Codec.QrisRule;

namespace QrisPayments.Codec;

// Rules on what happened to a text on its way.
public static partial class QrisRules
{
    /// <summary>
    /// Spaces have become + on the way; with spaces the checksum fits. form encoding (application/x-www-form-urlencoded).
    /// </summary>
    public static QrisRule DamagePlusForSpace { get; } =
        Reject("damage_plus_for_space", "form encoding (application/x-www-form-urlencoded)", "spaces",
        "Spaces have become + on the way; with spaces the checksum fits.",
        "Spasi berubah menjadi + di perjalanan; dengan spasi, checksum cocok.");

    /// <summary>The text is URL-encoded; decoded, the checksum fits. URL encoding (RFC 3986).</summary>
    public static QrisRule DamagePercentEncoding { get; } = Reject("damage_percent_encoding", "URL encoding (RFC 3986)", "the decoded text",
        "The text is URL-encoded; decoded, the checksum fits.",
        "Teks dalam bentuk URL-encoded; setelah diurai, checksum cocok.");

    /// <summary>The text is HTML-encoded; decoded, the checksum fits. HTML character references.</summary>
    public static QrisRule DamageHtmlEncoding { get; } = Reject("damage_html_encoding", "HTML character references", "the decoded text",
        "The text is HTML-encoded; decoded, the checksum fits.",
        "Teks dalam bentuk HTML-encoded; setelah diurai, checksum cocok.");

    /// <summary>The end of the text seems to be cut off. EMVCo MPM, id 63 last.</summary>
    public static QrisRule DamageTruncated { get; } = Reject("damage_truncated", "EMVCo MPM, id 63 last", "the rest of the text",
        "The end of the text seems to be cut off.",
        "Bagian akhir teks tampaknya terpotong.");

    /// <summary>The checksum was written without its leading zeros. EMVCo MPM, id 63 (zero padded).</summary>
    public static QrisRule DamageCrcUnpadded { get; } = Reject("damage_crc_unpadded", "EMVCo MPM, id 63 (zero padded)", "{0:X4}",
        "The checksum was written without its leading zeros.",
        "Checksum ditulis tanpa nol di depannya.");

    /// <summary>The checksum was computed without the characters 6304 before it. EMVCo MPM, id 63.</summary>
    public static QrisRule DamageCrcScope { get; } = Reject("damage_crc_scope", "EMVCo MPM, id 63", "a checksum that includes \"6304\"",
        "The checksum was computed without the characters 6304 before it.",
        "Checksum dihitung tanpa karakter 6304 di depannya.");

    /// <summary>The checksum was computed over other bytes than UTF-8. EMVCo MPM, id 63 (UTF-8).</summary>
    public static QrisRule DamageCrcBytes { get; } = Reject("damage_crc_bytes", "EMVCo MPM, id 63 (UTF-8)", "a checksum over UTF-8 bytes",
        "The checksum was computed over other bytes than UTF-8.",
        "Checksum dihitung atas byte selain UTF-8.");

    /// <summary>An amount or tip was put in without computing the checksum anew. sealed texts that were edited.</summary>
    public static QrisRule DamageAmountUnsealed { get; } =
        Reject("damage_amount_unsealed", "sealed texts that were edited", "a checksum computed anew",
        "An amount or tip was put in without computing the checksum anew.",
        "Nominal atau tip disisipkan tanpa menghitung ulang checksum.");

    /// <summary>Static was made dynamic without computing the checksum anew. sealed texts that were edited.</summary>
    public static QrisRule DamagePointUnsealed { get; } =
        Reject("damage_point_unsealed", "sealed texts that were edited", "a checksum computed anew",
        "Static was made dynamic without computing the checksum anew.",
        "Statis diubah menjadi dinamis tanpa menghitung ulang checksum.");

    /// <summary>The lengths count UTF-16 units instead of characters. EMVCo MPM, data objects (lengths count characters).</summary>
    public static QrisRule DamageLengthInUnits { get; } =
        Reject("damage_length_in_units", "EMVCo MPM, data objects (lengths count characters)", "lengths in characters",
        "The lengths count UTF-16 units instead of characters.",
        "Panjang dihitung dalam unit UTF-16, bukan karakter.");

    /// <summary>The lengths count UTF-8 bytes instead of characters. EMVCo MPM, data objects (lengths count characters).</summary>
    public static QrisRule DamageLengthInBytes { get; } =
        Reject("damage_length_in_bytes", "EMVCo MPM, data objects (lengths count characters)", "lengths in characters",
        "The lengths count UTF-8 bytes instead of characters.",
        "Panjang dihitung dalam byte UTF-8, bukan karakter.");
}
