namespace QrisPayments.Theming;

/// <summary>Plain text in fixed columns: 32 on a 58 mm printer, 48 on 80 mm.</summary>
internal static class TextLayout
{
    /// <summary>Left and right on one line; what does not fit wraps, with the right part at the end of the last line.</summary>
    public static string Row(string left, string right, int width)
    {
        right = OneLine(right);
        if (right.Length >= width)
            return Wrap(left, width) + "\n" + Wrap(right, width);
        var lines = Lines(left, width);
        var last = lines[^1];
        if (last.Length + 1 + right.Length <= width)
            lines[^1] = last + right.PadLeft(width - last.Length);
        else
            lines.Add(right.PadLeft(width));
        return string.Join('\n', lines);
    }

    public static string Center(string text, int width) =>
        string.Join('\n', Lines(text, width).Select(line => new string(' ', (width - line.Length) / 2) + line));

    public static string Wrap(string text, int width) => string.Join('\n', Lines(text, width));

    public static string Rule(string sign, int width) => new(sign is [var first, ..] ? first : '-', width);

    private static List<string> Lines(string text, int width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in OneLine(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var rest = word;
            if (line.Length > 0 && line.Length + 1 + rest.Length <= width)
            {
                line += " " + rest;
                continue;
            }
            if (line.Length > 0)
                lines.Add(line);
            for (; rest.Length > width; rest = rest[width..])
                lines.Add(rest[..width]);
            line = rest;
        }
        if (line.Length > 0 || lines.Count == 0)
            lines.Add(line);
        return lines;
    }

    /// <summary>No control signs: what a customer typed must not steer a receipt printer.</summary>
    private static string OneLine(string text) =>
        string.Create(text.Length, text, static (span, from) =>
        {
            for (var i = 0; i < from.Length; i++)
                span[i] = char.IsControl(from[i]) || char.IsWhiteSpace(from[i]) || TurnsAround(from[i]) ? ' ' : from[i];
        });

    /// <summary>Direction marks (Unicode's bidi controls): in one line with an amount they would show its digits elsewhere.</summary>
    private static bool TurnsAround(char c) =>
        c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u061C';
}
