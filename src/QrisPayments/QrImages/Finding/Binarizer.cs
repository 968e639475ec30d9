using QrisPayments.QrImages.Pictures;

namespace QrisPayments.QrImages.Finding;

/// <summary>
/// Black and white from shades of grey (ISO/IEC 18004, 11 step a, asks for one threshold; photographs need one by place).
/// </summary>
internal static class Binarizer
{
    /// <summary>Blocks along the longer side, and how many around a block make its surroundings: a seventh of the picture's side.</summary>
    private const int BlocksAcross = 64, Around = 4;

    /// <summary>One threshold for the whole picture: the one that parts its brightness best (Otsu 1979).</summary>
    public static BitGrid Global(Luma luma)
    {
        Span<long> histogram = stackalloc long[256];
        histogram.Clear();
        foreach (var pixel in luma.Pixels) histogram[pixel]++;
        long all = luma.Pixels.Length, sum = 0, below = 0, sumBelow = 0;
        for (var shade = 0; shade < 256; shade++) sum += shade * histogram[shade];
        var (threshold, best) = (127, -1.0);
        for (var shade = 0; shade < 255; shade++)
        {
            below += histogram[shade];
            sumBelow += shade * histogram[shade];
            if (below == 0 || below == all) continue;
            var apart = (double)sumBelow / below - (double)(sum - sumBelow) / (all - below);
            var between = apart * apart * below * (all - below);
            if (between > best) (threshold, best) = (shade, between);
        }

        var bits = new BitGrid(luma.Width, luma.Height);
        for (var y = 0; y < luma.Height; y++)
        {
            var pixels = luma.Pixels.AsSpan(y * luma.Width, luma.Width);
            var row = bits.Row(y);
            for (var x = 0; x < row.Length; x++) row[x] = pixels[x] <= threshold;
        }
        return bits;
    }

    /// <summary>A pixel is black when it is darker than its surroundings on the average: light may fall from one side.</summary>
    public static BitGrid Local(Luma luma)
    {
        var size = Math.Max(4, (Math.Max(luma.Width, luma.Height) + BlocksAcross - 1) / BlocksAcross);
        var (columns, rows) = ((luma.Width + size - 1) / size, (luma.Height + size - 1) / size);
        var sums = Sums(luma, size, columns, rows);
        var bits = new BitGrid(luma.Width, luma.Height);
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
            {
                int left = Math.Max(0, column - Around), right = Math.Min(columns, column + Around + 1);
                int top = Math.Max(0, row - Around), bottom = Math.Min(rows, row + Around + 1);
                var stride = columns + 1;
                var sum = sums[bottom * stride + right] - sums[top * stride + right] - sums[bottom * stride + left]
                    + sums[top * stride + left];
                var area = (long)(Math.Min(right * size, luma.Width) - left * size) * (Math.Min(bottom * size, luma.Height) - top * size);
                // A little below the mean, so that an even surface is white and not grains of noise.
                var threshold = (int)(sum / area) - 3;
                for (var y = row * size; y < Math.Min((row + 1) * size, luma.Height); y++)
                {
                    var line = bits.Row(y);
                    for (var x = column * size; x < Math.Min((column + 1) * size, luma.Width); x++)
                        line[x] = luma.Pixels[y * luma.Width + x] < threshold;
                }
            }
        return bits;
    }

    /// <summary>Brightness of all blocks above and to the left, so that a rectangle's is four look-ups.</summary>
    private static long[] Sums(Luma luma, int size, int columns, int rows)
    {
        var stride = columns + 1;
        var sums = new long[stride * (rows + 1)];
        for (var y = 0; y < luma.Height; y++)
        {
            var pixels = luma.Pixels.AsSpan(y * luma.Width, luma.Width);
            for (var column = 0; column < columns; column++)
                foreach (var pixel in pixels[(column * size)..Math.Min((column + 1) * size, luma.Width)])
                    sums[(y / size + 1) * stride + 1 + column] += pixel;
        }
        for (var row = 1; row <= rows; row++)
            for (var column = 1; column <= columns; column++)
                sums[row * stride + column] += sums[(row - 1) * stride + column]
                    + sums[row * stride + column - 1] - sums[(row - 1) * stride + column - 1];
        return sums;
    }
}
