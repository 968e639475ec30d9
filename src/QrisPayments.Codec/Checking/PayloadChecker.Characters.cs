namespace QrisPayments.Codec;

// Rules on single characters. Only texts that are not printable ASCII throughout come here.
internal ref partial struct PayloadChecker<TSink>
{
    private void CheckCharacters()
    {
        var at = 0;
        while (at < _end && _tlv.Read(at, _end, out var id, out var value) == TlvFault.None)
        {
            if (ObjectLevel.IsTemplate(id)) CheckTemplateCharacters(value, id);
            else CheckCharacters(value.Start, value.End, id);
            at = value.End;
        }

        // Behind a break there are no objects; the characters still matter.
        CheckCharacters(at, _end, TagPath.Root);
    }

    private void CheckTemplateCharacters(Slot template, TagPath path)
    {
        var at = template.Start;
        while (at < template.End && _tlv.Read(at, template.End, out var id, out var value) == TlvFault.None)
        {
            CheckCharacters(value.Start, value.End, path / id);
            at = value.End;
        }

        CheckCharacters(at, template.End, path);
    }

    /// <summary>Reports each run of characters that break the same rule.</summary>
    private void CheckCharacters(int start, int end, TagPath path)
    {
        QrisRule? running = null;
        var runStart = start;
        var at = start;

        while (at < end)
        {
            var units = Characters.UnitsAt(_text, at, end);
            var rule = RuleOn(_text[at], units);
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

    private static QrisRule? RuleOn(char character, int units)
    {
        if (char.IsControl(character)) return QrisRules.ControlCharacter;
        if (character < '\u007F') return null;
        if (units == 1 && char.IsSurrogate(character)) return QrisRules.LoneSurrogate;
        return Characters.IsDirectionMark(character) ? QrisRules.DirectionMark : QrisRules.TextNotAscii;
    }
}
