using System.Buffers.Binary;
using System.IO.Compression;
using QrisPayments.Plugins;

namespace QrisPayments.QrImages.Tests;

/// <summary>Files of at most 1 MB that would take much memory or time if what they say were believed.</summary>
internal static class Bombs
{
    private static readonly byte[] PngSignature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>By what they are: the answer, and the file, made when it is asked for.</summary>
    public static readonly IReadOnlyDictionary<string, (QrUnreadable Why, Func<byte[]> Make)> All =
        new Dictionary<string, (QrUnreadable, Func<byte[]>)>
    {
        ["PNG of 100,000 pixels a side"] = (QrUnreadable.TooLarge, () => Png(100_000, 100_000, new byte[10])),
        ["PNG of 16 megapixels without their rows"] = (QrUnreadable.NoCode, () => Png(4096, 4096, new byte[10])),
        ["PNG of 16 megapixels in black"] = (QrUnreadable.NoCode, () => Png(4096, 4096, new byte[4096 * 4097])),
        ["PNG of 16 megapixels in stripes"] = (QrUnreadable.NoCode, () => Png(4096, 4096, Stripes(4096, 4097))),
        ["PNG of 10 pixels a side with 100 MB of rows"] = (QrUnreadable.NoCode, () => Png(10, 10, new byte[100_000_000])),
        ["PNG with a colour profile of 100 MB"] = (QrUnreadable.NoCode,
            () => Png(10, 10, new byte[110], ("iCCP", [(byte)'p', 0, 0, .. Deflate(new byte[100_000_000])]))),
        ["PNG with a comment of 100 MB"] = (QrUnreadable.NoCode,
            () => Png(10, 10, new byte[110], ("zTXt", [(byte)'c', 0, 0, .. Deflate(new byte[100_000_000])]))),
        ["PNG that is interlaced, of 16 megapixels"] = (QrUnreadable.TooLarge,
            () => Png(4096, 4096, new byte[4096 * 4200], interlaced: true)),
        ["PNG that is interlaced, of more than 8 megapixels"] =
            (QrUnreadable.TooLarge, () => Png(4096, 2049, new byte[4200 * 2049], interlaced: true)),
        ["PNG that is interlaced, of 8 megapixels"] = (QrUnreadable.NoCode, () => Png(4096, 2048, new byte[4200 * 2048], interlaced: true)),
        ["JPEG of 65,535 pixels a side"] = (QrUnreadable.BrokenImage,
            () => [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1, 0x11, 0]),
        ["JPEG of 16 megapixels in 20,000 scans"] = (QrUnreadable.TooLarge, () => Scans(4096, 20_000)),
        ["JPEG of 16 megapixels in 2 scans"] = (QrUnreadable.TooLarge, () => Scans(4096, 2)),
        ["JPEG of 4 megapixels in 41 scans"] = (QrUnreadable.TooLarge, () => Scans(2048, 41)),
        ["JPEG of 4 megapixels in 40 scans"] = (QrUnreadable.BrokenImage, () => Scans(2048, 40)),
        ["PNG of 4 megapixels in corners of codes"] = (QrUnreadable.NoCode, () => Png(2048, 2048, Corners(2048))),
        ["PNG of one row"] = (QrUnreadable.NoCode, () => Png(300, 1, new byte[301])),
        ["PNG of eight rows"] = (QrUnreadable.NoCode, () => Png(8192, 8, new byte[8193 * 8])),
        ["GIF of 65,535 pixels a side"] = (QrUnreadable.TooLarge, () => Gif(1, 1, 0xFF, 0xFF)),
        ["GIF of 16 megapixels without its codes"] = (QrUnreadable.BrokenImage, () => Gif(0, 16, 0, 16)),
        ["WebP of 16,384 pixels a side"] = (QrUnreadable.BrokenImage, () => WebP("VP8X", [0, 0, 0, 0, 0xFF, 0x3F, 0, 0xFF, 0x3F, 0])),
        ["lossless WebP of 16,384 pixels a side"] = (QrUnreadable.TooLarge, () => WebP("VP8L", [0x2F, 0xFF, 0xFF, 0xFF, 0x0F, 1, 2, 3])),
    };

    /// <summary>8 bits of grey, with these filtered rows and these chunks before them.</summary>
    public static byte[] Png(int width, int height, byte[] rows, (string Type, byte[] Data)? before = null, bool interlaced = false)
    {
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[12]) = (8, interlaced ? (byte)1 : (byte)0);
        return
        [
            .. PngSignature, .. Chunk("IHDR", head), .. before is var (type, data) ? Chunk(type, data) : [],
            .. Chunk("IDAT", Deflate(rows)),
            .. Chunk("IEND", []),
        ];
    }

    /// <summary>A picture that is gone over again for every few bytes.</summary>
    private static byte[] Scans(int side, int scans)
    {
        List<byte> file =
        [
            // Progressive, one component.
            0xFF, 0xD8, 0xFF, 0xC2, 0, 11, 8, (byte)(side >> 8), (byte)side, (byte)(side >> 8), (byte)side, 1, 1, 0x11, 0,
            // One code, 0: with 14 zeros behind it, 16,384 blocks have nothing more.
            0xFF, 0xC4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xE0,
        ];
        for (var scan = 0; scan < scans; scan++) file.AddRange([0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0, .. new byte[30]]);
        return [.. file];
    }

    /// <summary>Of two sizes, so that no three of the first fit each other at once.</summary>
    private static byte[] Corners(int side)
    {
        const int Pitch = 12;
        var rows = new byte[side * (side + 1)];
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
            {
                // 7 or 8 pixels: a square in a square, with a centre of three or four.
                var size = (x / Pitch + y / Pitch) % 2 == 0 ? 7 : 8;
                var (left, top) = (x % Pitch, y % Pitch);
                var edge = Math.Min(Math.Min(left, size - 1 - left), Math.Min(top, size - 1 - top));
                rows[y * (side + 1) + x + 1] = edge is 0 or >= 2 ? (byte)0 : (byte)255;
            }
        return rows;
    }

    private static byte[] Stripes(int height, int row)
    {
        var rows = new byte[height * row];
        for (var i = 0; i < rows.Length; i++) rows[i] = i % row == 0 || i % row / 3 % 2 == 0 ? (byte)0 : (byte)255;
        return rows;
    }

    /// <summary>Of that size (low and high byte), with a frame of that size, and a table of two colours.</summary>
    private static byte[] Gif(byte low, byte high, byte frameLow, byte frameHigh) =>
    [
        .. "GIF89a"u8, low, high, low, high, 0x80, 0, 0, 0, 0, 0, 255, 255, 255,
        0x2C, 0, 0, 0, 0, frameLow, frameHigh, frameLow, frameHigh, 0, 2, 1, 0, 0,
    ];

    private static byte[] WebP(string type, byte[] data)
    {
        byte[] chunk = [.. System.Text.Encoding.ASCII.GetBytes(type), .. Little(data.Length), .. data];
        return [.. "RIFF"u8, .. Little(chunk.Length + 4), .. "WEBP"u8, .. chunk];
    }

    private static byte[] Little(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] named = [.. System.Text.Encoding.ASCII.GetBytes(type), .. data];
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        var check = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc(named));
        return [.. length, .. named, .. check];
    }

    /// <summary>CRC-32 of ISO 3309, as PNG has it.</summary>
    private static uint Crc(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var octet in data)
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }

    private static byte[] Deflate(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.SmallestSize)) deflate.Write(data);
        return packed.ToArray();
    }
}
