namespace QrisPayments.QrImages.Pictures;

/// <summary>A picture's brightness, 0 (black) to 255, row by row.</summary>
internal sealed class Luma(int width, int height)
{
    public int Width => width;

    public int Height => height;

    public byte[] Pixels { get; } = new byte[width * height];

    /// <summary>ITU-R BT.601, as JPEG's Y (JFIF 1.02).</summary>
    public static byte Of(int red, int green, int blue) => (byte)((77 * red + 150 * green + 29 * blue + 128) >> 8);

    /// <summary>A see-through pixel as it looks on paper.</summary>
    public static byte OnWhite(int luma, int alpha) => (byte)((luma * alpha + 255 * (255 - alpha) + 127) / 255);

    /// <summary>The picture with squares of <paramref name="factor"/> pixels made one: smaller, and with less noise.</summary>
    public Luma Shrunk(int factor)
    {
        var small = new Luma(width / factor, height / factor);
        for (var y = 0; y < small.Height; y++)
            for (var x = 0; x < small.Width; x++)
            {
                var sum = 0;
                for (var row = y * factor; row < (y + 1) * factor; row++)
                    foreach (var pixel in Pixels.AsSpan(row * width + x * factor, factor)) sum += pixel;
                small.Pixels[y * small.Width + x] = (byte)(sum / (factor * factor));
            }
        return small;
    }
}
