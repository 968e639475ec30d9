using System.Globalization;
using System.Text;

namespace QrisPayments.Codec;

/// <summary>A piece of a text that is safe to show: bounded, and with nothing in it that acts on its surroundings.</summary>
internal static class Excerpt
{
    private const int MaxLength = 64;

    public static string Of(ReadOnlySpan<char> text)
    {
        var isCut = text.Length > MaxLength;
        if (isCut) text = text[..(MaxLength - 1)];
        if (!isCut && Characters.ArePrintableAscii(text)) return text.ToString();

        var shown = new StringBuilder(text.Length + 8);
        for (var at = 0; at < text.Length;)
        {
            var units = Characters.UnitsAt(text, at, text.Length);
            if (units == 1 && NeedsEscape(text[at]))
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[at]:X4}");
            else
                shown.Append(text.Slice(at, units));
            at += units;
        }

        return (isCut ? shown.Append('…') : shown).ToString();
    }

    private static bool NeedsEscape(char character) =>
        char.IsControl(character) || char.IsSurrogate(character) || Characters.IsDirectionMark(character)
        || character is '\u2028' or '\u2029' or '\uFEFF';
}
