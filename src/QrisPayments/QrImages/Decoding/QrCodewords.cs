using QrisPayments.QrImages.Finding;

namespace QrisPayments.QrImages.Decoding;

/// <summary>Reads the codewords off a code's modules (ISO/IEC 18004, 7.7.3), the mask taken away (7.8).</summary>
internal static class QrCodewords
{
    public static byte[] Read(BitGrid code, int version, int mask)
    {
        var side = QrVersion.Side(version);
        var reserved = Reserved(version);
        var free = 0;
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
                if (!reserved[x, y]) free++;
        var codewords = new byte[free / 8];

        var bit = 0;
        var upward = true;
        // Columns in pairs from the right; the vertical timing pattern's column is passed over.
        for (var right = side - 1; right > 0; right -= 2, upward = !upward)
        {
            if (right == 6) right--;
            for (var row = 0; row < side; row++)
            {
                var y = upward ? side - 1 - row : row;
                for (var x = right; x > right - 2; x--)
                {
                    if (reserved[x, y]) continue;
                    // The few modules left over after the last codeword say nothing.
                    if (bit / 8 < codewords.Length && code[x, y] != IsMasked(mask, x, y)) codewords[bit / 8] |= (byte)(0x80 >> (bit % 8));
                    bit++;
                }
            }
        }
        return codewords;
    }

    /// <summary>Table 10, with i the row and j the column.</summary>
    private static bool IsMasked(int mask, int j, int i) => mask switch
    {
        0 => (i + j) % 2 == 0,
        1 => i % 2 == 0,
        2 => j % 3 == 0,
        3 => (i + j) % 3 == 0,
        4 => (i / 2 + j / 3) % 2 == 0,
        5 => i * j % 2 + i * j % 3 == 0,
        6 => (i * j % 2 + i * j % 3) % 2 == 0,
        _ => ((i + j) % 2 + i * j % 3) % 2 == 0,
    };

    /// <summary>The modules that hold patterns, format and version, not data (6.3).</summary>
    private static BitGrid Reserved(int version)
    {
        var side = QrVersion.Side(version);
        var reserved = new BitGrid(side, side);
        Fill(reserved, 0, 0, 9, 9);
        Fill(reserved, side - 8, 0, 8, 9);
        Fill(reserved, 0, side - 8, 9, 8);
        Fill(reserved, 6, 0, 1, side);
        Fill(reserved, 0, 6, side, 1);
        if (version >= QrVersionInfo.First)
        {
            Fill(reserved, side - 11, 0, 3, 6);
            Fill(reserved, 0, side - 11, 6, 3);
        }
        var centres = QrVersion.Alignments(version);
        foreach (var y in centres)
            foreach (var x in centres)
                if (!IsFinder(x, y, side)) Fill(reserved, x - 2, y - 2, 5, 5);
        return reserved;
    }

    /// <summary>Where an alignment pattern would stand on a finder there is none.</summary>
    internal static bool IsFinder(int x, int y, int side) => (x == 6 && y == 6) || (x == 6 && y == side - 7) || (x == side - 7 && y == 6);

    private static void Fill(BitGrid grid, int left, int top, int width, int height)
    {
        for (var y = top; y < top + height; y++)
            for (var x = left; x < left + width; x++)
                grid[x, y] = true;
    }
}
