using System.Globalization;

namespace QrisPayments.Codec;

/// <summary>Turns what a caller asks for into the text of objects, or says why it cannot be written.</summary>
internal static class RequestedText
{
    private const int MaxAdditionalValue = 25;

    /// <summary>The amount of a rupiah code as it is written: no leading zeros, decimals only where they count.</summary>
    public static string? Amount(long? rupiah, string? exact, ref Refusals refusals)
    {
        if (rupiah is not null && exact is not null)
        {
            refusals.Add(QrisRules.RequestAmountTwice, 54);
            return null;
        }

        var text = exact ?? rupiah?.ToString(CultureInfo.InvariantCulture);
        if (text is not null) return Decimal(text, 54, ref refusals);

        refusals.Add(QrisRules.RequestAmountMissing, 54);
        return null;
    }

    /// <summary>Tag 56 or 57 of a tip; null for a prompt.</summary>
    public static string? Tip(QrisTip tip, ref Refusals refusals)
    {
        if (tip.Indicator == "01") return null;

        if (tip.Indicator == "03")
        {
            if (Percentage.IsWellFormed(tip.Value)) return tip.Value;
            refusals.Add(QrisRules.RequestTipMalformed, 57, tip.Value);
            return null;
        }

        var unread = default(Refusals);
        var text = tip.Value is null ? null : Decimal(tip.Value, 56, ref unread);
        if (text is null) refusals.Add(QrisRules.RequestTipMalformed, 56, tip.Value);
        return text;
    }

    public static void CheckAdditionalData(QrisAdditionalData data, ref Refusals refusals)
    {
        TagPath path = ObjectLevel.AdditionalData;
        for (var id = QrisAdditionalData.FirstId; id <= QrisAdditionalData.LastId; id++)
        {
            if (data[id] is not { } value) continue;

            if (value.Length == 0) refusals.Add(QrisRules.RequestValueEmpty, path / id);
            else if (value.Length > MaxAdditionalValue) refusals.Add(QrisRules.RequestValueTooLong, path / id, value);
            else if (!Characters.ArePrintableAscii(value)) refusals.Add(QrisRules.RequestValueCharacter, path / id, value);
            else if (id == 9 && !AdditionalValue.IsConsumerDataRequest(value))
                refusals.Add(QrisRules.ConsumerDataMalformed, path / id, value);
        }

        RefusePurpose(data.Purpose, ref refusals);
    }

    /// <summary>Refuses what is not a purchase: transfers and cash carry an account to pay to, not a merchant's price.</summary>
    public static void RefusePurpose(ReadOnlySpan<char> purpose, ref Refusals refusals)
    {
        TagPath path = (TagPath)ObjectLevel.AdditionalData / 8;
        if (NationalId.IsTransfer(purpose)) refusals.Add(QrisRules.TransferCode, path, purpose.ToString());
        else if (NationalId.IsCash(purpose)) refusals.Add(QrisRules.CashCode, path, purpose.ToString());
    }

    private static string? Decimal(string text, int id, ref Refusals refusals)
    {
        var number = DecimalText.Read(text, Currency.DecimalsOf(Currency.Rupiah));
        var rule = number.Fault switch
        {
            DecimalFault.Zero => QrisRules.AmountZero,
            DecimalFault.TooLong => QrisRules.AmountTooLong,
            DecimalFault.TooPrecise => QrisRules.AmountTooPrecise,
            DecimalFault.Malformed => QrisRules.AmountMalformed,
            _ => number.HasLeadingZero ? QrisRules.AmountLeadingZero : null,
        };

        if (rule is not null)
        {
            refusals.Add(rule, id, text);
            return null;
        }

        return number.HasFraction || !number.HasPoint ? text : number.Whole.ToString(CultureInfo.InvariantCulture);
    }
}
