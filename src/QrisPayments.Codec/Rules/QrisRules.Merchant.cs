using static QrisPayments.Codec.QrisRule;

namespace QrisPayments.Codec;

// Rules on who is paid, where and in what.
public static partial class QrisRules
{
    /// <summary>The point of initiation is neither static nor dynamic. EMVCo MPM, id 01.</summary>
    public static QrisRule PointOfInitiationValue { get; } =
        Reject("point_of_initiation_value", "EMVCo MPM, id 01", "11 (static) or 12 (dynamic)",
        "The point of initiation is neither static nor dynamic.",
        "Cara inisiasi bukan statis maupun dinamis.");

    /// <summary>The code does not say whether it is static or dynamic; it is read as static. EMVCo MPM, id 01 (optional).</summary>
    public static QrisRule PointOfInitiationMissing { get; } =
        Lenient("point_of_initiation_missing", "EMVCo MPM, id 01 (optional)", "11 or 12",
        "The code does not say whether it is static or dynamic; it is read as static.",
        "Kode tidak menyatakan statis atau dinamis; dibaca sebagai statis.");

    /// <summary>No merchant account stands in the code. EMVCo MPM, ids 02-51.</summary>
    public static QrisRule MerchantAccountMissing { get; } =
        Reject("merchant_account_missing", "EMVCo MPM, ids 02-51", "at least one of 02 to 51",
        "No merchant account stands in the code.",
        "Tidak ada akun merchant dalam kode.");

    /// <summary>The merchant category code (52) is missing. EMVCo MPM, id 52.</summary>
    public static QrisRule CategoryCodeMissing { get; } = Reject("category_code_missing", "EMVCo MPM, id 52", "object 52",
        "The merchant category code (52) is missing.",
        "Kode kategori merchant (52) tidak ada.");

    /// <summary>The merchant category code is not four digits. EMVCo MPM, id 52 (ISO 18245).</summary>
    public static QrisRule CategoryCodeMalformed { get; } = Reject("category_code_malformed", "EMVCo MPM, id 52 (ISO 18245)", "four digits",
        "The merchant category code is not four digits.",
        "Kode kategori merchant bukan empat angka.");

    /// <summary>The merchant category code has three digits. Live codes.</summary>
    public static QrisRule CategoryCodeShort { get; } = Warn("category_code_short", "live codes", "four digits",
        "The merchant category code has three digits.",
        "Kode kategori merchant hanya tiga angka.");

    /// <summary>The currency (53) is missing. EMVCo MPM, id 53.</summary>
    public static QrisRule CurrencyMissing { get; } = Reject("currency_missing", "EMVCo MPM, id 53", "object 53",
        "The currency (53) is missing.",
        "Mata uang (53) tidak ada.");

    /// <summary>The currency is not three digits. EMVCo MPM, id 53 (ISO 4217).</summary>
    public static QrisRule CurrencyMalformed { get; } = Reject("currency_malformed", "EMVCo MPM, id 53 (ISO 4217)", "three digits",
        "The currency is not three digits.",
        "Mata uang bukan tiga angka.");

    /// <summary>A QRIS must be in rupiah. QRIS national text (ASPI / Bank Indonesia), tag 53.</summary>
    public static QrisRule CurrencyNotRupiah { get; } =
        Reject("currency_not_rupiah", "QRIS national text (ASPI / Bank Indonesia), tag 53", "360",
        "A QRIS must be in rupiah.",
        "QRIS harus dalam rupiah.");

    /// <summary>The country (58) is missing. EMVCo MPM, id 58.</summary>
    public static QrisRule CountryMissing { get; } = Reject("country_missing", "EMVCo MPM, id 58", "object 58",
        "The country (58) is missing.",
        "Negara (58) tidak ada.");

    /// <summary>The country is not two letters. EMVCo MPM, id 58 (ISO 3166-1).</summary>
    public static QrisRule CountryMalformed { get; } = Reject("country_malformed", "EMVCo MPM, id 58 (ISO 3166-1)", "two letters",
        "The country is not two letters.",
        "Negara bukan dua huruf.");

    /// <summary>A QRIS must be of Indonesia. QRIS national text (ASPI / Bank Indonesia), tag 58.</summary>
    public static QrisRule CountryNotIndonesia { get; } =
        Reject("country_not_indonesia", "QRIS national text (ASPI / Bank Indonesia), tag 58", "ID",
        "A QRIS must be of Indonesia.",
        "QRIS harus dari Indonesia.");

    /// <summary>The country is written in lower case. Live codes.</summary>
    public static QrisRule CountryLowerCase { get; } = Warn("country_lower_case", "live codes", "upper-case letters",
        "The country is written in lower case.",
        "Negara ditulis dengan huruf kecil.");

