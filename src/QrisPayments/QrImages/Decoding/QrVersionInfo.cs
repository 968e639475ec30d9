using System.Numerics;

namespace QrisPayments.QrImages.Decoding;

/// <summary>The version that codes from 7 on carry in two blocks of 18 modules (ISO/IEC 18004, 7.10 and annex D).</summary>
internal static class QrVersionInfo
{
    public const int First = 7;

    /// <summary>Two version words differ in at least 8 bits.</summary>
    private const int Mendable = 3;

    private const int Generator = 0b1_1111_0010_0101;

    private static readonly int[] Words =
        [.. Enumerable.Range(First, QrVersion.Largest - First + 1)
            .Select(version => version << 12 | QrFormat.Remainder(version << 12, Generator, 12))];

    /// <summary>The version whose word is nearest; null when none is near.</summary>
    /// <param name="word">18 bits, the last module of the block first.</param>
    public static int? Read(int word)
    {
        for (var i = 0; i < Words.Length; i++)
            if (BitOperations.PopCount((uint)(Words[i] ^ word)) <= Mendable) return First + i;
        return null;
    }
}
