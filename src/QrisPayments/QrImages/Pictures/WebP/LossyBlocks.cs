namespace QrisPayments.QrImages.Pictures.WebP;

/// <summary>Foretells 4 × 4 pixels from the 13 around them (RFC 6386, 12.3).</summary>
internal static class LossyBlocks
{
    /// <summary>The ways in the RFC's order; 4 to 9 are slanting lines.</summary>
    public const byte Mean = 0, Gradient = 1, Above = 2, Left = 3;

    /// <summary>
    /// For the ways from 2 on, where each pixel comes from. Around the block stand, numbered from the lower left: 0 and 1 the lowest to
    /// the left, up to 4 the highest, 5 the corner, 6 to 13 those above, 14 the last again. Twice the number of the first of two pixels
    /// whose mean it is, and one more when it is the mean of three, the middle one twice.
    /// </summary>
    private static ReadOnlySpan<byte> Sources =>
    [
        11, 13, 15, 17, 11, 13, 15, 17, 11, 13, 15, 17, 11, 13, 15, 17,
        7, 7, 7, 7, 5, 5, 5, 5, 3, 3, 3, 3, 1, 1, 1, 1,
        13, 15, 17, 19, 15, 17, 19, 21, 17, 19, 21, 23, 19, 21, 23, 25,
        9, 11, 13, 15, 7, 9, 11, 13, 5, 7, 9, 11, 3, 5, 7, 9,
        10, 12, 14, 16, 9, 11, 13, 15, 7, 10, 12, 14, 5, 9, 11, 13,
        12, 14, 16, 18, 13, 15, 17, 19, 14, 16, 18, 21, 15, 17, 19, 23,
        8, 9, 11, 13, 6, 7, 8, 9, 4, 5, 6, 7, 2, 3, 4, 5,
        6, 5, 4, 3, 4, 3, 2, 1, 2, 1, 0, 0, 0, 0, 0, 0,
    ];

    /// <param name="way">0 to 9.</param>
    /// <param name="strip">Pixels; those above and to the left are there.</param>
    /// <param name="at">The block's first.</param>
    /// <param name="stride">Pixels a row.</param>
    /// <param name="right">Where the four pixels above to the right are.</param>
    public static void Foretell(int way, Span<byte> strip, int at, int stride, int right)
    {
        Span<byte> around = stackalloc byte[15];
        for (var y = 0; y < 4; y++) around[4 - y] = strip[at + y * stride - 1];
        around[0] = around[1];
        strip.Slice(at - stride - 1, 5).CopyTo(around[5..]);
        strip.Slice(right, 4).CopyTo(around[10..]);
        around[14] = around[13];
        var mean = 4;
        if (way == Mean)
            for (var i = 1; i < 5; i++) mean += around[i] + around[i + 5];
        for (var y = 0; y < 4; y++)
            for (var x = 0; x < 4; x++)
            {
                strip[at + y * stride + x] = way switch
                {
                    Mean => (byte)(mean >> 3),
                    Gradient => (byte)Math.Clamp(around[4 - y] + around[6 + x] - around[5], 0, 255),
                    _ => From(around, Sources[16 * (way - 2) + 4 * y + x]),
                };
            }
    }

    private static byte From(ReadOnlySpan<byte> around, int source)
    {
        var first = source >> 1;
        return (byte)((source & 1) == 0
            ? (around[first] + around[first + 1] + 1) >> 1
            : (around[first] + 2 * around[first + 1] + around[first + 2] + 2) >> 2);
    }
}
