using System.Diagnostics;
using QrisPayments.Plugins;
using QrisPayments.QrImages;
using QrisPayments.QrImages.Finding;
using QrisPayments.QrImages.Pictures;

namespace QrisPayments.Tests.QrImages;

/// <summary>Files made to break readers: whatever the bytes, there is an answer, and its work is bounded.</summary>
public sealed class HostileImageTests
{
    /// <summary>The benchmarks' command <c>images</c> has time for more.</summary>
    private const int Flips = 700;

    /// <summary>Enough for the fixtures that are read at all, and thousands of which do not take minutes.</summary>
    private const long QuickWork = 2_000_000;

    public static TheoryData<string> Names => [.. QrFiles.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_that_is_cut_off_anywhere_is_answered(string name)
    {
        var file = QrFiles.Bytes(name);
        // Every place in the headers, then about a hundred more.
        for (var length = 0; length < file.Length; length += length < 700 ? 1 : file.Length / 100 + 1)
        {
            // All there is may be there before the end, and rough scans of a progressive picture before the fine ones.
            var reading = Read(file.AsSpan(0, length), QuickWork);
            if (length < 700)
                Assert.True(reading is QrReading.None { Why: QrUnreadable.BrokenImage or QrUnreadable.NotAnImage or QrUnreadable.UnsupportedFormat }, $"{length} of {file.Length}: {reading}");
        }
    }

    [Fact]
    public void Flipped_bytes_are_answered()
    {
        var files = QrFiles.Names.Where(name => name is not ("far.jpg" or "poster.jpg")).Select(QrFiles.Bytes).ToList();
        var read = ImageFuzz.Flipped(files, Flips, 20260201).Count(file => Read(file, QuickWork) is QrReading.Found);
        // Flips that do not matter show that the rest was not refused for its first bytes.
        Assert.InRange(read, Flips / 20, Flips);
    }

    [Fact]
    public void Random_bytes_behind_a_right_beginning_are_answered() =>
        Assert.All(ImageFuzz.Noise(3_000, 20260202), file => Assert.IsType<QrReading.None>(Read(file)));

    [Theory]
    [InlineData(100_000, 100_000, "TooLarge")]
    [InlineData(int.MaxValue, int.MaxValue, "TooLarge")]
    [InlineData(8193, 1, "TooLarge")]
    [InlineData(1, 8193, "TooLarge")]
    [InlineData(8192, 8192, "TooLarge")]
    [InlineData(-1, 5, "TooLarge")]
    [InlineData(0, 5, "BrokenImage")]
    [InlineData(4096, 4096, "BrokenImage")]
    public void A_size_is_checked_before_it_is_believed(int width, int height, string why)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(why, QrFiles.Read(Png(width, height, new byte[10])));
        // Of a size that is allowed the picture itself is made, no more.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 18_000_000);
    }

    [Fact]
    public void Other_formats_check_their_sizes_too()
    {
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1, 0x11, 0];
        Assert.Equal("TooLarge", QrFiles.Read(jpeg));
        byte[] gif = [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, 0x2C, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 2, 1, 0, 0];
        Assert.Equal("TooLarge", QrFiles.Read(gif));
        Assert.Equal("NotAnImage", QrFiles.Read(new byte[1 << 20]));
        Assert.Equal("TooLarge", QrFiles.Read(new byte[(1 << 20) + 1]));
    }

    [Fact]
    public void A_deflate_bomb_gives_no_more_than_the_picture_that_it_says_it_is()
    {
        // 60 MB of zeros in a hundredth of it, behind a picture of 100 pixels.
        var bomb = Png(10, 10, new byte[60_000_000]);
        Assert.InRange(bomb.Length, 50_000, 2_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("NoCode", QrFiles.Read(bomb));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Theory]
    [InlineData(20, "NoCode")]
    [InlineData(20_000, "BrokenImage")]
    public void Scans_that_go_over_a_large_picture_for_a_few_bytes_are_counted(int scans, string answer)
    {
        List<byte> file =
        [
            // Progressive, 4096 × 4096, one component.
            0xFF, 0xD8, 0xFF, 0xC2, 0, 11, 8, 16, 0, 16, 0, 1, 1, 0x11, 0,
            // One code, 0: with 14 zeros behind it, 16,384 blocks have nothing more.
            0xFF, 0xC4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xE0,
        ];
        for (var scan = 0; scan < scans; scan++) file.AddRange([0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0, .. new byte[30]]);
        var clock = Stopwatch.StartNew();
        Assert.Equal(answer, QrFiles.Read(file.ToArray()));
        // Were they not counted, the second would go over the picture a thousand times as often as the first.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    public static TheoryData<string> Grounds => ["noise", "finders", "stripes", "grid"];

    [Theory]
    [MemberData(nameof(Grounds))]
    public void A_large_picture_full_of_what_looks_like_codes_stays_within_its_work(string ground)
    {
        // A quarter of the largest picture, and of the work that one may make.
        const long Most = QrImageReader.MaxWork / 4;
        var random = new Random(9);
        var picture = new Luma(2048, 2048);
        for (var y = 0; y < picture.Height; y++)
            for (var x = 0; x < picture.Width; x++)
                picture.Pixels[y * picture.Width + x] = (byte)(IsLight(ground, x, y, random) ? 255 : 0);
        var work = new WorkBound(Most);
        Assert.True(QrImageReader.Search(picture, work) is QrReading.None { Why: QrUnreadable.NoCode or QrUnreadable.DamagedCode });
        Assert.InRange(work.Left, -Most / 2, Most);
    }

    private static bool IsLight(string ground, int x, int y, Random random) => ground switch
    {
        "noise" => random.Next(2) == 0,
        "stripes" => x / 3 % 2 == 0,
        "grid" => x % 9 > 1 && y % 9 > 1,
        // Squares in squares of 7 by 7, side by side.
        _ => Math.Max(Math.Abs(x % 9 - 4), Math.Abs(y % 9 - 4)) is 2 or 4,
    };

    private static QrReading Read(ReadOnlySpan<byte> file, long steps = QrImageReader.MaxWork)
    {
        var reading = QrImageReader.Read(file, new WorkBound(steps));
        // Another text than the one that was drawn would be worse than none.
        if (reading is QrReading.Found found) Assert.Equal(QrFiles.Payload, found.Text);
        return reading;
    }

    private static byte[] Png(int width, int height, byte[] rows) =>
        new PngWriter { Width = 1, Height = 1, Depth = 8, ColourType = 0 }.File(PngWriter.Header(width, height, 8, 0, false), rows);
}