    /// <summary>The merchant's name (59) is missing. EMVCo MPM, id 59.</summary>
    public static QrisRule MerchantNameMissing { get; } = Reject("merchant_name_missing", "EMVCo MPM, id 59", "object 59",
        "The merchant's name (59) is missing.",
        "Nama merchant (59) tidak ada.");

    /// <summary>The merchant's name is longer than 25 characters. EMVCo MPM, id 59; live codes up to 44.</summary>
    public static QrisRule MerchantNameLong { get; } =
        Warn("merchant_name_long", "EMVCo MPM, id 59; live codes up to 44", "at most 25 characters",
        "The merchant's name is longer than 25 characters.",
        "Nama merchant lebih dari 25 karakter.");

    /// <summary>The merchant's name is longer than any live code writes it. EMVCo MPM, id 59; live codes up to 44.</summary>
    public static QrisRule MerchantNameTooLong { get; } =
        Reject("merchant_name_too_long", "EMVCo MPM, id 59; live codes up to 44", "at most 25 characters",
        "The merchant's name is longer than any live code writes it.",
        "Nama merchant lebih panjang daripada yang ada pada kode mana pun.");

    /// <summary>The merchant's city (60) is missing. EMVCo MPM, id 60.</summary>
    public static QrisRule MerchantCityMissing { get; } = Reject("merchant_city_missing", "EMVCo MPM, id 60", "object 60",
        "The merchant's city (60) is missing.",
        "Kota merchant (60) tidak ada.");

    /// <summary>The merchant's city is longer than 15 characters. EMVCo MPM, id 60.</summary>
    public static QrisRule MerchantCityLong { get; } = Warn("merchant_city_long", "EMVCo MPM, id 60", "at most 15 characters",
        "The merchant's city is longer than 15 characters.",
        "Kota merchant lebih dari 15 karakter.");

    /// <summary>Spaces stand at the edge of the text or side by side. Live codes.</summary>
    public static QrisRule TextSpacing { get; } = Warn("text_spacing", "live codes", "no leading, trailing or double spaces",
        "Spaces stand at the edge of the text or side by side.",
        "Ada spasi di tepi teks atau spasi ganda.");

    /// <summary>The postal code (61), mandatory in Indonesia, is missing. QRIS national text (ASPI / Bank Indonesia), tag 61.</summary>
    public static QrisRule PostalCodeMissing { get; } =
        Warn("postal_code_missing", "QRIS national text (ASPI / Bank Indonesia), tag 61", "object 61",
        "The postal code (61), mandatory in Indonesia, is missing.",
        "Kode pos (61), yang wajib di Indonesia, tidak ada.");

    /// <summary>The postal code is longer than 10 characters. EMVCo MPM, id 61.</summary>
    public static QrisRule PostalCodeTooLong { get; } = Reject("postal_code_too_long", "EMVCo MPM, id 61", "at most 10 characters",
        "The postal code is longer than 10 characters.",
        "Kode pos lebih dari 10 karakter.");

    /// <summary>The language template does not name its language. EMVCo MPM, id 64.00.</summary>
    public static QrisRule LanguageMissing { get; } = Warn("language_missing", "EMVCo MPM, id 64.00", "object 64.00",
        "The language template does not name its language.",
        "Templat bahasa tidak menyebut bahasanya.");

    /// <summary>The language is not two letters. EMVCo MPM, id 64.00 (ISO 639).</summary>
    public static QrisRule LanguageMalformed { get; } = Warn("language_malformed", "EMVCo MPM, id 64.00 (ISO 639)", "two letters",
        "The language is not two letters.",
        "Bahasa bukan dua huruf.");

    /// <summary>The language template does not hold the merchant's name. EMVCo MPM, id 64.01.</summary>
    public static QrisRule LanguageNameMissing { get; } = Reject("language_name_missing", "EMVCo MPM, id 64.01", "object 64.01",
        "The language template does not hold the merchant's name.",
        "Templat bahasa tidak memuat nama merchant.");

    /// <summary>The merchant's name in the other language is longer than 25 characters. EMVCo MPM, id 64.01.</summary>
    public static QrisRule LanguageNameLong { get; } = Warn("language_name_long", "EMVCo MPM, id 64.01", "at most 25 characters",
        "The merchant's name in the other language is longer than 25 characters.",
        "Nama merchant dalam bahasa lain lebih dari 25 karakter.");

    /// <summary>The merchant's city in the other language is longer than 15 characters. EMVCo MPM, id 64.02.</summary>
    public static QrisRule LanguageCityLong { get; } = Warn("language_city_long", "EMVCo MPM, id 64.02", "at most 15 characters",
        "The merchant's city in the other language is longer than 15 characters.",
        "Kota merchant dalam bahasa lain lebih dari 15 karakter.");
}
