using FsCheck;
using FsCheck.Fluent;
using QRCoder;
using QrisPayments.Plugins;
using ZXing;
using ZXing.QrCode;

namespace QrisPayments.QrImages.Tests;

/// <summary>Codes drawn by another library: what was written is what is read.</summary>
public sealed class QrTextTests
{
    [Theory]
    [InlineData("Kopi Lereng")]
    [InlineData("0123456789")]
    [InlineData("HTTPS://SHOP.EXAMPLE/$%*")]
    [InlineData("Café Ñandú")]
    [InlineData("ワルン☕🧋")]
    [InlineData("\u0001 control")]
    public void Text_comes_back_as_it_was_written(string text)
    {
        Assert.Equal(new QrReading.Found(text), PictureTests.Read(Draw(text, QRCodeGenerator.EciMode.Default, utf8: true)));
        Assert.Equal(new QrReading.Found(text), PictureTests.Read(Draw(text, QRCodeGenerator.EciMode.Utf8, utf8: true)));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_read_as_the_standard_says() =>
        Assert.Equal(new QrReading.Found("Café"), PictureTests.Read(Draw("Café", QRCodeGenerator.EciMode.Default, utf8: false)));

    [Fact]
    public void Random_payloads_are_read_as_they_were_drawn() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonEmptyString>()
            .Filter(text => text.Get.Length <= 300 && text.Get.All(character => character is >= ' ' and < '\u007f')),
        text => PictureTests.Read(Draw(text.Get, QRCodeGenerator.EciMode.Default, utf8: true)) == new QrReading.Found(text.Get))
        .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("0104912345123459")]
    [InlineData("01049123451234591597033130128")]
    public void Data_fields_of_another_standard_are_no_text(string gs1)
    {
        var code = new QRCodeWriter().encode(gs1, BarcodeFormat.QR_CODE, 200, 200, new Dictionary<EncodeHintType, object>
        {
            [EncodeHintType.GS1_FORMAT] = true,
        });
        var rows = Enumerable.Range(0, code.Height).SelectMany(y => Enumerable.Range(-1, code.Width + 1)
            .Select(x => x < 0 ? (byte)0 : code[x, y] ? (byte)0 : (byte)255)).ToArray();

        Assert.Equal(new QrReading.None(QrUnreadable.OtherCode), PictureTests.Read(Bombs.Png(code.Width, code.Height, rows)));
    }

    private static byte[] Draw(string text, QRCodeGenerator.EciMode eci, bool utf8)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M, forceUtf8: utf8, eciMode: eci);
        using var png = new PngByteQRCode(code);
        return png.GetGraphic(4);
    }
}
