namespace QrisPayments.QrImages.Pictures.WebP;

/// <summary>
/// Reads the coefficients of macroblocks, from the left and from the top (RFC 6386, 13). The colours' are read to get past them.
/// </summary>
internal sealed class LossyCoefficients(LossyHeader header, int columns)
{
    /// <summary>Four of the brightness, twice two of the colours, one of first coefficients.</summary>
    private const int Contexts = 9, OfFirsts = 8;

    // Kinds of blocks (13.3).
    private const int WithoutFirst = 0, Firsts = 1, Colours = 2, Whole = 3;

    /// <summary>Whether the blocks above and to the left had coefficients.</summary>
    private readonly bool[] _above = new bool[Contexts * columns], _left = new bool[Contexts];
    private readonly short[] _firsts = new short[16], _unkept = new short[16];

    /// <summary>Of the 16 blocks, multiplied already.</summary>
    public short[] Blocks { get; } = new short[256];

    public void StartRow() => Array.Clear(_left);

    public void Read(BoolBits bits, int column, LossyModes modes)
    {
        Array.Clear(Blocks);
        var above = _above.AsSpan(Contexts * column, Contexts);
        // Where each block is foretold by itself there is no block of first coefficients.
        var isWhole = modes.Mode == LossyMode.ByBlocks;
        if (modes.IsSkipped)
        {
            var count = isWhole ? OfFirsts : Contexts;
            above[..count].Clear();
            _left.AsSpan(0, count).Clear();
            return;
        }
        var factors = header.Factors[modes.Segment];
        if (!isWhole)
        {
            Array.Clear(_firsts);
            above[OfFirsts] = _left[OfFirsts] =
                ReadBlock(bits, Firsts, Context(above[OfFirsts], _left[OfFirsts]), (factors.FirstOfFirsts, factors.OtherOfFirsts), _firsts);
            LossyTransform.Spread(_firsts, Blocks);
        }
        for (var block = 0; block < 16; block++)
        {
            var (x, y) = (block & 3, block >> 2);
            above[x] = _left[y] =
                ReadBlock(bits, isWhole ? Whole : WithoutFirst, Context(above[x], _left[y]), (factors.First, factors.Other),
                    Blocks.AsSpan(16 * block, 16));
        }
        for (var block = 0; block < 8; block++)
        {
            var (x, y) = (4 + (block >> 2) * 2 + (block & 1), 4 + (block >> 1));
            above[x] = _left[y] = ReadBlock(bits, Colours, Context(above[x], _left[y]), (0, 0), _unkept);
        }
    }

    private static int Context(bool above, bool left) => (above ? 1 : 0) + (left ? 1 : 0);

    /// <summary>True when there was anything in the block.</summary>
    private bool ReadBlock(BoolBits bits, int kind, int context, (int First, int Other) factors, Span<short> block)
    {
        var start = kind == WithoutFirst ? 1 : 0;
        for (var i = start; i < 16; i++)
        {
            var probabilities = Probabilities(kind, i, context);
            // The end; behind a zero it cannot be.
            if (!bits.Take(probabilities[0])) return i > start;
            while (!bits.Take(probabilities[1]))
            {
                if (++i == 16) return true;
                probabilities = Probabilities(kind, i, 0);
            }
            var value = bits.Take(probabilities[2]) ? TakeLarge(bits, probabilities) : 1;
            context = value == 1 ? 1 : 2;
            // Sixteen bits are what the format allows (14.1); what a stranger writes beyond them is cut.
            block[LossyTables.ZigZag[i]] = (short)((bits.TakeFlag() ? -value : value) * (i == 0 ? factors.First : factors.Other));
        }
        return true;
    }

    private ReadOnlySpan<byte> Probabilities(int kind, int number, int context) =>
        header.Probabilities.AsSpan(11 * (3 * (8 * kind + LossyTables.Bands[number]) + context), 11);

    /// <summary>A value of 2 and more (13.2).</summary>
    private static int TakeLarge(BoolBits bits, ReadOnlySpan<byte> probabilities)
    {
        if (!bits.Take(probabilities[3])) return !bits.Take(probabilities[4]) ? 2 : bits.Take(probabilities[5]) ? 4 : 3;
        if (!bits.Take(probabilities[6])) return !bits.Take(probabilities[7]) ? 5 + TakeMore(bits, [159]) : 7 + TakeMore(bits, [165, 145]);
        if (!bits.Take(probabilities[8]))
            return !bits.Take(probabilities[9]) ? 11 + TakeMore(bits, [173, 148, 140]) : 19 + TakeMore(bits, [176, 155, 140, 135]);
        return !bits.Take(probabilities[10])
            ? 35 + TakeMore(bits, [180, 157, 141, 134, 130])
            : 67 + TakeMore(bits, [254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129]);
    }

    private static int TakeMore(BoolBits bits, ReadOnlySpan<byte> probabilities)
    {
        var value = 0;
        foreach (var probability in probabilities) value = value << 1 | (bits.Take(probability) ? 1 : 0);
        return value;
    }
}
