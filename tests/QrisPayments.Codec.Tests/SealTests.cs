using static QrisPayments.Codec.Tests.Payloads;

namespace QrisPayments.Codec.Tests;

public class SealTests
{
    public static TheoryData<string> Samples =>
    [
        Static,
        Dynamic,
        Seal(StaticBody(name: "5802ID6304", afterPostalCode: Object("62", Object("01", "INV-1") + Object("07", "A01")))),
        Seal(StaticBody(name: "KOPI ☕🍜", city: "雅加达", afterPostalCode: Object("99", Object("00", "ID.CO.X")))),
    ];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_change_of_one_character_to_another_printable_one_is_found(string text)
    {
        var characters = text.ToCharArray();
        for (var at = 0; at < characters.Length; at++)
        {
            var original = characters[at];
            for (var other = ' '; other <= '~'; other++)
            {
                if (other == original) continue;
                characters[at] = other;
                AssertFound(text, new string(characters), at);
            }

            characters[at] = original;
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_change_of_one_character_to_one_outside_ASCII_is_found(string text)
    {
        var characters = text.ToCharArray();
        for (var at = 0; at < characters.Length; at++)
        {
            var original = characters[at];
            foreach (var other in "\0\n\u007F\u0085é٣３雅\u200F\uFEFF\uFFFD\uD83C\uDF5C")
            {
                if (other == original) continue;
                characters[at] = other;
                AssertFound(text, new string(characters), at);
            }

            characters[at] = original;
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_character_left_out_and_every_neighbours_swapped_are_found(string text)
    {
        for (var at = 0; at < text.Length - 1; at++)
        {
            AssertFound(text, text.Remove(at, 1), at);
            if (text[at] != text[at + 1]) AssertFound(text, $"{text[..at]}{text[at + 1]}{text[at]}{text[(at + 2)..]}", at);
        }
    }

    [Fact]
    public void Every_change_of_one_character_in_a_generated_payload_is_found() =>
        PayloadGenerators.ForAll(PayloadGenerators.Valid, FsCheck.Fluent.Gen.Choose(0, int.MaxValue), (text, seed) =>
        {
            var random = new Random(seed);
            var characters = text.ToCharArray();
            var at = random.Next(characters.Length);
            // The checksum finds every change within 16 bits for certain; another character may be three bytes long.
            if (!char.IsAscii(characters[at])) return;

            var other = (char)random.Next(' ', '~');
            characters[at] = other == characters[at] ? '~' : other;
            AssertFound(text, new string(characters), at);
        });

    [Fact]
    public void The_checksum_is_that_of_the_standard_at_every_length()
    {
        var text = string.Concat(Enumerable.Range(0, 300).Select(number => (char)(' ' + number % 95)));
        for (var length = 0; length <= text.Length; length++)
            Assert.Equal(Convert.ToUInt16(Checksum(text[..length]), 16), Crc16.Of(text.AsSpan(0, length)));
    }

    [Theory]
    [InlineData("é")]
    [InlineData("雅加达 12345678")]
    [InlineData("🍜 12345678 👩‍🍳")]
    [InlineData("12345678é12345678")]
    public void The_checksum_is_over_UTF8_bytes(string text) =>
        Assert.Equal(Convert.ToUInt16(Checksum(text), 16), Crc16.Of(text));

    // The last checksum digits may change case: the checksum is then the same, and the change is found as a warning.
    private static void AssertFound(string original, string changed, int at)
    {
        if (!QrisView.TryParse(changed, out _)) return;

        var isCase = at >= original.Length - 4 && string.Equals(original, changed, StringComparison.OrdinalIgnoreCase);
        Assert.True(isCase, $"The change at {at} was not found: {changed}");
        Assert.Contains(QrisInspector.Inspect(changed).Findings, finding => finding.Code == "crc_lower_case");
    }
}
