namespace QrisPayments.QrImages.Decoding;

/// <summary>The four levels of error correction, in the order of their share.</summary>
internal enum QrLevel { L, M, Q, H }

/// <summary>What a version (1–40) fixes: its side, its alignment patterns and its blocks (ISO/IEC 18004).</summary>
internal static class QrVersion
{
    public const int Largest = 40;

    // Table 9: check codewords of one block and number of blocks, by level, for versions 1 … 40.
    private static readonly byte[][] Checkwords =
    [
        [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
        [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28],
        [13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
        [17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
    ];

    private static readonly byte[][] BlockCounts =
    [
        [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25],
        [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49],
        [1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68],
        [1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81],
    ];

    public static int Side(int version) => 17 + 4 * version;

    public static int CheckwordsPerBlock(int version, QrLevel level) => Checkwords[(int)level][version - 1];

    public static int Blocks(int version, QrLevel level) => BlockCounts[(int)level][version - 1];

    /// <summary>How many wrong codewords of a block may be mended: in the smallest codes some checkwords are kept back against mistaken mending (table 9, note).</summary>
    public static int Correctable(int version, QrLevel level)
    {
        var kept = (version, level) switch
        {
            (1, QrLevel.L) => 3,
            (1, QrLevel.M) or (2, QrLevel.L) => 2,
            (1, _) or (3, QrLevel.L) => 1,
            _ => 0,
        };
        return (CheckwordsPerBlock(version, level) - kept) / 2;
    }

    /// <summary>Rows and columns of the alignment patterns' centres (annex E): evenly spaced from the far end, an even step, the first always 6.</summary>
    public static int[] Alignments(int version)
    {
        if (version == 1) return [];
        var count = version / 7 + 2;
        var last = Side(version) - 7;
        // Version 32 is the one exception of the table: 26 where the rule gives 28.
        var step = version == 32 ? 26 : ((last - 6 + count - 2) / (count - 1) + 1) / 2 * 2;
        var centres = new int[count];
        centres[0] = 6;
        for (var i = count - 1; i > 0; i--) centres[i] = last - (count - 1 - i) * step;
        return centres;
    }
}
