using System.Reflection;
using System.Text.Json;

namespace QrisPayments.Theming;

/// <summary>
/// Templates and words of a theme, its parents and the built-in theme, nearest first. Everything is read from listings of
/// the folders; no name from outside ever becomes a path.
/// </summary>
internal sealed record ThemeFiles(
    IReadOnlyDictionary<string, TemplateFile> Templates,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Words)
{
    private const string Root = "templates/default/";
    private const string WordsFolder = "texts/";

    public static readonly ThemeFiles BuiltIn = ReadBuiltIn();

    /// <summary>This theme with <paramref name="layer"/> laid over it.</summary>
    public ThemeFiles With(IEnumerable<(string Relative, string Path, string Content)> layer, Action<string, string> complain)
    {
        var templates = new Dictionary<string, TemplateFile>(Templates, StringComparer.Ordinal);
        var words = Words.ToDictionary(w => w.Key, w => new Dictionary<string, string>(w.Value, StringComparer.Ordinal));
        foreach (var (relative, path, content) in layer)
        {
            if (relative.EndsWith(TemplateFile.Ending, StringComparison.Ordinal))
            {
                var name = relative[..^TemplateFile.Ending.Length];
                templates[name] = new TemplateFile(name, content, path);
            }
            else if (relative.StartsWith(WordsFolder, StringComparison.Ordinal) && relative.EndsWith(".json", StringComparison.Ordinal))
            {
                var language = relative[WordsFolder.Length..^".json".Length];
                if (!words.TryGetValue(language, out var known))
                    words[language] = known = new Dictionary<string, string>(words.GetValueOrDefault("id") ?? [], StringComparer.Ordinal);
                try
                {
                    foreach (var (key, word) in JsonSerializer.Deserialize<Dictionary<string, string>>(content) ?? [])
                        known[key] = word;
                }
                catch (JsonException exception)
                {
                    complain(path, exception.Message);
                }
            }
        }
        return new ThemeFiles(templates, words.ToDictionary(w => w.Key, w => (IReadOnlyDictionary<string, string>)w.Value));
    }

    private static ThemeFiles ReadBuiltIn()
    {
        var assembly = typeof(ThemeFiles).Assembly;
        return new ThemeFiles(new Dictionary<string, TemplateFile>(), new Dictionary<string, IReadOnlyDictionary<string, string>>())
            .With(
                from resource in assembly.GetManifestResourceNames()
                where resource.StartsWith(Root, StringComparison.Ordinal)
                select (resource[Root.Length..], resource, Read(assembly, resource)),
                (path, message) => throw new InvalidOperationException($"{path}: {message}"));
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
