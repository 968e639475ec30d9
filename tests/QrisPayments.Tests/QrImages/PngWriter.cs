using System.Buffers.Binary;
using System.IO.Compression;
using QrisPayments.Web;

namespace QrisPayments.Tests.QrImages;

/// <summary>Writes PNGs of every kind from samples, by the standard's text alone; every row with another filter.</summary>
internal sealed class PngWriter
{
    public required int Width { get; init; }

    public required int Height { get; init; }

    public required int Depth { get; init; }

    public required int ColourType { get; init; }

    public bool IsInterlaced { get; init; }

    public byte[] Palette { get; init; } = [];

    public byte[] Transparency { get; init; } = [];

    public int Samples => ColourType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <param name="sample">The value of a pixel's sample: x, y, which.</param>
    public byte[] Write(Func<int, int, int, int> sample)
    {
        using var rows = new MemoryStream();
        (int X, int Y, int StepX, int StepY)[] passes = IsInterlaced
            ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
            : [(0, 0, 1, 1)];
        foreach (var pass in passes)
        {
            var columns = Enumerable.Range(0, Width).Where(x => x >= pass.X && (x - pass.X) % pass.StepX == 0).ToList();
            if (columns.Count == 0) continue;
            var above = new byte[(columns.Count * Samples * Depth + 7) / 8];
            foreach (var y in Enumerable.Range(0, Height).Where(y => y >= pass.Y && (y - pass.Y) % pass.StepY == 0))
            {
                var line = new byte[above.Length];
                for (var i = 0; i < columns.Count * Samples; i++) Put(line, i, sample(columns[i / Samples], y, i % Samples));
                var filter = y % 5;
                rows.WriteByte((byte)filter);
                rows.Write(Filtered(filter, line, above));
                above = line;
            }
        }
        return File(Header(Width, Height, Depth, ColourType, IsInterlaced), rows.ToArray());
    }

    public byte[] File(byte[] header, byte[] rows)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "tEXt"u8, "Comment\0made by a test"u8);
        if (Palette.Length > 0) Chunk(file, "PLTE"u8, Palette);
        if (Transparency.Length > 0) Chunk(file, "tRNS"u8, Transparency);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zlib.Write(rows);
        // In two parts, as one may cut it anywhere.
        var data = packed.ToArray();
        Chunk(file, "IDAT"u8, data.AsSpan(0, data.Length / 2));
        Chunk(file, "IDAT"u8, data.AsSpan(data.Length / 2));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    public static byte[] Header(int width, int height, int depth, int colourType, bool interlaced)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colourType, (byte)(interlaced ? 1 : 0));
        return header;
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        file.Write(number);
    }

    private void Put(byte[] line, int index, int value)
    {
        if (Depth == 16) BinaryPrimitives.WriteUInt16BigEndian(line.AsSpan(2 * index), (ushort)value);
        else line[index * Depth / 8] |= (byte)(value << (8 - Depth - index * Depth % 8));
    }

    private byte[] Filtered(int filter, byte[] line, byte[] above)
    {
        var back = Math.Max(1, Samples * Depth / 8);
        return [.. line.Select((value, i) =>
        {
            int a = i >= back ? line[i - back] : 0, b = above[i], c = i >= back ? above[i - back] : 0;
            var p = a + b - c;
            int nearest = Math.Abs(p - a) <= Math.Abs(p - b) && Math.Abs(p - a) <= Math.Abs(p - c)
                ? a
                : Math.Abs(p - b) <= Math.Abs(p - c) ? b : c;
            return (byte)(value - (filter switch { 1 => a, 2 => b, 3 => (a + b) / 2, 4 => nearest, _ => 0 }));
        })];
    }
}
