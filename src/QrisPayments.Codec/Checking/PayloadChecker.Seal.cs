namespace QrisPayments.Codec;

// Rules on the first object (00) and the last (63).
internal ref partial struct PayloadChecker<TSink>
{
    private void CheckFormatIndicator()
    {
        var slot = Root[0];
        if (!slot.IsPresent)
        {
            if (IsChain) ReportMissing(QrisRules.FormatIndicatorMissing, 0, 0);
            return;
        }

        if (slot.Start != 4) Report(QrisRules.FormatIndicatorNotFirst, 0, slot.Start - 4, slot.Length + 4);
        if (!slot.HasValue || ValueOf(slot) is "01") return;

        // DuitNow writes 02; whether that is a QRIS is asked only here, so that a good code need not wait for it.
        var rule = ValueOf(slot) is "02" && !IsNationalCode() ? QrisRules.FormatIndicatorForeign : QrisRules.FormatIndicatorValue;
        Report(Foreign(rule, slot.Start, slot.Length), 0, slot);
    }

    private void CheckSeal()
    {
        var slot = Root[63];
        if (!slot.IsPresent)
        {
            if (IsChain) ReportMissing(QrisRules.CrcMissing, 63, _end);
            return;
        }

        if (slot.End != _end)
        {
            Report(QrisRules.CrcNotLast, 63, slot.End, _end - slot.End);
            return;
        }

        if (!slot.HasValue) return;

        if (!TryReadChecksum(ValueOf(slot), out var written, out var isLowerCase))
        {
            Report(Foreign(QrisRules.CrcMalformed, slot.Start, slot.Length), 63, slot);
            return;
        }

        if (isLowerCase) Report(QrisRules.CrcLowerCase, 63, slot);

        var computed = Crc16.Of(_text[..slot.Start]);
        if (written != computed) Report(QrisRules.CrcMismatch, 63, slot.Start, slot.Length, computed);
    }

    private static bool TryReadChecksum(ReadOnlySpan<char> text, out uint checksum, out bool isLowerCase)
    {
        checksum = 0;
        isLowerCase = false;
        if (text.Length != 4) return false;

        foreach (var character in text)
        {
            if (!char.IsAsciiHexDigit(character)) return false;
            isLowerCase |= char.IsAsciiLetterLower(character);
            checksum = (checksum << 4) | (char.IsAsciiDigit(character) ? (uint)(character - '0') : (uint)((character | 0x20) - 'a' + 10));
        }

        return true;
    }
}
