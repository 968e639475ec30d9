namespace QrisPayments.Codec;

// Rules on who is paid, where and in what: 01, 52, 53, 58 to 61, 64.
internal ref partial struct PayloadChecker<TSink>
{
    private const int MaxName = 25;
    private const int MaxNameSeen = 44;
    private const int MaxCity = 15;
    private const int MaxPostalCode = 10;

    private void CheckMerchant()
    {
        CheckPointOfInitiation();
        CheckCategoryCode();
        CheckCurrency();
        CheckCountry();

        if (IsExpected(59, QrisRules.MerchantNameMissing))
        {
            if (IsLonger(Root[59], MaxNameSeen)) Report(QrisRules.MerchantNameTooLong, 59, Root[59]);
            else if (IsLonger(Root[59], MaxName)) Report(QrisRules.MerchantNameLong, 59, Root[59]);
            CheckSpacing(59);
        }

        if (IsExpected(60, QrisRules.MerchantCityMissing))
        {
            if (IsLonger(Root[60], MaxCity)) Report(QrisRules.MerchantCityLong, 60, Root[60]);
            CheckSpacing(60);
        }

        if (IsQris ? IsExpected(61, QrisRules.PostalCodeMissing) : Root[61].HasValue)
        {
            if (IsLonger(Root[61], MaxPostalCode)) Report(QrisRules.PostalCodeTooLong, 61, Root[61]);
        }
    }

    /// <summary>Whether a mandatory object has a value to check; reports it when it is missing from a whole chain.</summary>
    private bool IsExpected(int id, QrisRule missing)
    {
        if (!Root[id].IsPresent && IsChain) ReportMissing(missing, id, _end);
        return Root[id].HasValue;
    }

    private void CheckPointOfInitiation()
    {
        var slot = Root[1];
        if (!slot.IsPresent)
        {
            if (IsChain) ReportMissing(QrisRules.PointOfInitiationMissing, 1, _end);
        }
        else if (slot.HasValue && ValueOf(slot) is not ("11" or "12"))
        {
            Report(Foreign(QrisRules.PointOfInitiationValue, slot.Start, slot.Length), 1, slot);
        }
    }

    private void CheckCategoryCode()
    {
        if (!IsExpected(52, QrisRules.CategoryCodeMissing)) return;

        var slot = Root[52];
        if (!Digits.AreAll(ValueOf(slot)) || slot.Length is not (3 or 4))
            Report(Foreign(QrisRules.CategoryCodeMalformed, slot.Start, slot.Length), 52, slot);
        else if (slot.Length == 3)
            Report(QrisRules.CategoryCodeShort, 52, slot);
    }

    private void CheckCurrency()
    {
        if (!IsExpected(53, QrisRules.CurrencyMissing)) return;

        var slot = Root[53];
        if (slot.Length != 3 || !Digits.AreAll(ValueOf(slot)))
            Report(Foreign(QrisRules.CurrencyMalformed, slot.Start, slot.Length), 53, slot);
        else if (IsQris && ValueOf(slot) is not Currency.Rupiah)
            Report(QrisRules.CurrencyNotRupiah, 53, slot);
    }

    private void CheckCountry()
    {
        if (!IsExpected(58, QrisRules.CountryMissing)) return;

        var slot = Root[58];
        var value = ValueOf(slot);
        if (value.Length != 2 || !char.IsAsciiLetter(value[0]) || !char.IsAsciiLetter(value[1]))
            Report(QrisRules.CountryMalformed, 58, slot);
        else if (IsQris && !IsIndonesia(value))
            Report(QrisRules.CountryNotIndonesia, 58, slot);
        else if (char.IsAsciiLetterLower(value[0]) || char.IsAsciiLetterLower(value[1]))
            Report(QrisRules.CountryLowerCase, 58, slot);
    }

    private static bool IsIndonesia(ReadOnlySpan<char> country) =>
        country.Length == 2 && (country[0] | 0x20) == 'i' && (country[1] | 0x20) == 'd';

    private void CheckSpacing(int id)
    {
        var value = ValueOf(Root[id]);
        if (value[0] == ' ' || value[^1] == ' ' || value.Contains("  ", StringComparison.Ordinal))
            Report(QrisRules.TextSpacing, id, Root[id]);
    }

    private void CheckLanguage()
    {
        var template = Root[ObjectLevel.Language];
        if (!template.HasValue) return;

        SlotMap objects = default;
        if (!ScanTemplate(template, ObjectLevel.Language, ref objects)) return;

        TagPath path = ObjectLevel.Language;
        if (!objects[0].IsPresent)
            ReportMissing(QrisRules.LanguageMissing, path / 0, template.End);
        else if (objects[0].HasValue
            && (objects[0].Length != 2 || !char.IsAsciiLetter(_text[objects[0].Start]) || !char.IsAsciiLetter(_text[objects[0].Start + 1])))
            Report(QrisRules.LanguageMalformed, path / 0, objects[0]);

        if (!objects[1].IsPresent) ReportMissing(QrisRules.LanguageNameMissing, path / 1, template.End);
        else if (IsLonger(objects[1], MaxName)) Report(QrisRules.LanguageNameLong, path / 1, objects[1]);

        if (IsLonger(objects[2], MaxCity)) Report(QrisRules.LanguageCityLong, path / 2, objects[2]);
    }
}
