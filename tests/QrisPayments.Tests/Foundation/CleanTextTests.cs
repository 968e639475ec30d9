using QrisPayments.Foundation;

namespace QrisPayments.Tests.Foundation;

/// <summary>F17: what is dropped of a text that others wrote, and what must stay.</summary>
public sealed class CleanTextTests
{
    [Theory]
    [InlineData("\u202Eevil", "evil")]
    [InlineData("Kopi \u202E25.000", "Kopi 25.000")]
    [InlineData("a\u202Ab\u202Bc\u202Cd\u202De\u2066f\u2067g\u2068h\u2069i\u200Ej\u200Fk\u061Cl", "abcdefghijkl")]
    [InlineData("Su\u00ADsu\u200B\u2060\uFEFF\u180E", "Susu")]
    [InlineData("a\0b\u0007c\u001B[2Jd\u009Be", "abc[2Jde")]
    [InlineData("a\u2028b\u2029c\u0085d\ve\ff", "a b c d e f")]
    [InlineData("\u3164\u115F\u1160\uFFA0\u2800\u034F", "")]
    [InlineData("Bu\u200Ddi\u200C", "Budi")]
    [InlineData("\u200DBudi", "Budi")]
    [InlineData("Budi\U000E0041\U000E0042", "Budi")]
    public void F17_what_is_not_seen_is_dropped(string text, string clean)
    {
        Assert.Equal(clean, CleanText.Of(text));
        Assert.Equal(clean, CleanText.Of(CleanText.Of(text)));
        Assert.False(CleanText.IsClean(text));
        Assert.True(CleanText.IsClean(clean));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Budi Santoso")]
    [InlineData("two\nlines\r\n\tand a tab")]
    [InlineData("محمد عبد الله")]
    [InlineData("دانش\u200Cآموز")]
    [InlineData("יעל כהן")]
    [InlineData("क्\u200Dष")]
    [InlineData("ශ්\u200Dරී ලංකා")]
    [InlineData("👩🏽\u200D💻 👨\u200D👩\u200D👧\u200D👦 🏳️\u200D🌈 1️⃣")]
    [InlineData("🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F")]
    [InlineData("葛\U000E0100飾区")]
    [InlineData("Nguyễn Thị Ánh · ÄÖÜß ✓ €")]
    [InlineData("\u0600\u0661\u0662")]
    public void F17_names_of_every_script_and_emoji_stay(string text)
    {
        Assert.Same(text, CleanText.Of(text));
        Assert.True(CleanText.IsClean(text));
    }

    /// <summary>No attribute can hold half a character.</summary>
    [Fact]
    public void F17_half_characters_are_dropped()
    {
        Assert.Equal("Budi", CleanText.Of("\uD800Budi\uDC00"));
        Assert.Equal("é", CleanText.Of("é" + "\uD83D"));
        Assert.Equal("😀", CleanText.Of("\uDE00\uD83D\uDE00\uD83D"));
    }

    [Fact]
    public void F17_evidence_shows_what_stands_in_it() =>
        Assert.Equal(@"{""name"":""\u202Eevil\u200B""}", CleanText.Escaped("{\"name\":\"\u202Eevil\u200B\"}"));
}
