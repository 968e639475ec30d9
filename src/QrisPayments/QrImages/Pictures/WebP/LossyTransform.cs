namespace QrisPayments.QrImages.Pictures.WebP;

/// <summary>From coefficients to differences of brightness (RFC 6386, 14).</summary>
internal static class LossyTransform
{
    // √2 · sin(π/8), and √2 · cos(π/8) − 1, in 65536ths (14.4).
    private const int Sine = 35468, CosineLessOne = 20091;

    /// <summary>Makes the first coefficients of 16 blocks from those they were written as (14.3).</summary>
    public static void Spread(ReadOnlySpan<short> firsts, Span<short> blocks)
    {
        Span<int> lines = stackalloc int[16];
        for (var i = 0; i < 4; i++)
        {
            var (outer, inner, innerLess, outerLess) =
                (firsts[i] + firsts[12 + i], firsts[4 + i] + firsts[8 + i], firsts[4 + i] - firsts[8 + i], firsts[i] - firsts[12 + i]);
            (lines[i], lines[4 + i], lines[8 + i], lines[12 + i]) =
                (outer + inner, innerLess + outerLess, outer - inner, outerLess - innerLess);
        }
        for (var i = 0; i < 16; i += 4)
        {
            var (outer, inner, innerLess, outerLess) =
                (lines[i] + lines[i + 3], lines[i + 1] + lines[i + 2], lines[i + 1] - lines[i + 2], lines[i] - lines[i + 3]);
            blocks[16 * i] = (short)((outer + inner + 3) >> 3);
            blocks[16 * (i + 1)] = (short)((innerLess + outerLess + 3) >> 3);
            blocks[16 * (i + 2)] = (short)((outer - inner + 3) >> 3);
            blocks[16 * (i + 3)] = (short)((outerLess - innerLess + 3) >> 3);
        }
    }

    /// <summary>Adds a block's differences to the pixels that were foretold (14.4, 14.5).</summary>
    public static void Add(ReadOnlySpan<short> block, Span<byte> strip, int at, int stride)
    {
        if (!block.ContainsAnyExcept((short)0)) return;
        Span<int> lines = stackalloc int[16];
        for (var i = 0; i < 4; i++)
            (lines[i], lines[4 + i], lines[8 + i], lines[12 + i]) = Turn(block[i], block[4 + i], block[8 + i], block[12 + i]);
        for (var y = 0; y < 4; y++, at += stride)
        {
            var (first, second, third, fourth) = Turn(lines[4 * y], lines[4 * y + 1], lines[4 * y + 2], lines[4 * y + 3]);
            strip[at] = Sum(strip[at], first);
            strip[at + 1] = Sum(strip[at + 1], second);
            strip[at + 2] = Sum(strip[at + 2], third);
            strip[at + 3] = Sum(strip[at + 3], fourth);
        }
    }

    private static (int, int, int, int) Turn(int first, int second, int third, int fourth)
    {
        var (even, evenLess) = (first + third, first - third);
        var odd = second + (second * CosineLessOne >> 16) + (fourth * Sine >> 16);
        var oddLess = (second * Sine >> 16) - fourth - (fourth * CosineLessOne >> 16);
        return (even + odd, evenLess + oddLess, evenLess - oddLess, even - odd);
    }

    private static byte Sum(byte foretold, int difference) => (byte)Math.Clamp(foretold + ((difference + 4) >> 3), 0, 255);
}
