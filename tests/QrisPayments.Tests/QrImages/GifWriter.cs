namespace QrisPayments.Tests.QrImages;

/// <summary>Writes GIFs by the standard's text alone.</summary>
internal static class GifWriter
{
    /// <param name="clear">The index of the see-through colour, or −1.</param>
    /// <param name="local">Whether the palette is the image's own.</param>
    public static byte[] Write(
        int width, int height, byte[] palette, Func<int, int, int> index, bool interlaced = false, int clear = -1, bool local = false)
    {
        var power = 1;
        while (3 << power < palette.Length) power++;
        Array.Resize(ref palette, 3 << power);
        using var file = new MemoryStream();
        file.Write("GIF89a"u8);
        // The screen is larger than the image, and what stands before the image is passed over.
        file.Write([(byte)(width + 5), (byte)((width + 5) >> 8), (byte)(height + 5), (byte)((height + 5) >> 8),
            (byte)(local ? 0 : 0x80 | (power - 1)), 0, 0]);
        if (!local) file.Write(palette);
        file.Write([0x21, 0xFE, 5, .. "hello"u8, 0]);
        if (clear >= 0) file.Write([0x21, 0xF9, 4, 1, 0, 0, (byte)clear, 0]);
        file.Write([0x2C, 2, 0, 2, 0, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8),
            (byte)((local ? 0x80 | (power - 1) : 0) | (interlaced ? 0x40 : 0))]);
        if (local) file.Write(palette);

        var rows = interlaced
            ? [.. Every(0, 8), .. Every(4, 8), .. Every(2, 4), .. Every(1, 2)]
            : Every(0, 1).ToList();
        var least = Math.Max(2, power);
        file.WriteByte((byte)least);
        foreach (var block in Pack([.. from y in rows from x in Enumerable.Range(0, width) select (byte)index(x, y)], least).Chunk(200))
        {
            file.WriteByte((byte)block.Length);
            file.Write(block);
        }
        file.Write([0, 0x3B]);
        return file.ToArray();

        IEnumerable<int> Every(int first, int step) => Enumerable.Range(0, height).Where(y => y >= first && (y - first) % step == 0);
    }

    private static List<byte> Pack(byte[] pixels, int least)
    {
        var (bytes, held, count) = (new List<byte>(), 0, 0);
        var codes = new Dictionary<(int Before, byte Last), int>();
        var (size, next, before) = (least + 1, (1 << least) + 2, -1);
        Put(1 << least);
        foreach (var pixel in pixels)
        {
            if (before < 0 || codes.TryGetValue((before, pixel), out _))
            {
                before = before < 0 ? pixel : codes[(before, pixel)];
                continue;
            }
            Put(before);
            if (next == 4096)
            {
                Put(1 << least);
                codes.Clear();
                (size, next) = (least + 1, (1 << least) + 2);
            }
            else
            {
                codes[(before, pixel)] = next++;
                // The reader makes each code one step later.
                if (next > 1 << size) size++;
            }
            before = pixel;
        }
        Put(before);
        Put((1 << least) + 1);
        if (count > 0) bytes.Add((byte)held);
        return bytes;

        void Put(int code)
        {
            held |= code << count;
            for (count += size; count >= 8; count -= 8, held >>= 8) bytes.Add((byte)held);
        }
    }
}
