namespace QrisPayments.QrImages.Pictures.WebP;

/// <summary>Red and blue were written as differences from what green, and red, let expect in their block (RFC 9649, 3.5.2).</summary>
internal sealed class LosslessColours : LosslessTransform
{
    private readonly uint[] _blocks;
    private readonly int _shift;

    private LosslessColours(int width, uint[] blocks, int shift) => (Width, _blocks, _shift) = (width, blocks, shift);

    public override int Width { get; }

    public static LosslessColours? Read(ref LosslessBits bits, int width, int height)
    {
        var shift = 2 + bits.Take(3);
        return LosslessPixels.ReadWhole(ref bits, LosslessPixels.Blocks(width, shift), LosslessPixels.Blocks(height, shift)) is { } blocks
            ? new(width, blocks, shift)
            : null;
    }

    public override void Undo(int y, Span<uint> row)
    {
        var block = (y >> _shift) * LosslessPixels.Blocks(Width, _shift);
        for (var x = 0; x < Width; x++)
        {
            var (pixel, by) = (row[x], _blocks[block + (x >> _shift)]);
            // Of the block's pixel blue is green to red, green is green to blue, red is red to blue.
            var green = (sbyte)(pixel >> 8);
            var red = (sbyte)((pixel >> 16) + Share((sbyte)by, green));
            var blue = (pixel & 255) + Share((sbyte)(by >> 8), green) + Share((sbyte)(by >> 16), red);
            row[x] = pixel & 0xff00ff00 | (uint)(byte)red << 16 | (byte)blue;
        }
    }

    /// <summary>Of a colour, so many 32nds.</summary>
    private static int Share(sbyte factor, sbyte colour) => factor * colour >> 5;
}
