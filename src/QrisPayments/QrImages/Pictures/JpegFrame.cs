using System.Buffers.Binary;
using QrisPayments.Plugins;

namespace QrisPayments.QrImages.Pictures;

/// <summary>One component of a JPEG: how finely it is sampled and which tables it uses.</summary>
internal sealed class JpegComponent(int id, int across, int down, int quantization)
{
    public int Id => id;

    /// <summary>Blocks in a unit of an interleaved scan (ITU-T T.81, A.2.3).</summary>
    public int Across => across;

    public int Down => down;

    public int Quantization => quantization;

    /// <summary>Blocks that hold the picture, as a scan of this component alone has them.</summary>
    public int Columns { get; set; }

    public int Rows { get; set; }

    /// <summary>Blocks in a row with those that fill up the last unit.</summary>
    public int Stride { get; set; }

    /// <summary>The last DC value: each block holds the difference to it.</summary>
    public int Predicted { get; set; }

    public JpegHuffman? Dc { get; set; }

    public JpegHuffman? Ac { get; set; }
}

/// <summary>
/// A JPEG's frame (B.2.2). Only the first component is kept: it is the brightness (JFIF), and of a picture in RGB, red, which shows a black
/// code as well.
/// </summary>
internal sealed class JpegFrame
{
    public required int Width { get; init; }

    public required int Height { get; init; }

    public required bool IsProgressive { get; init; }

    public required JpegComponent[] Components { get; init; }

    public int UnitColumns { get; private set; }

    public int UnitRows { get; private set; }

    /// <summary>The first component's 64 coefficients a block.</summary>
    public short[] Coefficients { get; private set; } = [];

    public JpegComponent First => Components[0];

    public static JpegFrame? Read(ReadOnlySpan<byte> segment, bool progressive, out QrUnreadable why)
    {
        why = QrUnreadable.BrokenImage;
        // Precision, height, width, number of components; each: id, sampling factors, quantization table.
        if (segment.Length < 6 || segment.Length != 6 + 3 * segment[5]) return null;
        var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]));
        if (!PictureReader.IsSize(width, height, out why)) return null;
        why = QrUnreadable.UnsupportedFormat;
        if (segment[0] != 8 || segment[5] is not (1 or 3)) return null;
        why = QrUnreadable.BrokenImage;
        var components = new JpegComponent[segment[5]];
        for (var i = 0; i < components.Length; i++)
        {
            var part = segment.Slice(6 + 3 * i, 3);
            if ((part[1] >> 4) is < 1 or > 4 || (part[1] & 15) is < 1 or > 4 || part[2] > 3) return null;
            components[i] = new JpegComponent(part[0], part[1] >> 4, part[1] & 15, part[2]);
        }
        var frame = new JpegFrame { Width = width, Height = height, IsProgressive = progressive, Components = components };
        frame.Measure();
        return frame;
    }

    /// <summary>A.1.1 and A.2.4.</summary>
    private void Measure()
    {
        var (across, down) = (Components.Max(component => component.Across), Components.Max(component => component.Down));
        (UnitColumns, UnitRows) = (Up(Width, 8 * across), Up(Height, 8 * down));
        foreach (var component in Components)
        {
            component.Columns = Up(Up(Width * component.Across, across), 8);
            component.Rows = Up(Up(Height * component.Down, down), 8);
            component.Stride = UnitColumns * component.Across;
        }
        Coefficients = new short[64 * First.Stride * UnitRows * First.Down];
    }

    private static int Up(int value, int by) => (value + by - 1) / by;
}
