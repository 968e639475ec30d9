using System.Buffers.Binary;
using QrisPayments.Plugins;

namespace QrisPayments.QrImages.Pictures;

/// <summary>
/// GIF87a and GIF89a: the first image, see-through pixels on white. Where it stands on its screen does not matter to a QR code.
/// </summary>
internal static class GifReader
{
    public static Luma? Read(ReadOnlySpan<byte> file, out QrUnreadable why)
    {
        why = QrUnreadable.BrokenImage;
        // Signature 6, width and height 4, flags, background, aspect (GIF89a, 18).
        if (file.Length < 13) return null;
        var at = 13;
        var palette = TakePalette(file, file[10], ref at);
        var clear = -1;
        while (at < file.Length)
        {
            switch (file[at++])
            {
                case 0x21:
                    if (at >= file.Length) return null;
                    // Graphic control: size 4, flags (bit 0: a see-through colour), delay, its index (23).
                    if (file[at] == 0xF9 && at + 6 <= file.Length && file[at + 1] == 4) clear = (file[at + 2] & 1) != 0 ? file[at + 5] : -1;
                    at++;
                    Skip(file, ref at);
                    break;
                case 0x2C:
                    return ReadImage(file, at, palette, clear, out why);
                default:
                    return null;
            }
        }
        return null;
    }

    private static Luma? ReadImage(ReadOnlySpan<byte> file, int at, ReadOnlySpan<byte> palette, int clear, out QrUnreadable why)
    {
        why = QrUnreadable.BrokenImage;
        // Left, top, width, height, flags (20); the palette; the smallest code size (22).
        if (at + 9 > file.Length) return null;
        var (width, height) =
            (BinaryPrimitives.ReadUInt16LittleEndian(file[(at + 4)..]), BinaryPrimitives.ReadUInt16LittleEndian(file[(at + 6)..]));
        if (!PictureReader.IsSize(width, height, out why)) return null;
        why = QrUnreadable.BrokenImage;
        var flags = file[at + 8];
        at += 9;
        var own = TakePalette(file, flags, ref at);
        if (own.Length > 0) palette = own;
        if (at >= file.Length) return null;
        var indices = new byte[width * height];
        if (!GifLzw.Unpack(file[at..], indices)) return null;

        Span<byte> shades = stackalloc byte[256];
        for (var i = 0; i < 256; i++)
            shades[i] = i == clear
                ? (byte)255
                : 3 * i + 2 < palette.Length ? Luma.Of(palette[3 * i], palette[3 * i + 1], palette[3 * i + 2]) : (byte)0;
        var luma = new Luma(width, height);
        var row = 0;
        // Interlaced rows come in four passes (appendix E).
        ReadOnlySpan<(int First, int Step)> passes = (flags & 0x40) != 0 ? [(0, 8), (4, 8), (2, 4), (1, 2)] : [(0, 1)];
        foreach (var (first, step) in passes)
            for (var y = first; y < height; y += step, row++)
                for (var x = 0; x < width; x++)
                    luma.Pixels[y * width + x] = shades[indices[row * width + x]];
        return luma;
    }

    /// <summary>Flags: bit 7 there is one, bits 0 to 2 its size as a power of two.</summary>
    private static ReadOnlySpan<byte> TakePalette(ReadOnlySpan<byte> file, byte flags, scoped ref int at)
    {
        if ((flags & 0x80) == 0) return [];
        var start = Math.Min(at, file.Length);
        at += 3 * (2 << (flags & 7));
        return file[start..Math.Min(at, file.Length)];
    }

    /// <summary>Blocks of up to 255 bytes, each after its length; one of none is the last (15).</summary>
    private static void Skip(ReadOnlySpan<byte> file, ref int at)
    {
        while (at < file.Length && file[at] != 0) at += 1 + file[at];
        at++;
    }
}
