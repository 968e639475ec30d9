using System.Buffers;

namespace QrisPayments.Codec;

/// <summary>What a character of a payload is. A character is a Unicode code point: an emoji counts once.</summary>
internal static class Characters
{
    private const char ByteOrderMark = '\uFEFF';

    // Search values instead of a range: the search by range allocates until the runtime has optimised it.
    private static readonly SearchValues<char> Surrogates = SearchValues.Create(RangeOf('\uD800', '\uDFFF'));
    private static readonly SearchValues<char> PrintableAscii = SearchValues.Create(RangeOf(' ', '~'));

    public static bool HasSurrogate(ReadOnlySpan<char> text) => text.ContainsAny(Surrogates);

    public static bool ArePrintableAscii(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(PrintableAscii);

    public static int UnitsAt(ReadOnlySpan<char> text, int at, int end) =>
        at + 1 < end && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;

    public static int Utf8BytesAt(ReadOnlySpan<char> text, int at, int units) => units == 2 ? 4 : text[at] switch
    {
        < '\u0080' => 1,
        < '\u0800' => 2,
        _ => 3,
    };

    public static int Count(ReadOnlySpan<char> text)
    {
        if (!HasSurrogate(text)) return text.Length;

        var count = 0;
        for (var at = 0; at < text.Length; at += UnitsAt(text, at, text.Length)) count++;
        return count;
    }

    /// <summary>Marks that turn the reading direction: a name that holds one can be shown as another name.</summary>
    public static bool IsDirectionMark(char character) =>
        character is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>Takes off what scanners, copy and paste and text files put around a payload.</summary>
    public static ReadOnlySpan<char> TrimPadding(ReadOnlySpan<char> text, out int before)
    {
        var end = text.Length;
        before = 0;
        while (before < end && IsPadding(text[before])) before++;
        while (end > before && IsPadding(text[end - 1])) end--;
        return text[before..end];
    }

    private static string RangeOf(char first, char last) =>
        string.Create(last - first + 1, first, static (range, start) =>
        {
            for (var at = 0; at < range.Length; at++) range[at] = (char)(start + at);
        });

    private static bool IsPadding(char character) => character == ByteOrderMark || char.IsWhiteSpace(character);
}
