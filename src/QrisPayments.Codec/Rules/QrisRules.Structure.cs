using static QrisPayments.Codec.QrisRule;

namespace QrisPayments.Codec;

// Rules on the text as a whole and the chain of objects.
public static partial class QrisRules
{
    /// <summary>There is no text. EMVCo MPM, data objects.</summary>
    public static QrisRule Empty { get; } = Reject("empty", "EMVCo MPM, data objects", "a payload",
        "There is no text.",
        "Tidak ada teks.");

    /// <summary>The text is longer than a QR payload may be. EMVCo MPM, payload size.</summary>
    public static QrisRule PayloadTooLong { get; } = Reject("payload_too_long", "EMVCo MPM, payload size", "at most 512 characters",
        "The text is longer than a QR payload may be.",
        "Teks lebih panjang daripada batas muatan QR.");

    /// <summary>With its multi-byte characters the text takes more room than a QR payload should. EMVCo MPM, payload size.</summary>
    public static QrisRule PayloadLongInBytes { get; } =
        Warn("payload_long_in_bytes", "EMVCo MPM, payload size", "at most 512 bytes of UTF-8",
        "With its multi-byte characters the text takes more room than a QR payload should.",
        "Dengan karakter multi-byte, teks memakan ruang lebih dari yang semestinya.");

    /// <summary>White space or a byte order mark stands around the payload; it was left aside. Live codes.</summary>
    public static QrisRule SurroundingSpace { get; } =
        Warn("surrounding_space", "live codes", "no white space or byte order mark around the payload",
        "White space or a byte order mark stands around the payload; it was left aside.",
        "Ada spasi kosong atau tanda urutan byte di sekitar muatan; bagian itu diabaikan.");

    /// <summary>A control character stands in the text. EMVCo MPM, character sets.</summary>
    public static QrisRule ControlCharacter { get; } = Reject("control_character", "EMVCo MPM, character sets", "printable characters",
        "A control character stands in the text.",
        "Ada karakter kendali di dalam teks.");

    /// <summary>Half of a character stands in the text; it has no UTF-8 bytes to seal. EMVCo MPM, character sets (UTF-8).</summary>
    public static QrisRule LoneSurrogate { get; } =
        Reject("lone_surrogate", "EMVCo MPM, character sets (UTF-8)", "whole Unicode characters",
        "Half of a character stands in the text; it has no UTF-8 bytes to seal.",
        "Ada separuh karakter di dalam teks; tidak ada byte UTF-8 yang dapat disegel.");

    /// <summary>An invisible mark that turns the reading direction stands in the text. Live codes.</summary>
    public static QrisRule DirectionMark { get; } = Warn("direction_mark", "live codes", "no marks that turn the reading direction",
        "An invisible mark that turns the reading direction stands in the text.",
        "Ada tanda tak terlihat yang membalik arah baca di dalam teks.");

    /// <summary>The text holds characters outside the common set; some wallets show them wrongly. EMVCo MPM, format ans.</summary>
    public static QrisRule TextNotAscii { get; } = Warn("text_not_ascii", "EMVCo MPM, format ans", "printable ASCII",
        "The text holds characters outside the common set; some wallets show them wrongly.",
        "Teks memuat karakter di luar himpunan umum; sebagian dompet menampilkannya keliru.");

    /// <summary>An object ends before its id and length are complete. EMVCo MPM, data objects.</summary>
    public static QrisRule HeaderTruncated { get; } =
        Reject("header_truncated", "EMVCo MPM, data objects", "two digits of id and two of length",
        "An object ends before its id and length are complete.",
        "Sebuah objek berakhir sebelum id dan panjangnya lengkap.");

    /// <summary>An object's id is not two digits. EMVCo MPM, data objects.</summary>
    public static QrisRule IdNotNumeric { get; } = Reject("id_not_numeric", "EMVCo MPM, data objects", "an id of two digits",
        "An object's id is not two digits.",
        "Id sebuah objek bukan dua angka.");

    /// <summary>An object's length is not two digits. EMVCo MPM, data objects.</summary>
    public static QrisRule LengthNotNumeric { get; } = Reject("length_not_numeric", "EMVCo MPM, data objects", "a length of two digits",
        "An object's length is not two digits.",
        "Panjang sebuah objek bukan dua angka.");

    /// <summary>An object has length zero. EMVCo MPM, data objects.</summary>
    public static QrisRule LengthZero { get; } = Reject("length_zero", "EMVCo MPM, data objects", "a length from 01 to 99",
        "An object has length zero.",
        "Sebuah objek memiliki panjang nol.");

    /// <summary>An object's length runs past the end of its level. EMVCo MPM, data objects.</summary>
    public static QrisRule ValueTruncated { get; } =
        Reject("value_truncated", "EMVCo MPM, data objects", "as many characters as the length says",
        "An object's length runs past the end of its level.",
        "Panjang sebuah objek melewati akhir tingkatnya.");

    /// <summary>Digits of another script stand where 0 to 9 are due. EMVCo MPM, format N.</summary>
    public static QrisRule DigitNotAscii { get; } = Reject("digit_not_ascii", "EMVCo MPM, format N", "ASCII digits 0 to 9",
        "Digits of another script stand where 0 to 9 are due.",
        "Ada angka dari aksara lain di tempat yang seharusnya 0 sampai 9.");

    /// <summary>The same id stands twice in one level. EMVCo MPM, data objects.</summary>
    public static QrisRule DuplicateObject { get; } = Reject("duplicate_object", "EMVCo MPM, data objects", "each id once in a level",
        "The same id stands twice in one level.",
        "Id yang sama muncul dua kali dalam satu tingkat.");

    /// <summary>The objects do not stand in ascending order. EMVCo MPM, data objects (order is free between 00 and 63).</summary>
    public static QrisRule ObjectOrder { get; } =
        Lenient("object_order", "EMVCo MPM, data objects (order is free between 00 and 63)", "ascending ids",
        "The objects do not stand in ascending order.",
        "Objek-objek tidak tersusun menaik.");

    /// <summary>A reserved id is in use; it is kept as it is. EMVCo MPM, ids 65-79 (reserved).</summary>
    public static QrisRule ObjectUnknown { get; } = Lenient("object_unknown", "EMVCo MPM, ids 65-79 (reserved)", "no reserved ids",
        "A reserved id is in use; it is kept as it is.",
        "Id cadangan dipakai; dibiarkan apa adanya.");

    /// <summary>An unreserved template does not hold objects; it is kept as it is. EMVCo MPM, ids 80-99.</summary>
    public static QrisRule TemplateUnopened { get; } = Warn("template_unopened", "EMVCo MPM, ids 80-99", "a template of objects",
        "An unreserved template does not hold objects; it is kept as it is.",
        "Templat bebas tidak berisi objek; dibiarkan apa adanya.");
}
