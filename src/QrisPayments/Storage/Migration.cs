using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace QrisPayments.Storage;

/// <summary>
/// One statement of one numbered file. MySQL commits each DDL statement implicitly, so each is recorded separately. To add a migration:
/// until the first release, edit the file in <c>Migrations/</c> in place; after it, add the next <c>NNNN_name.sql</c>. See "Adding a
/// migration" in src/README.md.
/// </summary>
/// <param name="Name">File and position: <c>0001_payments/03</c>.</param>
/// <param name="Text">The statement with its macros.</param>
/// <param name="Reader">The oldest module version (as <see cref="OurReader"/>) that can live with the database after it.</param>
internal sealed partial record Migration(string Name, string Text, int Reader)
{
    /// <summary>What this module understands. A database that demands more is refused.</summary>
    public const int OurReader = 1;

    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    public string Sql(Dialect dialect) =>
        Macro().Replace(Text, match => dialect.Column(match.Groups["name"].Value, match.Groups["argument"].Value)).TrimEnd();

    /// <summary>All steps in order, from the numbered files inside this assembly.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load();

    private static List<Migration> Load()
    {
        var assembly = typeof(Migration).Assembly;
        var steps = new List<Migration>();
        foreach (var resource in assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Storage/Migrations/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            steps.AddRange(Parse(Path.GetFileNameWithoutExtension(resource), reader.ReadToEnd()));
        }
        return steps;
    }

    public static IEnumerable<Migration> Parse(string file, string text)
    {
        // A checkout with CRLF must not look like an edited migration.
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var reader = 1;
        foreach (var line in lines)
            if (ReaderLine().Match(line) is { Success: true } match)
                reader = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);

        var sql = string.Join('\n', lines.Where(line => !line.StartsWith("--", StringComparison.Ordinal)));
        var number = 0;
        foreach (var statement in sql.Split(";\n").Select(part => part.Trim().TrimEnd(';')).Where(part => part.Length > 0))
            yield return new Migration($"{file}/{++number:00}", statement, reader);
    }

    [GeneratedRegex(@"\{(?<name>[a-z]+)(?: (?<argument>\d+))?\}")]
    private static partial Regex Macro();

    [GeneratedRegex(@"^-- reader: (\d+)$")]
    private static partial Regex ReaderLine();
}
