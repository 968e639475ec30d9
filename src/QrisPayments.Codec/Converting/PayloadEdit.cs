namespace QrisPayments.Codec;

/// <summary>The objects a conversion sets; all others are copied as they stand.</summary>
internal readonly struct PayloadEdit
{
    private const int MaxTemplate = 99;
    private const int TemplateBuffer = 512;

    /// <summary>Tag 01; null leaves it.</summary>
    public string? Point { get; init; }

    /// <summary>Whether <see cref="Point"/> is put in where there is none.</summary>
    public bool InsertsPoint { get; init; }

    /// <summary>Tag 54; null for none.</summary>
    public string? Amount { get; init; }

    /// <summary>Tag 55; null for none.</summary>
    public string? TipIndicator { get; init; }

    /// <summary>Tag 56 or 57, as the indicator says.</summary>
    public string? TipValue { get; init; }

    public QrisAdditionalData? AdditionalData { get; init; }

    /// <summary>Writes the edited payload; false when it does not fit, or the additional data do not.</summary>
    public bool TryWrite(QrisView source, ref PayloadWriter writer)
    {
        var tlv = source.Tlv;
        var text = tlv.Text;
        var awaitsData = AdditionalData is not null && !source.IsPresent(ObjectLevel.AdditionalData);
        var copied = 0;

        // What stays is copied in stretches: each edit first copies what stands before it.
        for (var at = 0; at < text.Length && tlv.Read(at, text.Length, out var id, out var value) == TlvFault.None; at = value.End)
        {
            if (!Touches(id) && !awaitsData) continue;

            writer.Write(text[copied..at]);
            copied = at;

            if (awaitsData && id > ObjectLevel.AdditionalData)
            {
                awaitsData = false;
                if (!TryWriteAdditionalData(tlv, default, ref writer)) return false;
            }

            switch (id)
            {
                case 0 when InsertsPoint && Point is not null && !source.IsPresent(1):
                    writer.Write(text[at..value.End]);
                    writer.WriteObject(1, Point);
                    copied = value.End;
                    break;
                case 1 when Point is not null:
                    writer.WriteObject(1, Point);
                    copied = value.End;
                    break;
                case >= 54 and <= 57:
                    copied = value.End;
                    break;
                case 58:
                    WriteAmount(ref writer);
                    break;
                case ObjectLevel.AdditionalData when AdditionalData is not null:
                    if (!TryWriteAdditionalData(tlv, value, ref writer)) return false;
                    copied = value.End;
                    break;
                case 63:
                    writer.WriteSeal();
                    break;
            }
        }

        return !writer.IsFull;
    }

    private static bool Touches(int id) => id is 0 or 1 or (>= 54 and <= 58) or ObjectLevel.AdditionalData or 63;

    /// <summary>Whether a payload says what was asked for.</summary>
    public bool IsMetBy(QrisView result) =>
        result.IsQris
        && result.AmountText.SequenceEqual(Amount)
        && result[55].SequenceEqual(TipIndicator)
        && (Point is null || !result.IsPresent(1) || result[1].SequenceEqual(Point));

    private void WriteAmount(ref PayloadWriter writer)
    {
        if (Amount is not null) writer.WriteObject(54, Amount);
        if (TipIndicator is null) return;

        writer.WriteObject(55, TipIndicator);
        if (TipValue is not null) writer.WriteObject(TipIndicator == "02" ? 56 : 57, TipValue);
    }

    /// <summary>Values take the place of those of the same id; new ones follow in the order of their ids.</summary>
    private bool TryWriteAdditionalData(TlvText tlv, Slot template, ref PayloadWriter writer)
    {
        var merged = new PayloadWriter(stackalloc char[TemplateBuffer]);
        var replaced = 0;

        Slot value;
        for (var at = template.Start; at < template.End
            && tlv.Read(at, template.End, out var id, out value) == TlvFault.None; at = value.End)
        {
            if (AdditionalData![id] is { } given)
            {
                replaced |= 1 << id;
                merged.WriteObject(id, given);
            }
            else
            {
                merged.Write(tlv.Text[at..value.End]);
            }
        }

        for (var id = QrisAdditionalData.FirstId; id <= QrisAdditionalData.LastId; id++)
        {
            if ((replaced & (1 << id)) == 0 && AdditionalData![id] is { } given) merged.WriteObject(id, given);
        }

        if (merged.IsFull || Characters.Count(merged.Written) > MaxTemplate) return false;
        if (!merged.Written.IsEmpty) writer.WriteObject(ObjectLevel.AdditionalData, merged.Written);
        return true;
    }
}
