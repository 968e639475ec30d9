namespace QrisPayments.QrImages.Pictures;

/// <summary>From coefficients to brightness (ITU-T T.81, A.3.3 and A.3.4).</summary>
internal static class JpegIdct
{
    /// <summary>Where each coefficient stands in its block, in the order they are written (figure A.6).</summary>
    public static ReadOnlySpan<byte> ZigZag =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    // Waves[x * 8 + u] = C(u)/2 · cos((2x+1)uπ/16)
    private static readonly float[] Waves = [.. from x in Enumerable.Range(0, 8) from u in Enumerable.Range(0, 8)
        select (float)((u == 0 ? Math.Sqrt(0.5) : 1) / 2 * Math.Cos((2 * x + 1) * u * Math.PI / 16))];

    public static Luma Draw(JpegFrame frame, ReadOnlySpan<ushort> quantization)
    {
        // The brightness may be sampled less finely than other components; its own grid is the picture then.
        var (across, down) = (frame.Components.Max(component => component.Across), frame.Components.Max(component => component.Down));
        var luma = new Luma((frame.Width * frame.First.Across + across - 1) / across, (frame.Height * frame.First.Down + down - 1) / down);
        Span<float> lines = stackalloc float[64];
        Span<byte> pixels = stackalloc byte[64];
        for (var row = 0; row < frame.First.Rows; row++)
            for (var column = 0; column < frame.First.Columns; column++)
            {
                Transform(frame.Coefficients.AsSpan(64 * (row * frame.First.Stride + column), 64), quantization, lines, pixels);
                var (width, height) = (Math.Min(8, luma.Width - 8 * column), Math.Min(8, luma.Height - 8 * row));
                for (var y = 0; y < height; y++)
                    pixels.Slice(8 * y, width).CopyTo(luma.Pixels.AsSpan((8 * row + y) * luma.Width + 8 * column));
            }
        return luma;
    }

    private static void Transform(ReadOnlySpan<short> block, ReadOnlySpan<ushort> quantization, Span<float> lines, Span<byte> pixels)
    {
        if (!block[1..].ContainsAnyExcept((short)0))
        {
            pixels.Fill(Shade(block[0] * quantization[0] / 8f));
            return;
        }
        // Columns first: most of a block's lower rows are zeros and cost nothing.
        lines.Clear();
        for (var v = 0; v < 8; v++)
            for (var u = 0; u < 8; u++)
            {
                if (block[8 * v + u] == 0) continue;
                float value = block[8 * v + u] * quantization[8 * v + u];
                for (var y = 0; y < 8; y++) lines[8 * y + u] += Waves[8 * y + v] * value;
            }
        for (var y = 0; y < 8; y++)
            for (var x = 0; x < 8; x++)
            {
                var sum = 0f;
                for (var u = 0; u < 8; u++) sum += Waves[8 * x + u] * lines[8 * y + u];
                pixels[8 * y + x] = Shade(sum);
            }
    }

    private static byte Shade(float value) => (byte)Math.Clamp(value + 128.5f, 0, 255);
}
