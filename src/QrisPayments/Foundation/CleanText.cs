using System.Buffers;
using System.Globalization;
using System.Text;

namespace QrisPayments.Foundation;

/// <summary>
/// The reader of texts that others write and people read: it drops what is not seen and acts on what is. U+202E makes "evil" read "live",
/// and digits beside it stand elsewhere (Unicode TR 36). Names in every script stay, emoji too.
/// </summary>
internal static class CleanText
{
    // As almost every text is: nothing to drop, nothing to copy.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c), '\n', '\r', '\t']);

    /// <summary>The text without what is not seen; line ends and tabs stay, and rarer ends of lines become spaces.</summary>
    public static string Of(string text) => Read(text, static (shown, unit) =>
    {
        if (unit is '\v' or '\f' or '\u0085' or '\u2028' or '\u2029') shown.Append(' ');
    });

    /// <summary>The same on its way to a page that shows evidence: what would be dropped stands there as <c>\u202E</c>.</summary>
    public static string Escaped(string text) =>
        Read(text, static (shown, unit) => shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}"));

    /// <summary>Whether nothing would be dropped. A name that identifies something is refused if it is not, never changed.</summary>
    public static bool IsClean(string text) => ReferenceEquals(Of(text), text);

    private static string Read(string text, Action<StringBuilder, char> drop)
    {
        var start = text.AsSpan().IndexOfAnyExcept(Plain);
        if (start < 0) return text;
        var kept = new StringBuilder(text, 0, start, text.Length);
        // What a joiner or a tag would join to; a text cannot begin with one.
        var before = start > 0 ? new Rune(text[start - 1]) : (Rune?)null;
        var isDropped = false;
        for (var at = start; at < text.Length;)
        {
            var isWhole = Rune.TryGetRuneAt(text, at, out var rune);
            var units = isWhole ? rune.Utf16SequenceLength : 1;
            if (isWhole && IsSeen(rune, before))
            {
                kept.Append(text, at, units);
                before = rune;
            }
            else
            {
                isDropped = true;
                foreach (var unit in text.AsSpan(at, units)) drop(kept, unit);
            }
            at += units;
        }
        return isDropped ? kept.ToString() : text;
    }

    private static bool IsSeen(Rune rune, Rune? before) => rune.Value switch
    {
        '\n' or '\r' or '\t' => true,
        // Indic scripts and Persian write with joiners, emoji are joined by them. Between Latin letters they mean nothing.
        0x200C or 0x200D => before is { IsAscii: false },
        // Numbers' and years' marks of Arabic, Syriac and Kaithi, which are seen, and signs that lay out hieroglyphs.
        (>= 0x0600 and <= 0x0605) or 0x06DD or 0x070F or 0x0890 or 0x0891 or 0x08E2 or 0x110BD or 0x110CD or (>= 0x13430 and <= 0x1343F)
            => true,
        // The flags of England, Scotland and Wales: a black flag and the letters of its land.
        >= 0xE0020 and <= 0xE007F => before is { Value: 0x1F3F4 or (>= 0xE0020 and <= 0xE007F) },
        // Variants of ideographs.
        >= 0xE0100 and <= 0xE01EF => before is { IsAscii: false },
        >= 0xE0000 and <= 0xE0FFF => false,
        // Fillers and joiners that look like nothing and count as letters or marks.
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2065 or 0x2800 or 0x3164 or 0xFFA0
            or (>= 0xFFF0 and <= 0xFFF8) => false,
        _ => Rune.GetUnicodeCategory(rune)
            is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator),
    };
}
