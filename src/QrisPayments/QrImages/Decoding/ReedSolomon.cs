namespace QrisPayments.QrImages.Decoding;

/// <summary>
/// Mends the codewords of one block (ISO/IEC 18004, 7.5.2): GF(2⁸) with x⁸+x⁴+x³+x²+1, generator roots α⁰ … α^(n−1).
/// </summary>
internal static class ReedSolomon
{
    private const int Field = 0x11D;
    private static readonly byte[] Exp = new byte[510];
    private static readonly int[] Log = new int[256];

#pragma warning disable CA1810 // One loop fills both tables.
    static ReedSolomon()
    {
        var value = 1;
        for (var power = 0; power < 255; power++)
        {
            Exp[power] = Exp[power + 255] = (byte)value;
            Log[value] = power;
            value <<= 1;
            if (value > 255) value ^= Field;
        }
    }
#pragma warning restore CA1810

    /// <summary>
    /// Mends up to <paramref name="most"/> wrong codewords in place. False when there are more; the block is then of no use.
    /// </summary>
    public static bool TryCorrect(Span<byte> block, int checkwords, int most)
    {
        Span<byte> syndromes = stackalloc byte[checkwords];
        if (Syndromes(block, syndromes)) return true;
        Span<byte> locator = stackalloc byte[checkwords + 1];
        var errors = Locator(syndromes, locator);
        if (errors == 0 || errors > most) return false;

        Span<byte> evaluator = stackalloc byte[errors];
        for (var i = 0; i < errors; i++)
            for (var j = 0; j <= i; j++)
                evaluator[i] ^= Multiply(syndromes[i - j], locator[j]);

        var found = 0;
        for (var position = 0; position < block.Length; position++)
        {
            // A wrong codeword at this place stands for the power that far from the end; its inverse is a root of the locator (Chien).
            var inverse = (255 - (block.Length - 1 - position)) % 255;
            if (Evaluate(locator[..(errors + 1)], inverse) != 0) continue;
            var slope = Slope(locator[..(errors + 1)], inverse);
            if (slope == 0) return false;
            // Forney with first root α⁰: magnitude = X · Ω(X⁻¹) / Λ'(X⁻¹).
            var magnitude = Divide(Evaluate(evaluator, inverse), slope);
            block[position] ^= Multiply(magnitude, Exp[block.Length - 1 - position]);
            found++;
        }
        return found == errors && Syndromes(block, syndromes);
    }

    /// <summary>True when all are zero: nothing is wrong.</summary>
    private static bool Syndromes(ReadOnlySpan<byte> block, Span<byte> syndromes)
    {
        var clean = true;
        for (var root = 0; root < syndromes.Length; root++)
        {
            byte sum = 0;
            foreach (var codeword in block) sum = (byte)(Multiply(sum, Exp[root]) ^ codeword);
            syndromes[root] = sum;
            clean &= sum == 0;
        }
        return clean;
    }

    /// <summary>Berlekamp–Massey: the shortest recurrence that makes the syndromes. Returns its length, the number of errors.</summary>
    private static int Locator(ReadOnlySpan<byte> syndromes, Span<byte> locator)
    {
        Span<byte> previous = stackalloc byte[locator.Length];
        Span<byte> kept = stackalloc byte[locator.Length];
        locator[0] = previous[0] = 1;
        var (length, gap, last) = (0, 1, (byte)1);
        for (var n = 0; n < syndromes.Length; n++)
        {
            var discrepancy = syndromes[n];
            for (var i = 1; i <= length; i++) discrepancy ^= Multiply(locator[i], syndromes[n - i]);
            if (discrepancy == 0)
            {
                gap++;
                continue;
            }
            locator.CopyTo(kept);
            var factor = Divide(discrepancy, last);
            for (var i = gap; i < locator.Length; i++) locator[i] ^= Multiply(factor, previous[i - gap]);
            if (2 * length > n)
            {
                gap++;
                continue;
            }
            kept.CopyTo(previous);
            (length, gap, last) = (n + 1 - length, 1, discrepancy);
        }
        return length;
    }

    private static byte Evaluate(ReadOnlySpan<byte> polynomial, int power)
    {
        byte sum = 0;
        for (var i = polynomial.Length - 1; i >= 0; i--) sum = (byte)(Multiply(sum, Exp[power]) ^ polynomial[i]);
        return sum;
    }

    /// <summary>The formal derivative at a point: in characteristic 2 only the odd powers are left.</summary>
    private static byte Slope(ReadOnlySpan<byte> polynomial, int power)
    {
        byte sum = 0;
        for (var i = 1; i < polynomial.Length; i += 2) sum ^= Multiply(polynomial[i], Exp[power * (i - 1) % 255]);
        return sum;
    }

    private static byte Multiply(byte a, byte b) => a == 0 || b == 0 ? (byte)0 : Exp[Log[a] + Log[b]];

    private static byte Divide(byte a, byte b) => a == 0 ? (byte)0 : Exp[Log[a] + 255 - Log[b]];
}
