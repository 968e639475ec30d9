namespace QrisPayments.Codec;

// Rules on how much is paid: 54 to 57.
internal ref partial struct PayloadChecker<TSink>
{
    private void CheckAmount()
    {
        var slot = Root[54];
        if (!slot.IsPresent)
        {
            if (IsChain && Root[1].HasValue && ValueOf(Root[1]) is "12") ReportMissing(QrisRules.DynamicWithoutAmount, 54, _end);
            return;
        }

        if (Root[1].HasValue && ValueOf(Root[1]) is "11") Report(QrisRules.StaticWithAmount, 54, slot);
        if (!slot.HasValue) return;

        var amount = DecimalText.Read(ValueOf(slot), CurrencyDecimals);
        switch (amount.Fault)
        {
            case DecimalFault.Malformed:
                Report(Foreign(QrisRules.AmountMalformed, slot.Start, slot.Length), 54, slot);
                break;
            case DecimalFault.Zero:
                Report(QrisRules.AmountZero, 54, slot);
                break;
            case DecimalFault.TooLong:
                Report(QrisRules.AmountTooLong, 54, slot);
                break;
            case DecimalFault.TooPrecise:
                Report(QrisRules.AmountTooPrecise, 54, slot);
                break;
            default:
                if (amount.HasLeadingZero) Report(QrisRules.AmountLeadingZero, 54, slot);
                if (IsQris && amount.Decimals > 0) Report(QrisRules.AmountDecimals, 54, slot);
                break;
        }
    }

    private void CheckTip()
    {
        var indicator = Root[55].HasValue ? ValueOf(Root[55]) : default;
        if (Root[55].HasValue && indicator is not ("01" or "02" or "03"))
        {
            // Without a known indicator nothing can be said about 56 and 57.
            Report(Foreign(QrisRules.TipIndicatorValue, Root[55].Start, Root[55].Length), 55, Root[55]);
            return;
        }

        if (indicator is "02" && !Root[56].IsPresent && IsChain) ReportMissing(QrisRules.TipFixedMissing, 56, _end);
        if (indicator is "03" && !Root[57].IsPresent && IsChain) ReportMissing(QrisRules.TipPercentMissing, 57, _end);

        if (Root[56].HasValue)
        {
            if (indicator is not "02") Report(QrisRules.TipFixedUnexpected, 56, Root[56]);
            else if (DecimalText.Read(ValueOf(Root[56]), CurrencyDecimals).Fault != DecimalFault.None)
                Report(Foreign(QrisRules.TipFixedMalformed, Root[56].Start, Root[56].Length), 56, Root[56]);
        }

        if (Root[57].HasValue)
        {
            if (indicator is not "03") Report(QrisRules.TipPercentUnexpected, 57, Root[57]);
            else if (!Percentage.IsWellFormed(ValueOf(Root[57])))
                Report(Foreign(QrisRules.TipPercentMalformed, Root[57].Start, Root[57].Length), 57, Root[57]);
        }
    }

    private readonly int CurrencyDecimals => Currency.DecimalsOf(Root[53].HasValue ? ValueOf(Root[53]) : default);
}
