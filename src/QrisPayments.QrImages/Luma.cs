using System.Runtime.InteropServices;
using SkiaSharp;
using ZXing;

namespace QrisPayments.QrImages;

/// <summary>A picture's brightness, 0 (black) to 255, row by row, as the QR reader wants it: without a copy of its own.</summary>
internal sealed class Luma(byte[] pixels, int width, int height) : LuminanceSource(width, height)
{
    public override byte[] Matrix => pixels;

    public override byte[] getRow(int y, byte[] row)
    {
        if (row is null || row.Length < Width) row = new byte[Width];
        pixels.AsSpan(y * Width, Width).CopyTo(row);
        return row;
    }

    /// <summary>As it looks on white paper, with squares of so many pixels made one.</summary>
    public static Luma Of(SKBitmap bitmap, int factor)
    {
        var (width, height) = (bitmap.Width / factor, bitmap.Height / factor);
        var luma = new byte[width * height];
        var colours = MemoryMarshal.Cast<byte, uint>(bitmap.GetPixelSpan());
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                luma[y * width + x] = Grey(colours[(y * factor * bitmap.Width + x * factor)..], bitmap.Width, factor);
        return new Luma(luma, width, height);
    }

    private static byte Grey(ReadOnlySpan<uint> colours, int width, int factor)
    {
        if (factor == 1) return Grey(colours[0]);
        var sum = 0;
        for (var y = 0; y < factor; y++)
            for (var x = 0; x < factor; x++) sum += Grey(colours[y * width + x]);
        return (byte)(sum / (factor * factor));
    }

    /// <summary>From blue, green, red and alpha, by ITU-R BT.601, as JPEG's Y (JFIF 1.02).</summary>
    private static byte Grey(uint colour)
    {
        var (blue, green, red, alpha) = (colour & 0xFF, (colour >> 8) & 0xFF, (colour >> 16) & 0xFF, colour >> 24);
        var grey = (77 * red + 150 * green + 29 * blue + 128) >> 8;
        return (byte)(alpha == 255 ? grey : (grey * alpha + 255 * (255 - alpha) + 127) / 255);
    }

    public Luma Inverted()
    {
        var inverted = new byte[pixels.Length];
        for (var i = 0; i < pixels.Length; i++) inverted[i] = (byte)(255 - pixels[i]);
        return new Luma(inverted, Width, Height);
    }

    /// <summary>Squares of so many pixels made one: smaller, and with less noise.</summary>
    public Luma Shrunk(int factor)
    {
        var (width, height) = (Width / factor, Height / factor);
        var small = new byte[width * height];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var sum = 0;
                for (var row = y * factor; row < (y + 1) * factor; row++)
                    foreach (var pixel in pixels.AsSpan(row * Width + x * factor, factor)) sum += pixel;
                small[y * width + x] = (byte)(sum / (factor * factor));
            }
        return new Luma(small, width, height);
    }

    /// <summary>Each pixel made a square, with a white margin: for codes of one pixel a module and none around.</summary>
    public Luma Grown(int factor, int margin)
    {
        var (width, height) = ((Width + 2 * margin) * factor, (Height + 2 * margin) * factor);
        var large = new byte[width * height];
        large.AsSpan().Fill(255);
        for (var y = margin * factor; y < height - margin * factor; y++)
            for (var x = margin * factor; x < width - margin * factor; x++)
                large[y * width + x] = pixels[(y / factor - margin) * Width + x / factor - margin];
        return new Luma(large, width, height);
    }
}
