namespace QrisPayments.QrImages.Pictures.WebP;

/// <summary>Bits of the lossless format, a byte's lowest first (RFC 9649, 3).</summary>
internal ref struct LosslessBits(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private uint _bits;
    private int _count, _at;

    /// <summary>More was asked for than there is; it was answered with zeros.</summary>
    public bool IsOver { get; private set; }

    /// <summary>A number of up to 18 bits, as many as the format ever asks for at once.</summary>
    public int Take(int count)
    {
        for (; _count < count; _count += 8)
        {
            if (_at < _data.Length) _bits |= (uint)_data[_at++] << _count;
            else IsOver = true;
        }
        var value = (int)(_bits & ((1u << count) - 1));
        _bits >>= count;
        _count -= count;
        return value;
    }
}
