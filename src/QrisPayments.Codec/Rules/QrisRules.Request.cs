using static QrisPayments.Codec.QrisRule;

namespace QrisPayments.Codec;

// Rules on what is asked of a conversion or a new payload.
public static partial class QrisRules
{
    /// <summary>
    /// Only a QRIS can be converted; this is another country's code. QRIS national text (ASPI / Bank Indonesia), tags 53 and 58.
    /// </summary>
    public static QrisRule NotQris { get; } = Reject("not_qris", "QRIS national text (ASPI / Bank Indonesia), tags 53 and 58", "a QRIS",
        "Only a QRIS can be converted; this is another country's code.",
        "Hanya QRIS yang dapat dikonversi; ini kode negara lain.");

    /// <summary>The code is already dynamic; another amount must be asked for explicitly. EMVCo MPM, id 01.</summary>
    public static QrisRule AlreadyDynamic { get; } = Reject("already_dynamic", "EMVCo MPM, id 01", "a static code, or Reamount",
        "The code is already dynamic; another amount must be asked for explicitly.",
        "Kode sudah dinamis; perubahan nominal harus diminta secara eksplisit.");

    /// <summary>
    /// The code asks for a transfer between persons; it cannot be converted. QRIS national text (ASPI / Bank Indonesia), tag 62.08 BOOK,
    /// DMCT, XBCT.
    /// </summary>
    public static QrisRule TransferCode { get; } =
        Reject("transfer_code", "QRIS national text (ASPI / Bank Indonesia), tag 62.08 BOOK, DMCT, XBCT", "a merchant's code",
        "The code asks for a transfer between persons; it cannot be converted.",
        "Kode ini untuk transfer antarorang; tidak dapat dikonversi.");

    /// <summary>
    /// The code is for cash in or out; it cannot be converted. QRIS national text (ASPI / Bank Indonesia), tag 62.08 CWDL, CDPT.
    /// </summary>
    public static QrisRule CashCode { get; } =
        Reject("cash_code", "QRIS national text (ASPI / Bank Indonesia), tag 62.08 CWDL, CDPT", "a merchant's code",
        "The code is for cash in or out; it cannot be converted.",
        "Kode ini untuk setor atau tarik tunai; tidak dapat dikonversi.");

    /// <summary>No amount was given. EMVCo MPM, id 54.</summary>
    public static QrisRule RequestAmountMissing { get; } = Reject("request_amount_missing", "EMVCo MPM, id 54", "an amount",
        "No amount was given.",
        "Nominal tidak diberikan.");

    /// <summary>The amount was given both as rupiah and as text. EMVCo MPM, id 54.</summary>
    public static QrisRule RequestAmountTwice { get; } = Reject("request_amount_twice", "EMVCo MPM, id 54", "one amount",
        "The amount was given both as rupiah and as text.",
        "Nominal diberikan sebagai rupiah dan sebagai teks sekaligus.");

    /// <summary>The tip asked for cannot be written. EMVCo MPM, ids 55-57.</summary>
    public static QrisRule RequestTipMalformed { get; } =
        Reject("request_tip_malformed", "EMVCo MPM, ids 55-57", "a sum above zero, or 0.01 to 99.99 percent",
        "The tip asked for cannot be written.",
        "Tip yang diminta tidak dapat ditulis.");

    /// <summary>A value asked for is empty. EMVCo MPM, data objects.</summary>
    public static QrisRule RequestValueEmpty { get; } = Reject("request_value_empty", "EMVCo MPM, data objects", "at least one character",
        "A value asked for is empty.",
        "Sebuah nilai yang diminta kosong.");

    /// <summary>A value asked for is longer than its object may be. EMVCo MPM, data objects.</summary>
    public static QrisRule RequestValueTooLong { get; } = Reject("request_value_too_long", "EMVCo MPM, data objects", "a shorter value",
        "A value asked for is longer than its object may be.",
        "Sebuah nilai yang diminta lebih panjang daripada batas objeknya.");

    /// <summary>A value asked for holds other characters than printable ASCII. EMVCo MPM, format ans.</summary>
    public static QrisRule RequestValueCharacter { get; } = Reject("request_value_character", "EMVCo MPM, format ans", "printable ASCII",
        "A value asked for holds other characters than printable ASCII.",
        "Sebuah nilai yang diminta memuat karakter selain ASCII yang dapat dicetak.");

    /// <summary>An object asked for has no usable id. EMVCo MPM, data objects.</summary>
    public static QrisRule RequestIdMalformed { get; } =
        Reject("request_id_malformed", "EMVCo MPM, data objects", "an id of two digits that this place allows",
        "An object asked for has no usable id.",
        "Sebuah objek yang diminta tidak memiliki id yang dapat dipakai.");

    /// <summary>The additional data no longer fit into their object. EMVCo MPM, id 62.</summary>
    public static QrisRule AdditionalDataFull { get; } = Reject("additional_data_full", "EMVCo MPM, id 62", "at most 99 characters in 62",
        "The additional data no longer fit into their object.",
        "Data tambahan tidak lagi muat dalam objeknya.");

    /// <summary>The outcome does not read back as it was asked for; it is not given out. EMVCo MPM, ids 01 and 54-57.</summary>
    public static QrisRule ResultDiffers { get; } = Reject("result_differs", "EMVCo MPM, ids 01 and 54-57", "what was asked for",
        "The outcome does not read back as it was asked for; it is not given out.",
        "Hasil tidak terbaca seperti yang diminta; hasil tidak diberikan.");
}
