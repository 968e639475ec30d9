namespace QrisPayments.QrImages.Pictures;

/// <summary>GIF's packing, LZW with codes that grow to 12 bits (GIF89a, appendix F).</summary>
internal static class GifLzw
{
    private const int MaxCodes = 4096;

    /// <summary>
    /// Fills the pixels from the smallest code size and the blocks behind it. False when there are too few, or a code that cannot be yet.
    /// </summary>
    public static bool Unpack(ReadOnlySpan<byte> data, Span<byte> pixels)
    {
        int smallest = data[0];
        if (smallest is < 1 or > 8) return false;
        var (clear, end) = (1 << smallest, (1 << smallest) + 1);
        var (before, last) = (new short[MaxCodes], new byte[MaxCodes]);
        for (var i = 0; i < clear; i++) last[i] = (byte)i;
        Span<byte> backwards = stackalloc byte[MaxCodes];

        var bits = new Codes(data[1..]);
        var (size, next, previous, written) = (smallest + 1, end + 1, -1, 0);
        var first = (byte)0;
        while (written < pixels.Length)
        {
            var code = bits.Take(size);
            if (code < 0 || code == end) return false;
            if (code == clear)
            {
                (size, next, previous) = (smallest + 1, end + 1, -1);
                continue;
            }
            // After a clearing comes a plain one; later none beyond the one that is just being made.
            if (previous < 0 ? code > end : code > next || (code == next && next == MaxCodes)) return false;

            var length = 0;
            var walk = code;
            if (code == next)
            {
                backwards[length++] = first;
                walk = previous;
            }
            // Each code leads to an older one, so that this comes to a plain colour in as many steps as there are codes, at most.
            for (; walk > end; walk = before[walk]) backwards[length++] = last[walk];
            first = backwards[length++] = last[walk];

            if (previous >= 0 && next < MaxCodes)
            {
                (before[next], last[next]) = ((short)previous, first);
                next++;
                if (next == 1 << size && size < 12) size++;
            }
            previous = code;
            while (length > 0 && written < pixels.Length) pixels[written++] = backwards[--length];
        }
        return true;
    }

    /// <summary>Codes across blocks, the lowest bit first.</summary>
    private ref struct Codes(ReadOnlySpan<byte> blocks)
    {
        private readonly ReadOnlySpan<byte> _blocks = blocks;
        private int _at, _left, _bits, _count;

        public int Take(int size)
        {
            while (_count < size)
            {
                if (_left == 0)
                {
                    if (_at >= _blocks.Length || _blocks[_at] == 0) return -1;
                    _left = _blocks[_at++];
                }
                if (_at >= _blocks.Length) return -1;
                _bits |= _blocks[_at++] << _count;
                _count += 8;
                _left--;
            }
            var code = _bits & ((1 << size) - 1);
            _bits >>= size;
            _count -= size;
            return code;
        }
    }
}
