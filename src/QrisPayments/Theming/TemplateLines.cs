using System.Text.RegularExpressions;

namespace QrisPayments.Theming;

/// <summary>
/// Finds the line of an error, which the engine often leaves out, and refuses beforehand what would overflow the stack
/// (deep nesting) or escape the count of steps (inline partials).
/// </summary>
internal static partial class TemplateLines
{
    private const int MaxDepth = 40;

    public static void Check(TemplateFile file)
    {
        var last = file.Source.LastIndexOf("{{", StringComparison.Ordinal);
        if (last >= 0 && file.Source.IndexOf("}}", last, StringComparison.Ordinal) < 0)
            throw new TemplateFault("{{ has no }}.", file.Path, file.Source.AsSpan(0, last).Count('\n') + 1);
        var open = new Stack<(string Name, int Line)>();
        foreach (var tag in Tags(file.Source))
        {
            if (tag.Inner.StartsWith("#*", StringComparison.Ordinal) || tag.Inner.StartsWith('*'))
                throw new TemplateFault("Inline partials are not supported; put the part into a file of its own.", file.Path, tag.Line);
            if (tag.Inner.Count(c => c == '(') > MaxDepth)
                throw new TemplateFault("Too many parentheses.", file.Path, tag.Line);
            if (tag.Inner is ['#' or '^', _, ..] && Word(tag.Inner[1..].TrimStart('>')) is { Length: > 0 } name)
            {
                open.Push((name, tag.Line));
                if (open.Count > MaxDepth)
                    throw new TemplateFault($"Blocks are nested deeper than {MaxDepth}.", file.Path, tag.Line);
            }
            else if (tag.Inner is ['/', ..])
            {
                var closing = Word(tag.Inner[1..]);
                if (!open.TryPop(out var opening))
                    throw new TemplateFault($"{{{{/{closing}}}}} closes nothing.", file.Path, tag.Line);
                if (opening.Name != closing)
                    throw new TemplateFault(
                        $"{{{{/{closing}}}}} closes {{{{#{opening.Name}}}}} of line {opening.Line}.", file.Path, tag.Line);
            }
        }
        if (open.TryPop(out var left))
            throw new TemplateFault($"{{{{#{left.Name}}}}} is never closed.", file.Path, left.Line);
    }

    /// <summary>The engine's own line where it tells one, else the first tag that names what the message names.</summary>
    public static int Of(string source, string message)
    {
        if (Told().Match(message) is { Success: true } told)
            return int.Parse(told.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) + 1; // it counts from 0
        if (Quoted().Match(message) is not { Success: true } quoted)
            return 0;
        var name = quoted.Groups[1].Value.TrimStart('#', '/', '^');
        return Tags(source).FirstOrDefault(tag => tag.Inner.Contains(name, StringComparison.OrdinalIgnoreCase)).Line;
    }

    private static IEnumerable<(string Inner, int Line)> Tags(string source)
    {
        var line = 1;
        var at = 0;
        foreach (Match match in Tag().Matches(source))
        {
            line += source.AsSpan(at, match.Index - at).Count('\n');
            at = match.Index;
            var inner = match.Groups[1].Value.Trim();
            if (!inner.StartsWith('!'))
                yield return (inner, line);
        }
    }

    private static string Word(string text) => text.Trim().Split([' ', '\n', '\r', '\t', '}'], 2)[0];

    [GeneratedRegex(@"\{\{\{?~?\s*(!--.*?--|[^{}]*?)\s*~?\}?\}\}", RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex(@"Occured at:\s*(\d+):\d+")]
    private static partial Regex Told();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
