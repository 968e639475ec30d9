namespace QrisPayments.Packaging.Tests;

/// <summary>The code blocks of a README, as its readers copy them.</summary>
internal sealed class Readme
{
    private sealed record Block(string Heading, string Before, string Language, string Text);

    private readonly List<Block> _blocks = [];

    /// <param name="file">Its path in the repository.</param>
    public Readme(string file)
    {
        var (heading, before) = ("", "");
        List<string>? text = null;
        var language = "";
        foreach (var line in File.ReadLines(Path.Combine(Feed.Repository, file)))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                if (text is not null) _blocks.Add(new Block(heading, before, language, string.Join('\n', text)));
                (text, language) = (text is null ? [] : null, line[3..]);
            }
            else if (text is not null) text.Add(line);
            else if (line.StartsWith("## ", StringComparison.Ordinal)) heading = line[3..];
            else if (line.Length > 0) before = line;
        }
    }

    /// <summary>A block below a heading.</summary>
    /// <param name="heading">The heading's text.</param>
    /// <param name="language">The block's language.</param>
    /// <param name="index">Which of them, from zero.</param>
    public string Below(string heading, string language, int index = 0) =>
        _blocks.Where(block => block.Heading == heading && block.Language == language).ElementAt(index).Text;

    /// <summary>The block that the line before it calls by this file's name.</summary>
    public string FileNamed(string name) => _blocks.Single(block => block.Before.StartsWith($"`{name}`", StringComparison.Ordinal)).Text;
}
