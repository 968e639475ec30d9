namespace QrisPayments.QrImages.Pictures;

/// <summary>
/// One table of prefix codes (ITU-T T.81, annex C); decoded a bit at a time (F.2.2.3), so that a table costs little to make and a
/// stranger's many tables do too.
/// </summary>
internal sealed class JpegHuffman
{
    private readonly int[] _largest = new int[17];
    private readonly int[] _offset = new int[17];
    private byte[] _values = [];

    /// <summary>Null when the lengths allow no such code.</summary>
    /// <param name="lengths">How many codes there are of 1 to 16 bits.</param>
    /// <param name="values">What they stand for, shortest first.</param>
    public static JpegHuffman? Make(ReadOnlySpan<byte> lengths, ReadOnlySpan<byte> values)
    {
        var table = new JpegHuffman { _values = values.ToArray() };
        var (code, index) = (0, 0);
        for (var length = 1; length <= 16; length++)
        {
            table._offset[length] = index - code;
            index += lengths[length - 1];
            code += lengths[length - 1];
            if (code > 1 << length) return null;
            table._largest[length] = code - 1;
            code <<= 1;
        }
        return index <= values.Length ? table : null;
    }

    /// <summary>The next value; −1 when the bits are no code.</summary>
    public int Take(ref JpegBits bits)
    {
        var code = 0;
        for (var length = 1; length <= 16; length++)
        {
            code = code << 1 | bits.Take();
            if (code <= _largest[length])
                return _offset[length] + code is >= 0 and var index && index < _values.Length ? _values[index] : -1;
        }
        return -1;
    }
}
