namespace QrisPayments.QrImages.Pictures.WebP;

/// <summary>Pixels were written as numbers of colours, of few colours several in one pixel (RFC 9649, 3.5.4).</summary>
internal sealed class LosslessPalette : LosslessTransform
{
    private readonly uint[] _colours;
    private readonly int _shift;

    private LosslessPalette(int width, uint[] colours, int shift) => (Width, _colours, _shift) = (width, colours, shift);

    public override int Width { get; }

    /// <param name="bits">From the palette's size.</param>
    /// <param name="width">Becomes that of the rows that are written.</param>
    public static LosslessPalette? Read(ref LosslessBits bits, ref int width)
    {
        var count = 1 + bits.Take(8);
        if (LosslessPixels.ReadWhole(ref bits, count, 1) is not { } colours) return null;
        // Each is written as its difference from the one before.
        for (var i = 1; i < count; i++) colours[i] = Add(colours[i], colours[i - 1]);
        var palette = new LosslessPalette(width, colours, count <= 2 ? 3 : count <= 4 ? 2 : count <= 16 ? 1 : 0);
        width = LosslessPixels.Blocks(width, palette._shift);
        return palette;
    }

    public override void Undo(int y, Span<uint> row)
    {
        var (size, mask) = (8 >> _shift, (1 << (8 >> _shift)) - 1);
        // From the right, where no packed pixel is overwritten before it is read.
        for (var x = Width - 1; x >= 0; x--)
        {
            var index = (int)(row[x >> _shift] >> 8 & 255) >> size * (x & (1 << _shift) - 1) & mask;
            // A number beyond the palette is see-through.
            row[x] = index < _colours.Length ? _colours[index] : 0;
        }
    }
}
