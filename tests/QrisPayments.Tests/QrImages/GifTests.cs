using QRCoder;
using QrisPayments.QrImages.Pictures;

namespace QrisPayments.Tests.QrImages;

public sealed class GifTests
{
    [Theory]
    [InlineData(2, false, false)]
    [InlineData(2, true, true)]
    [InlineData(16, true, false)]
    [InlineData(256, false, true)]
    [InlineData(256, true, false)]
    public void Every_palette_and_interlacing_is_read_to_the_pixel(int colours, bool interlaced, bool local)
    {
        var random = new Random(colours);
        var palette = new byte[3 * colours];
        random.NextBytes(palette);
        // Enough of noise and of evenness that codes grow to 12 bits and start over.
        var pixels = new byte[211, 173];
        foreach (var x in Enumerable.Range(0, 211))
            foreach (var y in Enumerable.Range(0, 173)) pixels[x, y] = (byte)(y < 60 ? 1 : random.Next(colours));

        var luma = PictureTests.Luma(GifWriter.Write(211, 173, palette, (x, y) => pixels[x, y], interlaced, local: local));

        for (var y = 0; y < 173; y++)
            for (var x = 0; x < 211; x++)
            {
                var colour = palette.AsSpan(3 * pixels[x, y], 3);
                var expected = 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2];
                Assert.InRange(luma.Pixels[y * 211 + x], expected - 1, expected + 1);
            }
    }

    [Fact]
    public void A_code_on_a_see_through_ground_is_read()
    {
        using var generator = new QRCodeGenerator();
        var rows = generator.CreateQrCode(QrFiles.Payload, QRCodeGenerator.ECCLevel.M).ModuleMatrix;
        // Both colours are black; one is not there.
        Assert.Equal(QrFiles.Payload,
            QrFiles.Read(GifWriter.Write(4 * rows.Count, 4 * rows.Count, new byte[6], (x, y) => rows[y / 4][x / 4] ? 1 : 0,
                interlaced: true, clear: 0)));
        Assert.Equal("NoCode",
            QrFiles.Read(GifWriter.Write(4 * rows.Count, 4 * rows.Count, new byte[6], (x, y) => rows[y / 4][x / 4] ? 1 : 0,
                interlaced: true)));
    }
}
