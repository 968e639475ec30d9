using QrisPayments.QrImages.Pictures;

namespace QrisPayments.Tests.QrImages;

/// <summary>Pictures of libwebp's encoder at all its settings, and files put together otherwise.</summary>
public sealed class WebPTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "QrImages", "Same");

    internal static IEnumerable<string> All =>
        Directory.EnumerateFiles(Folder, "*.webp").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. All];

    /// <summary>
    /// Beside a lossless picture stands what it was made from; beside a lossy one the brightness that libwebp's decoder makes of it when
    /// its loop filter is off, stretched from 16–235, with its alpha. Both to the pixel.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_is_read_as_the_reference_decoder_reads_it(string name)
    {
        var same = File.Exists(Path.Combine(Folder, name + ".png")) ? name : name[..name.IndexOf('-', StringComparison.Ordinal)];
        var expected = PictureTests.Luma(Same(same + ".png"));
        var luma = PictureTests.Luma(Same(name + ".webp"));
        Assert.Equal((expected.Width, expected.Height), (luma.Width, luma.Height));
        Assert.Equal(expected.Pixels, luma.Pixels);
    }

    [Fact]
    public void All_kinds_of_them_are_there() => Assert.Equal(17, All.Count());

    /// <summary>Black and white are those of the picture, though video's are 16 and 235, and the missing filter does not show.</summary>
    [Fact]
    public void A_lossy_picture_of_a_browser_is_near_what_it_was_drawn_from()
    {
        var (drawn, read) = (PictureTests.Luma(QrFiles.Bytes("straight.png")), PictureTests.Luma(QrFiles.Bytes("straight.webp")));
        Assert.InRange(drawn.Pixels.Zip(read.Pixels, (first, second) => Math.Abs(first - second)).Average(), 0, 3);
    }

    [Fact]
    public void Of_an_animation_the_first_frame_is_read_wherever_it_stands()
    {
        var luma = PictureTests.Luma(QrFiles.Bytes("animated.webp"));
        Assert.Equal((300, 300), (luma.Width, luma.Height));
        Assert.Equal(PictureTests.Luma(QrFiles.Bytes("lossless-palette.webp")).Pixels, luma.Pixels);
    }

    [Fact]
    public void Chunks_that_say_nothing_about_pixels_are_passed_over()
    {
        var picture = WebPWriter.Chunks(QrFiles.Bytes("lossless-palette.webp")).Single();
        Assert.Equal(QrFiles.Payload,
            QrFiles.Read(WebPWriter.File(("VP8X", new byte[10]), ("EXIF", new byte[11]), ("WHAT", [1]), ("ALPH", [9, 9, 9]), picture,
                ("XMP ", [1, 2]))));
        // The last byte only fills up.
        Assert.Equal(QrFiles.Payload, QrFiles.Read([.. WebPWriter.File(picture), 7]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Alpha_is_foretold_from_the_left_from_above_and_from_both(int filter)
    {
        var file = Same("lossy-alpha-raw.webp");
        var chunks = WebPWriter.Chunks(file);
        var alpha = chunks[1].Data;
        var expected = PictureTests.Luma(file);
        Assert.Equal(("ALPH", 0, 1 + 40 * 31), (chunks[1].Type, alpha[0] & 15, alpha.Length));

        // As the standard says it is written: each less what is foretold.
        var filtered = alpha.ToArray();
        filtered[0] |= (byte)(filter << 2);
        for (var i = 1; i < 40 * 31; i++)
        {
            int left = i % 40 == 0 ? 0 : alpha[i], above = i < 40 ? 0 : alpha[1 + i - 40],
            corner = i % 40 == 0 || i < 40 ? 0 : alpha[i - 40];
            var foretold = i < 40
                ? left
                : i % 40 == 0 ? above : filter switch { 1 => left, 2 => above, _ => Math.Clamp(left + above - corner, 0, 255) };
            filtered[1 + i] -= (byte)foretold;
        }
        chunks[1] = ("ALPH", filtered);
        Assert.Equal(expected.Pixels, PictureTests.Luma(WebPWriter.File([.. chunks])).Pixels);
    }

    [Fact]
    public void Alpha_counts_unless_the_header_says_that_there_is_none()
    {
        var (_, data) = WebPWriter.Chunks(QrFiles.Bytes("lossless-see-through.webp")).Single(chunk => chunk.Type == "VP8L");
        Assert.Equal(QrFiles.Payload, QrFiles.Read(WebPWriter.File(("VP8L", data))));
        // Then all of it is black, as it is for every viewer.
        data[4] &= 0xEF;
        Assert.Equal("NoCode", QrFiles.Read(WebPWriter.File(("VP8L", data))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(14)]
    [InlineData(15)]
    public void Ways_to_foretell_that_no_encoder_of_ours_chose_expect_black(int way)
    {
        var writer = WebPWriter.Lossless(5, 4);
        // The transform, blocks of 4 × 4; an image without a cache that is all of this way; no more transforms; no cache, one group.
        writer.Put(1, 1).Put(0, 2).Put(0, 3).Put(0, 1).PutColour(255, 0, way, 0).Put(0, 1).Put(0, 1).Put(0, 1).PutColour(0, 20, 20, 20);
        // The first row grows from the left, the first column from above, each other pixel is 20 more than black.
        byte[] expected = [20, 40, 60, 80, 100, 40, 20, 20, 20, 20, 60, 20, 20, 20, 20, 80, 20, 20, 20, 20];
        Assert.Equal(expected, PictureTests.Luma(writer.ToFile()).Pixels);
    }

    internal static byte[] Same(string name) => File.ReadAllBytes(Path.Combine(Folder, name));
}
