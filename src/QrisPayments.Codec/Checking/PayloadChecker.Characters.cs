namespace QrisPayments.Codec;

// Rules on single characters. Only texts that are not printable ASCII throughout come here.
internal ref partial struct PayloadChecker<TSink>
{
    private void CheckCharacters()
    {
        var at = 0;
        while (at < _end && _tlv.Read(at, _end, out var id, out var value) == TlvFault.None)
        {
            var isUnicode = ObjectLevel.HoldsUnicode(id);
            if (ObjectLevel.IsTemplate(id)) CheckTemplateCharacters(value, id, isUnicode);
            else CheckCharacters(value.Start, value.End, id, isUnicode);
            at = value.End;
        }

        // Behind a break there are no objects; the characters still matter.
        CheckCharacters(at, _end, TagPath.Root, isUnicode: false);
    }

    private void CheckTemplateCharacters(Slot template, TagPath path, bool isUnicode)
    {
        var at = template.Start;
        while (at < template.End && _tlv.Read(at, template.End, out var id, out var value) == TlvFault.None)
        {
            CheckCharacters(value.Start, value.End, path / id, isUnicode);
            at = value.End;
        }

        CheckCharacters(at, template.End, path, isUnicode);
    }

    /// <summary>Reports each run of characters that break the same rule.</summary>
    private void CheckCharacters(int start, int end, TagPath path, bool isUnicode)
    {
        QrisRule? running = null;
        var runStart = start;
        var at = start;

        while (at < end)
        {
            var units = Characters.UnitsAt(_text, at, end);
            var rule = RuleOn(_text[at], units, isUnicode);
            if (rule != running)
            {
                if (running is not null) Report(running, path, runStart, at - runStart);
                running = rule;
                runStart = at;
            }

            at += units;
        }

        if (running is not null) Report(running, path, runStart, end - runStart);
    }

    private static QrisRule? RuleOn(char character, int units, bool isUnicode)
    {
        if (char.IsControl(character)) return QrisRules.ControlCharacter;
        if (character < '\u007F') return null;
        if (units == 1 && char.IsSurrogate(character)) return QrisRules.LoneSurrogate;
        if (Characters.IsDirectionMark(character)) return QrisRules.DirectionMark;
        return isUnicode ? null : QrisRules.TextNotAscii;
    }
}
