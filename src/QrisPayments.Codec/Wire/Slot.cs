using System.Runtime.CompilerServices;

namespace QrisPayments.Codec;

/// <summary>Where an object's value stands in the text. A value never starts at 0: its header is before it.</summary>
internal readonly struct Slot(int start, int length)
{
    private readonly ushort _start = (ushort)start;
    private readonly ushort _length = (ushort)length;

    public int Start => _start;
    public int Length => _length;
    public int End => _start + _length;

    public bool IsPresent => _start != 0;

    /// <summary>Present and not of length zero: only then do rules on the value apply.</summary>
    public bool HasValue => _length != 0;
}

/// <summary>The objects of one level by id, 00 to 99, on the stack.</summary>
[InlineArray(100)]
internal struct SlotMap
{
    private Slot _first;
}
