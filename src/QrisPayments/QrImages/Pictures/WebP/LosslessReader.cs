using QrisPayments.Plugins;

namespace QrisPayments.QrImages.Pictures.WebP;

/// <summary>The lossless format, VP8L (RFC 9649, 3).</summary>
internal static class LosslessReader
{
    public static Luma? Read(ReadOnlySpan<byte> chunk, out QrUnreadable why)
    {
        why = QrUnreadable.BrokenImage;
        // Signature; 14 bits each for width − 1 and height − 1; whether there is alpha; version (3.4).
        if (chunk.Length < 5 || chunk[0] != 0x2F) return null;
        var bits = new LosslessBits(chunk[1..]);
        var (width, height, isSeeThrough, version) = (1 + bits.Take(14), 1 + bits.Take(14), bits.Take(1) == 1, bits.Take(3));
        if (version != 0 || !PictureReader.IsSize(width, height, out why)) return null;
        why = QrUnreadable.BrokenImage;
        var luma = new Luma(width, height);
        // Where the header says that nothing is see-through, no viewer looks at alpha.
        var isRead = ReadRows(ref bits, width, height, (y, row) =>
        {
            for (var x = 0; x < width; x++) luma.Pixels[y * width + x] = Shade(isSeeThrough ? row[x] : row[x] | 0xff000000);
        });
        return isRead ? luma : null;
    }

    /// <summary>What stands behind a header, or where there is none. False when the bits are no image of this size.</summary>
    /// <param name="bits">From the first transform.</param>
    /// <param name="width">Width times height has been checked.</param>
    /// <param name="height">As the width.</param>
    /// <param name="onRow">
    /// Gets each row, from the top: alpha, red, green and blue in a number. The array is used again for the next.
    /// </param>
    public static bool ReadRows(ref LosslessBits bits, int width, int height, Action<int, uint[]> onRow)
    {
        var written = width;
        if (LosslessTransform.ReadAll(ref bits, ref written, height) is not { } transforms) return false;
        var row = new uint[width];
        return LosslessPixels.Read(ref bits, written, height, isMain: true, (y, pixels) =>
        {
            pixels.CopyTo(row, 0);
            foreach (var transform in transforms) transform.Undo(y, row);
            onRow(y, row);
        });
    }

    private static byte Shade(uint pixel) =>
        Luma.OnWhite(Luma.Of((byte)(pixel >> 16), (byte)(pixel >> 8), (byte)pixel), (int)(pixel >> 24));
}
