using System.Buffers.Binary;

namespace QrisPayments.QrImages.Pictures;

/// <summary>What a PNG's header says, and how its pixels are read (RFC 2083, 4.1).</summary>
internal sealed class PngFormat
{
    private int _depth;

    public int Width { get; private init; }

    public int Height { get; private init; }

    /// <summary>0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha.</summary>
    public int ColourType { get; private init; }

    public bool IsInterlaced { get; private init; }

    /// <summary>PLTE: three bytes a colour.</summary>
    public byte[] Palette { get; set; } = [];

    /// <summary>tRNS: alpha by palette index, or the one colour that is see-through (4.2.1.1).</summary>
    public byte[] Transparency { get; set; } = [];

    private int Samples => ColourType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>How far back the pixel to the left is, for filters.</summary>
    public int PixelBytes => Math.Max(1, Samples * _depth / 8);

    /// <summary>Null when the depth does not go with the colour type, or a method is unknown.</summary>
    public static PngFormat? Read(ReadOnlySpan<byte> header)
    {
        var (depth, type) = (header[8], header[9]);
        var allowed = type switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => false,
        };
        if (!allowed || header[10] != 0 || header[11] != 0 || header[12] > 1) return null;
        return new PngFormat
        {
            Width = BinaryPrimitives.ReadInt32BigEndian(header),
            Height = BinaryPrimitives.ReadInt32BigEndian(header[4..]),
            _depth = depth,
            ColourType = type,
            IsInterlaced = header[12] == 1,
        };
    }

    public int RowBytes(int columns) => (columns * Samples * _depth + 7) / 8;

    /// <summary>A pixel's brightness on white paper.</summary>
    public byte Luma(ReadOnlySpan<byte> line, int pixel)
    {
        if (ColourType == 3)
        {
            // An index beyond the palette is an error that readers may mend; it is drawn black.
            var (index, colour) = (Sample(line, pixel), 3 * Sample(line, pixel));
            var shade = colour + 2 < Palette.Length ? Pictures.Luma.Of(Palette[colour], Palette[colour + 1], Palette[colour + 2]) : (byte)0;
            return Pictures.Luma.OnWhite(shade, index < Transparency.Length ? Transparency[index] : 255);
        }
        var first = pixel * Samples;
        if (IsSeeThrough(line, first)) return 255;
        var luma = ColourType is 0 or 4
            ? Byte(line, first)
            : Pictures.Luma.Of(Byte(line, first), Byte(line, first + 1), Byte(line, first + 2));
        return ColourType >= 4 ? Pictures.Luma.OnWhite(luma, Byte(line, first + Samples - 1)) : (byte)luma;
    }

    private bool IsSeeThrough(ReadOnlySpan<byte> line, int first)
    {
        if (ColourType >= 4 || Transparency.Length < 2 * Samples) return false;
        for (var i = 0; i < Samples; i++)
            if (Sample(line, first + i) != BinaryPrimitives.ReadUInt16BigEndian(Transparency.AsSpan(2 * i))) return false;
        return true;
    }

    private int Sample(ReadOnlySpan<byte> line, int number) => _depth switch
    {
        16 => BinaryPrimitives.ReadUInt16BigEndian(line[(2 * number)..]),
        8 => line[number],
        _ => line[number * _depth / 8] >> (8 - _depth - number * _depth % 8) & ((1 << _depth) - 1),
    };

    /// <summary>A sample as a byte: of 16 bits the upper eight, fewer stretched to the whole range.</summary>
    private int Byte(ReadOnlySpan<byte> line, int number) =>
        _depth == 16 ? line[2 * number] : Sample(line, number) * 255 / ((1 << _depth) - 1);
}
