namespace QrisPayments.QrImages.Pictures.WebP;

/// <summary>
/// Pixels were written as differences from what those around them let expect, in one of fourteen ways a block (RFC 9649, 3.5.1).
/// </summary>
internal sealed class LosslessPrediction : LosslessTransform
{
    private const uint Black = 0xff000000;

    private readonly uint[] _blocks;
    private readonly uint[] _above;
    private readonly int _shift;

    private LosslessPrediction(int width, uint[] blocks, int shift) =>
        (Width, _blocks, _above, _shift) = (width, blocks, new uint[width], shift);

    public override int Width { get; }

    public static LosslessPrediction? Read(ref LosslessBits bits, int width, int height)
    {
        var shift = 2 + bits.Take(3);
        return LosslessPixels.ReadWhole(ref bits, LosslessPixels.Blocks(width, shift), LosslessPixels.Blocks(height, shift)) is { } blocks
            ? new(width, blocks, shift)
            : null;
    }

    public override void Undo(int y, Span<uint> row)
    {
        // At the left edge the pixel above is expected, in the first row the one to the left, in the corner black.
        row[0] = Add(row[0], y == 0 ? Black : _above[0]);
        var block = (y >> _shift) * LosslessPixels.Blocks(Width, _shift);
        for (var x = 1; x < Width; x++)
        {
            // Right of the last pixel above is the first of this row.
            row[x] = Add(row[x], y == 0
                ? row[x - 1]
                : Expected(_blocks[block + (x >> _shift)] >> 8 & 15, row[x - 1], _above[x], _above[x - 1],
                    x + 1 < Width ? _above[x + 1] : row[0]));
        }
        row[..Width].CopyTo(_above);
    }

    private static uint Expected(uint way, uint left, uint up, uint corner, uint upRight) => way switch
    {
        1 => left,
        2 => up,
        3 => upRight,
        4 => corner,
        5 => Mean(Mean(left, upRight), up),
        6 => Mean(left, corner),
        7 => Mean(left, up),
        8 => Mean(corner, up),
        9 => Mean(up, upRight),
        10 => Mean(Mean(left, corner), Mean(up, upRight)),
        11 => Nearer(left, up, corner),
        12 => Gradient(left, up, corner),
        13 => HalfGradient(Mean(left, up), corner),
        // 14 and 15 are not defined; libwebp takes them for 0.
        _ => Black,
    };

    /// <summary>Of each byte, rounded down.</summary>
    private static uint Mean(uint first, uint second) => (first & second) + (((first ^ second) & 0xfefefefe) >> 1);

    /// <summary>The left or the upper pixel, whichever is nearer to left + up − corner; the upper when both are.</summary>
    private static uint Nearer(uint left, uint up, uint corner)
    {
        var (toLeft, toUp) = (0, 0);
        for (var shift = 0; shift < 32; shift += 8)
        {
            var (l, u, c) = ((int)(left >> shift & 255), (int)(up >> shift & 255), (int)(corner >> shift & 255));
            toLeft += Math.Abs(u - c);
            toUp += Math.Abs(l - c);
        }
        return toLeft < toUp ? left : up;
    }

    private static uint Gradient(uint left, uint up, uint corner)
    {
        uint pixel = 0;
        for (var shift = 0; shift < 32; shift += 8)
            pixel |= (uint)Math.Clamp((int)(left >> shift & 255) + (int)(up >> shift & 255) - (int)(corner >> shift & 255), 0,
                255) << shift;
        return pixel;
    }

    private static uint HalfGradient(uint mean, uint corner)
    {
        uint pixel = 0;
        for (var shift = 0; shift < 32; shift += 8)
        {
            var m = (int)(mean >> shift & 255);
            pixel |= (uint)Math.Clamp(m + (m - (int)(corner >> shift & 255)) / 2, 0, 255) << shift;
        }
        return pixel;
    }
}
