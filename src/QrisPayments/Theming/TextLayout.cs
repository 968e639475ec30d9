using QrisPayments.Foundation;

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
            while (rest.Length > width)
            {
                lines.Add(StoredText.Cut(rest, width));
                rest = rest[lines[^1].Length..];
            }
            line = rest;
        }
        if (line.Length > 0 || lines.Count == 0)
            lines.Add(line);
        return lines;
    }

    /// <summary>No control signs: what a customer typed must neither steer a receipt printer nor move the digits beside it.</summary>
    private static string OneLine(string text) =>
        string.Concat(CleanText.Of(text).Select(c => char.IsWhiteSpace(c) ? ' ' : c));
}
