namespace QrisPayments.QrImages.Pictures.WebP;

/// <summary>
/// What an encoder did to a picture's pixels to make them smaller, and how it is undone, row by row from the top (RFC 9649, 3.5).
/// </summary>
internal abstract class LosslessTransform
{
    /// <summary>Pixels in the row as it was before; there may be fewer in the row that comes.</summary>
    public abstract int Width { get; }

    /// <param name="y">The row's number.</param>
    /// <param name="row">With room for <see cref="Width"/> pixels.</param>
    public abstract void Undo(int y, Span<uint> row);

    /// <summary>
    /// The transforms before an image, in the order they are to be undone, and how many pixels its rows have then. Null when the bits are
    /// none.
    /// </summary>
    public static List<LosslessTransform>? ReadAll(ref LosslessBits bits, ref int width, int height)
    {
        var (transforms, seen) = (new List<LosslessTransform>(), 0);
        while (bits.Take(1) == 1)
        {
            // Each may be there once, so that there are at most four.
            var type = bits.Take(2);
            if ((seen & 1 << type) != 0) return null;
            seen |= 1 << type;
            LosslessTransform? transform = type switch
            {
                0 => LosslessPrediction.Read(ref bits, width, height),
                1 => LosslessColours.Read(ref bits, width, height),
                2 => new LosslessGreen(width),
                _ => LosslessPalette.Read(ref bits, ref width),
            };
            if (transform is null) return null;
            transforms.Insert(0, transform);
        }
        return transforms;
    }

    /// <summary>Each of the four bytes by itself, what does not fit is lost.</summary>
    protected static uint Add(uint pixel, uint other) =>
        ((pixel & 0xff00ff00) + (other & 0xff00ff00)) & 0xff00ff00 | ((pixel & 0x00ff00ff) + (other & 0x00ff00ff)) & 0x00ff00ff;
}

/// <summary>Green was taken from red and blue (3.5.3).</summary>
internal sealed class LosslessGreen(int width) : LosslessTransform
{
    public override int Width => width;

    public override void Undo(int y, Span<uint> row)
    {
        foreach (ref var pixel in row[..width]) pixel = Add(pixel, (pixel >> 8 & 255) * 0x00010001);
    }
}
