using System.Numerics;
using QrisPayments.QrImages.Finding;

namespace QrisPayments.QrImages.Decoding;

/// <summary>Level and mask, which a code carries twice (ISO/IEC 18004, 7.9 and annex C).</summary>
internal readonly record struct QrFormat(QrLevel Level, int Mask)
{
    /// <summary>Two format words differ in at least 7 bits: 3 wrong ones can be mended.</summary>
    private const int Mendable = 3;

    private const int Generator = 0b101_0011_0111;
    private const int Pattern = 0b101_0100_0001_0010;

    // The level's two bits: 01 is L, 00 M, 11 Q, 10 H (table 12).
    private static readonly QrLevel[] Levels = [QrLevel.M, QrLevel.L, QrLevel.H, QrLevel.Q];

    private static readonly int[] Words =
        [.. Enumerable.Range(0, 32).Select(data => (data << 10 | Remainder(data << 10, Generator, 10)) ^ Pattern)];

    /// <summary>
    /// What the two copies say, the better one first; none when neither can be mended. Where they differ, only the data tell which is
    /// right.
    /// </summary>
    public static List<QrFormat> Read(BitGrid code)
    {
        var side = code.Width;
        var (beside, split) = (0, 0);
        // Bit 14 first (figure 25): along row 8 and up column 8 around the first finder, passing over the timing patterns;
        for (var x = 0; x <= 8; x++) if (x != 6) beside = beside << 1 | Bit(code, x, 8);
        for (var y = 7; y >= 0; y--) if (y != 6) beside = beside << 1 | Bit(code, 8, y);
        // up column 8 from the bottom, then along row 8 to the right edge.
        for (var y = side - 1; y >= side - 7; y--) split = split << 1 | Bit(code, 8, y);
        for (var x = side - 8; x < side; x++) split = split << 1 | Bit(code, x, 8);

        return [.. ((int[])[beside, split]).Select(Nearest).Where(word => word.Distance <= Mendable).OrderBy(word => word.Distance)
            .Select(word => new QrFormat(Levels[word.Data >> 3], word.Data & 7)).Distinct()];
    }

    private static (int Data, int Distance) Nearest(int word)
    {
        var (best, distance) = (0, int.MaxValue);
        for (var data = 0; data < Words.Length; data++)
        {
            var apart = BitOperations.PopCount((uint)(Words[data] ^ word));
            if (apart < distance) (best, distance) = (data, apart);
        }
        return (best, distance);
    }

    private static int Bit(BitGrid code, int x, int y) => code[x, y] ? 1 : 0;

    /// <summary>What is left of a polynomial over GF(2) after division.</summary>
    internal static int Remainder(int value, int generator, int degree)
    {
        for (var bit = 31 - degree; bit >= 0; bit--)
            if ((value >> (bit + degree) & 1) != 0) value ^= generator << bit;
        return value;
    }
}
