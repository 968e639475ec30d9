using QrisPayments.Theming;

namespace QrisPayments.Tests.Theming;

public sealed class TextLayoutTests
{
    [Theory]
    [InlineData("Total", "Rp50.347", "Total       Rp50.347")]
    [InlineData("12345678901", "Rp50.347", "12345678901 Rp50.347")]
    [InlineData("123456789012", "Rp50.347", "123456789012\n            Rp50.347")]
    [InlineData("Kopi Gayo Aceh 250 gram sangrai", "Rp9", "Kopi Gayo Aceh 250\ngram sangrai     Rp9")]
    [InlineData("", "x", "                   x")]
    [InlineData("ID", "pay_12345678901234567890", "ID\npay_1234567890123456\n7890")]
    public void Two_columns_share_a_line_or_wrap(string left, string right, string expected) =>
        Assert.Equal(expected, TextLayout.Row(left, right, 20));

    [Fact]
    public void What_a_customer_typed_cannot_steer_the_printer() =>
        Assert.Equal("a[2J b", TextLayout.Wrap("a\u001b[2J\r\nb", 20));

    [Fact]
    public void No_line_is_wider_than_the_paper()
    {
        foreach (var width in new[] { 24, 32, 48 })
        {
            var text = string.Join('\n', TextLayout.Row(new string('x', 100) + " y", new string('z', 60), width),
                TextLayout.Center("Terima kasih sudah berbelanja di Kopi Lereng, sampai jumpa lagi", width),
                TextLayout.Rule("=", width));
            Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, width));
        }
    }
}
