using System.Numerics;

namespace QrisPayments.QrImages.Pictures.WebP;

/// <summary>The arithmetic code of VP8: yes or no, each with the probability that it is no (RFC 6386, 7).</summary>
internal sealed class BoolBits(byte[] data, int at, int end)
{
    private int _at = at, _value, _range = 255, _more = -8;

    /// <summary>More was asked for than there is; it was answered as if zeros followed.</summary>
    public bool IsOver { get; private set; }

    /// <param name="probability">Of a no, in 256ths.</param>
    public bool Take(int probability)
    {
        if (_more < 0)
        {
            IsOver |= _at >= end;
            _value = _value << 8 | (_at < end ? data[_at++] : 0);
            _more += 8;
        }
        var split = 1 + ((_range - 1) * probability >> 8);
        var yes = _value >= split << _more;
        if (yes) _value -= split << _more;
        _range = yes ? _range - split : split;
        // The range is kept at 128 and more.
        var shift = BitOperations.LeadingZeroCount((uint)_range) - 24;
        _range <<= shift;
        _more -= shift;
        return yes;
    }

    public bool TakeFlag() => Take(128);

    /// <summary>The highest bit first.</summary>
    public int TakeNumber(int bits)
    {
        var value = 0;
        while (bits-- > 0) value = value << 1 | (Take(128) ? 1 : 0);
        return value;
    }

    /// <summary>Whether there is a number, how much, whether it is less than nothing; 0 when there is none (9.3, 9.4, 9.6).</summary>
    public int TakeChange(int bits)
    {
        if (!TakeFlag()) return 0;
        var value = TakeNumber(bits);
        return TakeFlag() ? -value : value;
    }
}
