using System.Text;
using QrisPayments.Plugins;

namespace QrisPayments.QrImages.Tests;

public sealed class PictureTests
{
    private static readonly Dictionary<string, QrUnreadable> Unreadable = new()
    {
        // It has an end and nothing before that is read: a picture without anything in it.
        ["Photos/arithmetic.jpg"] = QrUnreadable.NoCode,
        ["Photos/no-code.jpg"] = QrUnreadable.NoCode,
        ["Photos/torn.jpg"] = QrUnreadable.DamagedCode,
        // Of several codes that belong together (structured append).
        ["Pictures/one-of-two.png"] = QrUnreadable.OtherCode,
        ["Pictures/two-of-two.png"] = QrUnreadable.OtherCode,
    };

    public static TheoryData<string> Names => [.. QrFiles.Pictures, .. QrFiles.Photos];

    [Fact]
    public void All_of_them_are_there() => Assert.Equal((43, 31), (QrFiles.Pictures.Count(), QrFiles.Photos.Count()));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_gives_its_text_or_why_not(string name) => Assert.Equal(
        Unreadable.TryGetValue(name, out var why) ? new QrReading.None(why) : new QrReading.Found(QrFiles.Payload),
        Read(QrFiles.Bytes(name)));

    [Theory]
    [InlineData("", QrUnreadable.NotAnImage)]
    [InlineData("hello", QrUnreadable.NotAnImage)]
    [InlineData("%PDF-1.7", QrUnreadable.NotAnImage)]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>", QrUnreadable.NotAnImage)]
    [InlineData("BM123456", QrUnreadable.NotAnImage)]
    [InlineData("II*\0", QrUnreadable.NotAnImage)]
    [InlineData("RIFF1234WAVEfmt ", QrUnreadable.NotAnImage)]
    [InlineData("RIFF1234WEBP", QrUnreadable.BrokenImage)]
    [InlineData("RIFF1234WEBPVP8L", QrUnreadable.BrokenImage)]
    [InlineData("GIF89a", QrUnreadable.BrokenImage)]
    [InlineData("GIF87a1234567;", QrUnreadable.TooLarge)]
    public void What_is_no_picture_is_told_from_what_is_a_broken_one(string file, QrUnreadable why) =>
        Assert.Equal(new QrReading.None(why), Read(Encoding.Latin1.GetBytes(file)));

    [Fact]
    public void Nothing_is_read_for_a_client_that_has_left()
    {
        using var left = new CancellationTokenSource();
        left.Cancel();
        Assert.Throws<OperationCanceledException>(() => QrImageReader.Read(QrFiles.Bytes("Pictures/size-5.png"), left.Token));
    }

    internal static QrReading Read(byte[] file) => QrImageReader.Read(file, CancellationToken.None);
}
