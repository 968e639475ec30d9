namespace QrisPayments.QrImages.Pictures.WebP;

/// <summary>
/// One canonical prefix code of the lossless format (RFC 9649, 3.7.2.1); decoded a bit at a time, so that it is no larger than what
/// it can say and a stranger's many codes are not either.
/// </summary>
internal sealed class PrefixCode
{
    private const int MaxCode = 15;

    private readonly ushort[] _symbols;
    private readonly ushort[] _counts;

    private PrefixCode(ushort[] symbols, ushort[] counts) => (_symbols, _counts) = (symbols, counts);

    /// <summary>How many symbols it can say.</summary>
    public int Size => _symbols.Length;

    /// <summary>The order in which the lengths of the lengths' own code are written.</summary>
    private static ReadOnlySpan<byte> Order => [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    /// <summary>The next symbol. A code of one symbol takes no bits.</summary>
    public int Take(ref LosslessBits bits)
    {
        if (_symbols.Length == 1) return _symbols[0];
        var (code, first, index) = (0, 0, 0);
        // The code is complete, so that this ends with a symbol by its longest length.
        for (var length = 1; ; length++)
        {
            code = code << 1 | bits.Take(1);
            var count = _counts[length];
            if (code - first < count) return _symbols[index + code - first];
            index += count;
            first = (first + count) << 1;
        }
    }

    /// <summary>Null when the bits are no code.</summary>
    /// <param name="bits">From the code's beginning.</param>
    /// <param name="alphabet">Symbols are less than this.</param>
    public static PrefixCode? Read(ref LosslessBits bits, int alphabet)
    {
        Span<byte> lengths = stackalloc byte[alphabet];
        lengths.Clear();
        return (bits.Take(1) == 1 ? ReadSimple(ref bits, lengths) : ReadLengths(ref bits, lengths)) && !bits.IsOver ? Make(lengths) : null;
    }

    /// <summary>One or two symbols that are named (3.7.2.1.1).</summary>
    private static bool ReadSimple(ref LosslessBits bits, scoped Span<byte> lengths)
    {
        var (isPair, isByte) = (bits.Take(1) == 1, bits.Take(1) == 1);
        var first = bits.Take(isByte ? 8 : 1);
        var second = isPair ? bits.Take(8) : first;
        if (first >= lengths.Length || second >= lengths.Length) return false;
        (lengths[first], lengths[second]) = (1, 1);
        return true;
    }

    /// <summary>A length for each symbol, in a code of their own (3.7.2.1.2).</summary>
    private static bool ReadLengths(ref LosslessBits bits, scoped Span<byte> lengths)
    {
        Span<byte> own = stackalloc byte[19];
        own.Clear();
        var written = 4 + bits.Take(4);
        for (var i = 0; i < written; i++) own[Order[i]] = (byte)bits.Take(3);
        if (Make(own) is not { } code) return false;
        var left = bits.Take(1) == 0 ? lengths.Length : 2 + bits.Take(2 + 2 * bits.Take(3));
        if (left > lengths.Length) return false;

        byte previous = 8;
        for (var symbol = 0; symbol < lengths.Length && left-- > 0;)
        {
            var length = code.Take(ref bits);
            if (length < 16)
            {
                lengths[symbol++] = (byte)length;
                if (length > 0) previous = (byte)length;
                continue;
            }
            // 16 repeats the last length that is not zero; 17 and 18 are runs of zeros.
            var times = length switch { 16 => 3 + bits.Take(2), 17 => 3 + bits.Take(3), _ => 11 + bits.Take(7) };
            if (times > lengths.Length - symbol) return false;
            if (length == 16) lengths.Slice(symbol, times).Fill(previous);
            symbol += times;
        }
        return true;
    }

    private static PrefixCode? Make(ReadOnlySpan<byte> lengths)
    {
        var counts = new ushort[MaxCode + 1];
        foreach (var length in lengths) counts[length]++;
        var symbols = new ushort[lengths.Length - counts[0]];
        counts[0] = 0;
        if (symbols.Length == 0) return null;

        // Every sequence of bits must lead to a symbol, except that of a single one the length does not matter.
        var free = 1;
        Span<int> next = stackalloc int[MaxCode + 1];
        for (var length = 1; length <= MaxCode; length++)
        {
            next[length] = next[length - 1] + counts[length - 1];
            free = 2 * free - counts[length];
            if (free < 0) return null;
        }
        if (free != 0 && symbols.Length > 1) return null;
        for (var symbol = 0; symbol < lengths.Length; symbol++)
            if (lengths[symbol] > 0) symbols[next[lengths[symbol]]++] = (ushort)symbol;
        return new PrefixCode(symbols, counts);
    }
}
