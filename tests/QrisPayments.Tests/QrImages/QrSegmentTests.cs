using System.Text;
using QrisPayments.QrImages.Decoding;

namespace QrisPayments.Tests.QrImages;

/// <summary>Segments written bit by bit, as ISO/IEC 18004, 7.4 has them.</summary>
public sealed class QrSegmentTests
{
    [Theory]
    [InlineData("0001 0000001000 0000001100 0101011001 1000011", "01234567")]
    [InlineData("0010 000000101 00111001110 11100111001 000010", "AC-42")]
    [InlineData("0100 00000010 01101111 01101011", "ok")]
    [InlineData("0010 000000001 001010 0001 0000000001 0111 0100 00000001 01111010", "A7z")]
    [InlineData("0111 00011010 0100 00000010 11000011 10101001", "é")]
    [InlineData("0111 00000011 0100 00000010 11000011 10101001", "Ã©")]
    [InlineData("0100 00000001 11101001", "é")]
    [InlineData("0001 0000000001 0111", "7")]
    public void Segments_are_read_one_after_the_other(string bits, string text) => Assert.Equal(text, Read(bits));

    [Theory]
    [InlineData("1000 00000001 1101010101010")]
    [InlineData("0011 0000 0001 10101010 0100 00000001 01111010")]
    [InlineData("0101 0100 00000001 01111010")]
    [InlineData("1111 0100 00000001 01111010")]
    [InlineData("0111 00010100 0100 00000001 01111010")]
    [InlineData("0111 00011010 0100 00000001 01111010 0111 00000011 0100 00000001 01111010")]
    [InlineData("0001 0000000011 1111111111")]
    [InlineData("0010 000000010 11111111111")]
    [InlineData("0010 000000001 111111")]
    [InlineData("0100 11111111 01111010")]
    [InlineData("0100")]
    [InlineData("0000")]
    [InlineData("")]
    public void Other_kinds_and_what_does_not_end_give_no_text(string bits) => Assert.Null(Read(bits));

    [Fact]
    public void Random_codewords_never_throw()
    {
        var random = new Random(3);
        for (var round = 0; round < 20_000; round++)
        {
            var data = new byte[random.Next(60)];
            random.NextBytes(data);
            QrSegments.Read(data, random.Next(1, 41));
        }
    }

    private static string? Read(string bits)
    {
        var text = new StringBuilder(bits.Replace(" ", "", StringComparison.Ordinal));
        // The terminator, as much of it as fits, and the pad codeword.
        while (text.Length % 8 != 0) text.Append('0');
        return QrSegments.Read([.. text.ToString().Chunk(8).Select(octet => Convert.ToByte(new string(octet), 2))], 1);
    }
}
