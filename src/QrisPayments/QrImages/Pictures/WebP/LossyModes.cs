namespace QrisPayments.QrImages.Pictures.WebP;

/// <summary>How a macroblock of 16 × 16 pixels is foretold (RFC 6386, 11.2).</summary>
internal enum LossyMode
{
    Mean,
    Above,
    Left,
    Gradient,

    /// <summary>Each of its 16 blocks in its own way.</summary>
    ByBlocks,
}

/// <summary>Reads how each macroblock is foretold, from the left and from the top (RFC 6386, 11).</summary>
internal sealed class LossyModes(LossyHeader header, int columns)
{
    /// <summary>
    /// The ways of blocks as a tree: an even index is the way for a no, the next for a yes; what is not more than 0 is a leaf (11.2).
    /// </summary>
    private static ReadOnlySpan<sbyte> Tree => [0, 2, -1, 4, -2, 6, 8, 12, -3, 10, -5, -6, -4, 14, -7, 16, -8, -9];

    /// <summary>Of the blocks above and to the left; outside the picture it is the mean, 0.</summary>
    private readonly byte[] _above = new byte[4 * columns], _left = new byte[4];

    public int Segment { get; private set; }

    /// <summary>No block of it has coefficients.</summary>
    public bool IsSkipped { get; private set; }

    public LossyMode Mode { get; private set; }

    /// <summary>Of its 16 blocks, as numbered in <see cref="LossyBlocks"/>.</summary>
    public byte[] Blocks { get; } = new byte[16];

    public void StartRow() => Array.Clear(_left);

    public void Read(int column)
    {
        var bits = header.Modes;
        if (header.Segments is [var high, var low, var lowOfHigh])
            Segment = bits.Take(high) ? bits.Take(lowOfHigh) ? 3 : 2 : bits.Take(low) ? 1 : 0;
        IsSkipped = header.Skipping is { } skipping && bits.Take(skipping);
        Mode = !bits.Take(145) ? LossyMode.ByBlocks
            : bits.Take(156) ? bits.Take(128) ? LossyMode.Gradient : LossyMode.Left
            : bits.Take(163) ? LossyMode.Above : LossyMode.Mean;
        var above = _above.AsSpan(4 * column, 4);
        if (Mode == LossyMode.ByBlocks) ReadBlocks(bits, above);
        else
        {
            // To its neighbours it looks as if its blocks were foretold so.
            var alike = Mode switch { LossyMode.Above => LossyBlocks.Above, LossyMode.Left => LossyBlocks.Left,
                LossyMode.Gradient => LossyBlocks.Gradient, _ => LossyBlocks.Mean };
            above.Fill(alike);
            _left.AsSpan().Fill(alike);
        }
        // The colours' way, one of four, has to be passed over.
        _ = bits.Take(142) && bits.Take(114) && bits.Take(183);
    }

    private void ReadBlocks(BoolBits bits, Span<byte> above)
    {
        for (var y = 0; y < 4; y++)
            for (var x = 0; x < 4; x++)
            {
                var probabilities = LossyTables.BlockModes.Slice(9 * (10 * above[x] + _left[y]), 9);
                var node = 0;
                do node = Tree[node + (bits.Take(probabilities[node >> 1]) ? 1 : 0)];
                while (node > 0);
                above[x] = _left[y] = Blocks[4 * y + x] = (byte)-node;
            }
    }
}
