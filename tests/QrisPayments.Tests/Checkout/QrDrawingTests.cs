using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.RegularExpressions;
using QrisPayments.Theming;

namespace QrisPayments.Tests.Checkout;

public sealed partial class QrDrawingTests
{
    public static TheoryData<string> Payloads => new()
    {
        "00020101021226610016ID.CO.SHOPEE.WWW01189360091800000000010208000000010303UME520454995303360540550347",
        "A",
        new string('9', 500),
        "WARUNG ÉTÉ – 東京",
    };

    [Theory, MemberData(nameof(Payloads))]
    public void The_svg_paints_exactly_the_dark_modules(string payload)
    {
        using var codes = new QrCodes();
        var expected = Matrix(payload);

        Assert.Equal(expected, Paint(codes.Draw(payload).File(), expected.GetLength(0)));
    }

    [Theory, MemberData(nameof(Payloads))]
    public void The_png_paints_exactly_the_dark_modules(string payload)
    {
        using var codes = new QrCodes();
        var expected = Matrix(payload);
        var (pixels, size) = ReadPng(codes.Draw(payload).Png);
        var modules = expected.GetLength(0);

        Assert.Equal(0, size % modules);
        Assert.InRange(size, 1000, 2000);
        var scale = size / modules;
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
                Assert.True(expected[y / scale, x / scale] == pixels[y, x], $"The pixel {x},{y} has the wrong colour.");
    }

    [Theory, MemberData(nameof(Payloads))]
    public void Four_modules_around_the_code_stay_white(string payload)
    {
        var matrix = Matrix(payload);
        var size = matrix.GetLength(0);
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
                Assert.False(matrix[y, x] && (x < 4 || y < 4 || x >= size - 4 || y >= size - 4));
        Assert.True(matrix[4, 4], "The finder pattern starts right behind the quiet zone.");
    }

    [Fact]
    public void The_inline_svg_is_labelled_and_brings_no_script_or_style()
    {
        using var codes = new QrCodes();
        var svg = codes.Draw("A").Inline("Kode \"QRIS\" <Rp50.347>");

        Assert.Contains("role=\"img\"", svg, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Kode &quot;QRIS&quot; &lt;Rp50.347&gt;\"", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("style", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_payload_is_drawn_once()
    {
        using var codes = new QrCodes();
        Assert.Same(codes.Draw("A"), codes.Draw("A"));
    }

    private static bool[,] Matrix(string payload)
    {
        var rows = QrCodes.Encode(payload).ModuleMatrix;
        var matrix = new bool[rows.Count, rows.Count];
        for (var y = 0; y < rows.Count; y++)
            for (var x = 0; x < rows.Count; x++)
                matrix[y, x] = rows[y][x];
        return matrix;
    }

    /// <summary>Follows the pen of the stroked path: <c>M x y.5</c>, <c>m dx 0</c>, <c>h length</c>.</summary>
    private static bool[,] Paint(string svg, int size)
    {
        Assert.Contains($"viewBox=\"0 0 {size} {size}\"", svg, StringComparison.Ordinal);
        var painted = new bool[size, size];
        var (x, y) = (0, 0);
        foreach (Match step in PathStep().Matches(Stroke().Match(svg).Groups[1].Value))
        {
            var (command, first) =
                (step.Groups[1].Value, int.Parse(step.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture));
            switch (command)
            {
                case "M":
                    (x, y) = (first, int.Parse(step.Groups[3].Value, System.Globalization.CultureInfo.InvariantCulture));
                    break;
                case "m":
                    x += first;
                    break;
                default:
                    for (var end = x + first; x < end; x++)
                        painted[y, x] = true;
                    break;
            }
        }
        return painted;
    }

    /// <summary>A PNG of one bit per pixel, by the specification (ISO/IEC 15948), every filter type but the ones in use refused.</summary>
    private static (bool[,] Dark, int Size) ReadPng(byte[] png)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        var size = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));
        Assert.Equal(size, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
        Assert.Equal([1, 0], png[24..26]); // 1 bit, greyscale
        using var data = new MemoryStream();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
                data.Write(png, at + 8, length);
            at += length + 12;
        }
        data.Position = 0;
        using var zlib = new ZLibStream(data, CompressionMode.Decompress);
        var dark = new bool[size, size];
        var row = new byte[(size + 7) / 8];
        for (var y = 0; y < size; y++)
        {
            Assert.Equal(0, zlib.ReadByte());
            zlib.ReadExactly(row);
            for (var x = 0; x < size; x++)
                dark[y, x] = (row[x / 8] >> (7 - x % 8) & 1) == 0;
        }
        Assert.Equal(-1, zlib.ReadByte());
        return (dark, size);
    }

    [GeneratedRegex("<path stroke=\"#000\" d=\"([^\"]+)\"/>")]
    private static partial Regex Stroke();

    [GeneratedRegex(@"([Mmh])(\d+)(?: (\d+)(?:\.5)?)?")]
    private static partial Regex PathStep();
}
