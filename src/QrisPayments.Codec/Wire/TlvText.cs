using System.Runtime.CompilerServices;

namespace QrisPayments.Codec;

internal enum TlvFault : byte
{
    None,
    HeaderCut,
    IdNotNumeric,
    LengthNotNumeric,
    ValueCut,
}

/// <summary>What the two length digits count. Only <see cref="Characters"/> is right; the others explain damage.</summary>
internal enum LengthUnit : byte
{
    Characters,
    Utf16Units,
    Utf8Bytes,
}

/// <summary>Reads objects: two digits of id, two of length, then as many characters (EMVCo MPM, data objects).</summary>
internal readonly ref struct TlvText
{
    private const int HeaderLength = 4;

    private readonly ReadOnlySpan<char> _text;

    // Characters and UTF-16 units are the same thing unless the text holds surrogate pairs, so nobody counts for it.
    private readonly bool _countsUnits;
    private readonly LengthUnit _unit;

    public TlvText(ReadOnlySpan<char> text, LengthUnit unit = LengthUnit.Characters)
    {
        _text = text;
        _unit = unit;
        _countsUnits = unit switch
        {
            LengthUnit.Utf16Units => true,
            LengthUnit.Utf8Bytes => false,
            _ => !Characters.HasSurrogate(text),
        };
    }

    /// <summary>A text of which it is known already whether it is printable ASCII throughout.</summary>
    public TlvText(ReadOnlySpan<char> text, bool isPlain)
    {
        _text = text;
        _countsUnits = isPlain || !Characters.HasSurrogate(text);
    }

    public ReadOnlySpan<char> Text => _text;

    public ReadOnlySpan<char> this[Slot slot] => _text.Slice(slot.Start, slot.Length);

    /// <summary>
    /// Reads the object whose header stands at <paramref name="at"/> inside a level that stops at <paramref name="end"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TlvFault Read(int at, int end, out int id, out Slot value)
    {
        id = 0;
        value = default;
        if (end - at < HeaderLength) return TlvFault.HeaderCut;

        var header = _text.Slice(at, HeaderLength);
        if (!Digits.TryReadPair(header[0], header[1], out id)) return TlvFault.IdNotNumeric;
        if (!Digits.TryReadPair(header[2], header[3], out var length)) return TlvFault.LengthNotNumeric;

        var start = at + HeaderLength;
        if (!_countsUnits) length = CountUnits(start, end, length);
        if ((uint)length > (uint)(end - start)) return TlvFault.ValueCut;

        value = new Slot(start, length);
        return TlvFault.None;
    }

    /// <summary>Looks for an object inside a template; false when it is not there or the template breaks before it.</summary>
    public bool Find(Slot template, int id, out Slot value)
    {
        for (var at = template.Start; at < template.End; at = value.End)
        {
            if (Read(at, template.End, out var found, out value) != TlvFault.None) break;
            if (found == id) return value.HasValue;
        }

        value = default;
        return false;
    }

    /// <summary>Whether a value is a chain of whole objects, none of them empty.</summary>
    public bool IsChain(Slot template)
    {
        Slot value;
        for (var at = template.Start; at < template.End; at = value.End)
        {
            if (Read(at, template.End, out _, out value) != TlvFault.None || !value.HasValue) return false;
        }

        return true;
    }

    /// <summary>How many UTF-16 units hold <paramref name="count"/> characters (or bytes); -1 if the level ends first.</summary>
    private int CountUnits(int start, int end, int count)
    {
        var at = start;
        while (count > 0)
        {
            if (at >= end) return -1;
            var units = Characters.UnitsAt(_text, at, end);
            count -= _unit == LengthUnit.Utf8Bytes ? Characters.Utf8BytesAt(_text, at, units) : 1;
            at += units;
        }

        return count == 0 ? at - start : -1;
    }
}
