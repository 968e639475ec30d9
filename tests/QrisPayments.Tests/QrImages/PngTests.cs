using QrisPayments.QrImages.Pictures;
using QrisPayments.Web;

namespace QrisPayments.Tests.QrImages;

public sealed class PngTests
{
    public static TheoryData<int, int, bool> Kinds
    {
        get
        {
            var kinds = new TheoryData<int, int, bool>();
            foreach (var (type, depths) in ((int, int[])[])[(0, [1, 2, 4, 8, 16]), (2, [8, 16]), (3, [1, 2, 4, 8]), (4, [8, 16]),
                (6, [8, 16])])
                foreach (var depth in depths)
                {
                    kinds.Add(type, depth, false);
                    kinds.Add(type, depth, true);
                }
            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_colour_type_depth_and_interlacing_is_read_to_the_pixel(int type, int depth, bool interlaced)
    {
        var random = new Random(type * 100 + depth);
        // Sides that no pass of Adam7 divides, down to those that have passes without a pixel.
        foreach (var (width, height) in ((int, int)[])[(29, 23), (1, 1), (3, 5), (8, 1), (1, 9)])
        {
            var top = (1 << depth) - 1;
            var palette = Bytes(random, 3 << Math.Min(depth, 8));
            var samples = new int[width, height, 4];
            foreach (var x in Enumerable.Range(0, width))
                foreach (var y in Enumerable.Range(0, height))
                    foreach (var i in Enumerable.Range(0, 4)) samples[x, y, i] = random.Next(top + 1);
            var png = new PngWriter
            {
                Width = width, Height = height, Depth = depth, ColourType = type, IsInterlaced = interlaced,
                Palette = type == 3 ? palette : [], Transparency = type == 3 ? [0, 128] : []
            };

            var luma = PictureTests.Luma(png.Write((x, y, i) => samples[x, y, i]));

            Assert.Equal((width, height), (luma.Width, luma.Height));
            for (var y = 0; y < height; y++)
                for (var x = 0; x < width; x++)
                {
                    double Sample(int i) => samples[x, y, i] * 255.0 / top;
                    double Grey(double red, double green, double blue) => 0.299 * red + 0.587 * green + 0.114 * blue;
                    double OnPaper(double shade, double alpha) => 255 - (255 - shade) * alpha / 255;
                    var index = samples[x, y, 0];
                    var expected = type switch
                    {
                        0 => Sample(0),
                        2 => Grey(Sample(0), Sample(1), Sample(2)),
                        3 => OnPaper(Grey(palette[3 * index], palette[3 * index + 1], palette[3 * index + 2]),
                            index switch { 0 => 0, 1 => 128, _ => 255 }),
                        4 => OnPaper(Sample(0), Sample(1)),
                        _ => OnPaper(Grey(Sample(0), Sample(1), Sample(2)), Sample(3)),
                    };
                    Assert.InRange(luma.Pixels[y * width + x], expected - 2, expected + 2);
                }
        }
    }

    [Theory]
    [InlineData(0, 8, new byte[] { 0, 7 })]
    [InlineData(0, 16, new byte[] { 0, 7 })]
    [InlineData(2, 8, new byte[] { 0, 7, 0, 7, 0, 7 })]
    public void The_one_see_through_colour_is_paper(int type, int depth, byte[] colour)
    {
        var png = new PngWriter { Width = 2, Height = 1, Depth = depth, ColourType = type, Transparency = colour };
        Assert.Equal([255, 0], PictureTests.Luma(png.Write((x, _, _) => x == 0 ? 7 : 0)).Pixels);
    }

    [Theory]
    [InlineData(16, 3)]
    [InlineData(4, 2)]
    [InlineData(3, 0)]
    [InlineData(0, 0)]
    [InlineData(8, 1)]
    [InlineData(8, 5)]
    [InlineData(8, 7)]
    public void Depths_that_do_not_go_with_the_colour_type_are_refused(int depth, int type) =>
        Assert.Equal("BrokenImage",
            QrFiles.Read(new PngWriter
            {
                Width = 4, Height = 4, Depth = depth, ColourType = type, Palette = new byte[6]
            }.File(PngWriter.Header(4, 4, depth, type, false), new byte[400])));

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
