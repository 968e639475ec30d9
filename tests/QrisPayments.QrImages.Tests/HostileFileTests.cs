using QrisPayments.Plugins;

namespace QrisPayments.QrImages.Tests;

/// <summary>Files made to break readers: whatever the bytes, there is an answer, and never another text than the one drawn.</summary>
public sealed class HostileFileTests
{
    /// <summary>The benchmarks' command <c>images</c> has time for more.</summary>
    private const int Flips = 700;

    private static readonly string[] Large = ["poster", "small-in-large", "far", "size-12"];

    /// <summary>All but the largest, whose reading takes longest.</summary>
    public static TheoryData<string> Names =>
        [.. QrFiles.Pictures.Concat(QrFiles.Photos).Where(name => !Large.Any(part => name.Contains(part, StringComparison.Ordinal)))];

    public static TheoryData<string> BombNames => [.. Bombs.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_that_is_cut_off_anywhere_is_answered(string name)
    {
        var file = QrFiles.Bytes(name);
        // Places in the headers, then about ten more.
        for (var length = 0; length < file.Length; length += length < 700 ? 23 : file.Length / 10 + 1) Read(file[..length]);
    }

    [Fact]
    public void Flipped_bytes_are_answered()
    {
        var files = QrFiles.Pictures.Concat(QrFiles.Photos).Select(QrFiles.Bytes).Where(file => file.Length < 60_000).ToList();
        var read = ImageFuzz.Flipped(files, Flips, 20260201).Count(file => Read(file) is QrReading.Found);
        // Flips that do not matter show that the rest was not refused for its first bytes.
        Assert.InRange(read, Flips / 20, Flips);
    }

    [Fact]
    public void Random_bytes_behind_a_right_beginning_are_answered() =>
        Assert.All(ImageFuzz.Noise(3_000, 20260202), file => Assert.IsType<QrReading.None>(Read(file)));

    [Theory]
    [InlineData(100_000, 100_000, QrUnreadable.TooLarge)]
    [InlineData(8193, 1, QrUnreadable.TooLarge)]
    [InlineData(1, 8193, QrUnreadable.TooLarge)]
    [InlineData(8192, 8192, QrUnreadable.TooLarge)]
    [InlineData(8192, 2049, QrUnreadable.TooLarge)]
    [InlineData(-1, 5, QrUnreadable.BrokenImage)]
    [InlineData(0, 5, QrUnreadable.BrokenImage)]
    [InlineData(int.MaxValue, int.MaxValue, QrUnreadable.BrokenImage)]
    [InlineData(8192, 2048, QrUnreadable.NoCode)]
    public void A_size_is_checked_before_it_is_believed(int width, int height, QrUnreadable why) =>
        Assert.Equal(new QrReading.None(why), Read(Bombs.Png(width, height, new byte[10])));

    [Fact]
    public void A_file_of_more_than_a_megabyte_is_not_looked_at()
    {
        Assert.Equal(new QrReading.None(QrUnreadable.NotAnImage), Read(new byte[1 << 20]));
        byte[] picture = [.. QrFiles.Bytes("Pictures/size-5.png"), .. new byte[1 << 20]];
        Assert.Equal(new QrReading.None(QrUnreadable.TooLarge), Read(picture));
        // What stands behind a picture's end is not asked, as long as all of it is small enough.
        Assert.IsType<QrReading.Found>(Read(picture[..(1 << 20)]));
    }

    [Theory]
    [MemberData(nameof(BombNames))]
    public void A_bomb_is_refused_or_read_as_the_small_thing_that_it_is(string name) =>
        Assert.Equal(new QrReading.None(Bombs.All[name].Why), Read(Bombs.All[name].Make()));

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("PK\u0003\u0004")]
    [InlineData("%PDF-1.7")]
    public void A_picture_that_is_something_else_too_is_read_as_a_picture(string other) => Assert.Equal(
        new QrReading.Found(QrFiles.Payload),
            Read([.. QrFiles.Bytes("Pictures/palette.gif"), .. System.Text.Encoding.Latin1.GetBytes(other)]));

    private static QrReading Read(byte[] file)
    {
        var reading = QrImageReader.Read(file, CancellationToken.None);
        if (reading is QrReading.Found found) Assert.Equal(QrFiles.Payload, found.Text);
        return reading;
    }
}
