namespace QrisPayments.QrImages.Pictures;

/// <summary>
/// The bits of a scan (ITU-T T.81, F.2.2.5): 0xFF in the data is followed by a zero; with anything else it is a marker and the data's end.
/// </summary>
internal ref struct JpegBits(ReadOnlySpan<byte> file, int at)
{
    private readonly ReadOnlySpan<byte> _file = file;
    private int _bits, _count;

    /// <summary>Where the next byte, or the marker, is.</summary>
    public int At { get; private set; } = at;

    /// <summary>More was asked for than there is; it was answered with zeros.</summary>
    public bool IsOver { get; private set; }

    public int Take()
    {
        if (_count == 0)
        {
            if (At >= _file.Length || (_file[At] == 0xFF && (At + 1 >= _file.Length || _file[At + 1] != 0)))
            {
                IsOver = true;
                return 0;
            }
            _bits = _file[At];
            At += _bits == 0xFF ? 2 : 1;
            _count = 8;
        }
        return _bits >> --_count & 1;
    }

    public int Take(int count)
    {
        var value = 0;
        while (count-- > 0) value = value << 1 | Take();
        return value;
    }

    /// <summary>A number of so many bits, the lower half of the range standing for negative ones (F.2.2.1).</summary>
    public int TakeSigned(int count)
    {
        if (count == 0) return 0;
        var value = Take(count);
        return value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
    }

    /// <summary>Goes past a restart marker. False when none is there.</summary>
    public bool Restart()
    {
        _count = 0;
        // Any number of 0xFF may stand before a marker (B.1.1.2).
        while (At + 1 < _file.Length && _file[At] == 0xFF && _file[At + 1] == 0xFF) At++;
        if (At + 1 >= _file.Length || _file[At] != 0xFF || _file[At + 1] is < 0xD0 or > 0xD7) return false;
        At += 2;
        return true;
    }
}
