using QrisPayments.Plugins;
using QrisPayments.QrImages.Pictures;

namespace QrisPayments.Tests.QrImages;

/// <summary>Files as people send them.</summary>
public sealed class PictureTests
{
    private static readonly Dictionary<string, string> Unreadable = new()
    {
        ["arithmetic.jpg"] = nameof(QrUnreadable.UnsupportedFormat),
        ["no-code.jpg"] = nameof(QrUnreadable.NoCode),
        ["torn.jpg"] = nameof(QrUnreadable.DamagedCode),
    };

    public static TheoryData<string> Names => [.. QrFiles.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_gives_its_text_or_why_not(string name) =>
        Assert.Equal(Unreadable.GetValueOrDefault(name, QrFiles.Payload), QrFiles.Read(QrFiles.Bytes(name)));

    [Fact]
    public void All_kinds_of_pictures_are_there() => Assert.Equal(35, QrFiles.Names.Count());

    /// <summary>The second of each pair was written from the first's coefficients, without loss.</summary>
    [Theory]
    [InlineData("turned-15.jpg", "progressive.jpg")]
    [InlineData("shadow.jpg", "grey-restart.jpg")]
    public void Progressive_scans_and_restarts_give_the_same_picture_to_the_pixel(string baseline, string other) =>
        Assert.Equal(Luma(QrFiles.Bytes(baseline)).Pixels, Luma(QrFiles.Bytes(other)).Pixels);

    [Theory]
    [InlineData("", QrUnreadable.NotAnImage)]
    [InlineData("hello", QrUnreadable.NotAnImage)]
    [InlineData("%PDF-1.7", QrUnreadable.NotAnImage)]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>", QrUnreadable.NotAnImage)]
    [InlineData("BM123456", QrUnreadable.NotAnImage)]
    [InlineData("RIFF1234WAVEfmt ", QrUnreadable.NotAnImage)]
    [InlineData("RIFF1234WEBP", QrUnreadable.BrokenImage)]
    [InlineData("RIFF1234WEBPVP8L", QrUnreadable.BrokenImage)]
    [InlineData("GIF89a", QrUnreadable.BrokenImage)]
    [InlineData("GIF87a1234567;", QrUnreadable.BrokenImage)]
    public void What_is_no_picture_is_told_from_what_is_none_of_ours(string file, QrUnreadable why) =>
        Assert.Equal(why.ToString(), QrFiles.Read(System.Text.Encoding.Latin1.GetBytes(file)));

    internal static Luma Luma(byte[] file)
    {
        var luma = PictureReader.Read(file, out var why);
        Assert.True(luma is not null, why.ToString());
        return luma;
    }
}
