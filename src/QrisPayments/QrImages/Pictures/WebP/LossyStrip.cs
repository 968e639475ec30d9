namespace QrisPayments.QrImages.Pictures.WebP;

/// <summary>One row of macroblocks while it is drawn, with the line of pixels above it and the column to the left (RFC 6386, 12).</summary>
internal sealed class LossyStrip
{
    /// <summary>What stands above the picture, and to the left of it (12.2, 12.3).</summary>
    private const byte Above = 127, Left = 129;

    private readonly byte[] _pixels;
    private readonly int _columns, _stride;
    private bool _isFirst = true;

    public LossyStrip(int columns)
    {
        // Four pixels more: the last macroblock looks to its upper right, too.
        (_columns, _stride) = (columns, 1 + 16 * columns + 4);
        _pixels = new byte[17 * _stride];
        _pixels.AsSpan(0, _stride).Fill(Above);
        for (var y = 1; y < 17; y++) _pixels[y * _stride] = Left;
    }

    /// <summary>Of the strip's 16.</summary>
    public ReadOnlySpan<byte> Line(int y) => _pixels.AsSpan((1 + y) * _stride + 1, 16 * _columns);

    /// <summary>The next row of macroblocks stands below the last line of this one.</summary>
    public void Advance()
    {
        _isFirst = false;
        var line = _pixels.AsSpan(0, _stride);
        _pixels.AsSpan(16 * _stride, _stride).CopyTo(line);
        line[^4..].Fill(line[^5]);
    }

    public void Draw(int column, LossyModes modes, ReadOnlySpan<short> coefficients)
    {
        var at = _stride + 1 + 16 * column;
        if (modes.Mode != LossyMode.ByBlocks) Foretell(modes.Mode, at, column > 0);
        for (var block = 0; block < 16; block++)
        {
            var (x, y) = (block & 3, block >> 2);
            var first = at + 4 * y * _stride + 4 * x;
            // To the right of the macroblock nothing is drawn yet but the line above it, which serves all four (12.3).
            if (modes.Mode == LossyMode.ByBlocks)
                LossyBlocks.Foretell(modes.Blocks[block], _pixels, first, _stride, x == 3 ? at - _stride + 16 : first - _stride + 4);
            LossyTransform.Add(coefficients.Slice(16 * block, 16), _pixels, first, _stride);
        }
    }

    /// <summary>A whole macroblock (12.2).</summary>
    private void Foretell(LossyMode mode, int at, bool hasLeft)
    {
        var above = _pixels.AsSpan(at - _stride, 16);
        var (corner, mean) = (_pixels[at - _stride - 1], mode == LossyMode.Mean ? Mean(at, hasLeft) : (byte)0);
        for (var y = 0; y < 16; y++)
        {
            var line = _pixels.AsSpan(at + y * _stride, 16);
            int left = _pixels[at + y * _stride - 1];
            switch (mode)
            {
                case LossyMode.Above: above.CopyTo(line); break;
                case LossyMode.Left: line.Fill((byte)left); break;
                case LossyMode.Mean: line.Fill(mean); break;
                default:
                    for (var x = 0; x < 16; x++) line[x] = (byte)Math.Clamp(left + above[x] - corner, 0, 255);
                    break;
            }
        }
    }

    /// <summary>Of the pixels above and to the left that are in the picture.</summary>
    private byte Mean(int at, bool hasLeft)
    {
        var (sum, count) = (0, 0);
        for (var i = 0; i < 16; i++)
        {
            if (!_isFirst) (sum, count) = (sum + _pixels[at - _stride + i], count + 1);
            if (hasLeft) (sum, count) = (sum + _pixels[at + i * _stride - 1], count + 1);
        }
        return count == 0 ? (byte)128 : (byte)((sum + count / 2) / count);
    }
}
