namespace QrisPayments.Codec;

/// <summary>
/// Every rule a payload is held to, for hosts that list, translate or filter findings. The sources are named as
/// "EMVCo MPM" (EMV QR Code Specification for Payment Systems, Merchant-Presented Mode, v1.0 and v1.1),
/// "QRIS national text" (as published by ASPI and Bank Indonesia) and "live codes" (what printed codes in the field show).
/// </summary>
public static partial class QrisRules
{
    /// <summary>All rules, in the order of this list.</summary>
    public static IReadOnlyList<QrisRule> All => field ??=
    [
        // the text as a whole and the chain of objects
        Empty, PayloadTooLong, PayloadLongInBytes, SurroundingSpace, ControlCharacter, LoneSurrogate, DirectionMark,
        TextNotAscii, HeaderTruncated, IdNotNumeric, LengthNotNumeric, LengthZero, ValueTruncated, DigitNotAscii,
        DuplicateObject, ObjectOrder, ObjectUnknown, TemplateUnopened,
        // the first and the last object
        FormatIndicatorMissing, FormatIndicatorNotFirst, FormatIndicatorValue, FormatIndicatorForeign, CrcMissing,
        CrcNotLast, CrcMalformed, CrcMismatch, CrcLowerCase,
        // who is paid, where and in what
        PointOfInitiationValue, PointOfInitiationMissing, MerchantAccountMissing, CategoryCodeMissing,
        CategoryCodeMalformed, CategoryCodeShort, CurrencyMissing, CurrencyMalformed, CurrencyNotRupiah,
        CountryMissing, CountryMalformed, CountryNotIndonesia, CountryLowerCase, MerchantNameMissing,
        MerchantNameLong, MerchantNameTooLong, MerchantCityMissing, MerchantCityLong, TextSpacing, PostalCodeMissing,
        PostalCodeTooLong, LanguageMissing, LanguageMalformed, LanguageNameMissing, LanguageNameLong,
        LanguageCityLong,
        // how much is paid
        AmountMalformed, AmountZero, AmountTooLong, AmountTooPrecise, AmountLeadingZero, AmountDecimals,
        DynamicWithoutAmount, StaticWithAmount, TipIndicatorValue, TipFixedMissing, TipFixedUnexpected,
        TipFixedMalformed, TipPercentMissing, TipPercentUnexpected, TipPercentMalformed,
        // the accounts in 26 to 51
        AccountIdMissing, TemplateIdMissing, GlobalIdLong, PanMissing, PanMalformed, PanTooLong, PanPrefix,
        PanKindReserved, MerchantIdMissing, MerchantIdLong, CriteriaMissing, CriteriaUnknown, RepositoryMissing,
        RepositoryIdMissing, RepositoryIdUnusual, NmidMissing, NmidMalformed, RepositoryCriteriaUnknown,
        // the values in 62
        BillNumberTooLong, AdditionalDataLong, ConsumerDataMalformed, AdditionalDataUnknown,
        // what happened to a text on its way
        DamagePlusForSpace, DamagePercentEncoding, DamageHtmlEncoding, DamageTruncated, DamageCrcUnpadded,
        DamageCrcScope, DamageCrcBytes, DamageAmountUnsealed, DamagePointUnsealed, DamageLengthInUnits,
        DamageLengthInBytes,
        // what is asked of a conversion or a new payload
        NotQris, AlreadyDynamic, TransferCode, CashCode, RequestAmountMissing, RequestAmountTwice,
        RequestTipMalformed, RequestValueEmpty, RequestValueTooLong, RequestValueCharacter, RequestIdMalformed,
        AdditionalDataFull, ResultDiffers,
    ];
}
