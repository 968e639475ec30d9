using System.Text.Json;
using System.Text.RegularExpressions;

namespace QrisPayments.Theming;

/// <summary>The theme folders on disk, from the active theme up through its parents.</summary>
internal sealed partial class ThemeFolder(string root)
{
    /// <summary>More than any theme has; less than would fill the memory when the path is set to a wrong folder.</summary>
    private const int MaxFiles = 500;
    private const int MaxBytes = 256 * 1024;
    private const int MaxParents = 10;

    private readonly string _root = Path.GetFullPath(root);

    public static bool IsName(string? name) => name is not null && Name().IsMatch(name);

    /// <summary>The folders of a theme and its parents, nearest first; ends at <c>default</c>, which is built in.</summary>
    public List<string> Chain(string theme, Action<string, string> complain)
    {
        var chain = new List<string>();
        for (string? next = theme; next is not null and not "default"; next = Parent(chain[^1], complain))
        {
            var folder = IsName(next) ? Path.Combine(_root, next) : null;
            if (folder is null || !Directory.Exists(folder))
            {
                complain(Path.Combine(_root, "…"), $"There is no theme '{next}'; the one below it is used.");
                break;
            }
            if (chain.Contains(folder) || chain.Count == MaxParents)
            {
                complain(Path.Combine(chain[^1], "theme.json"), $"The parents of theme '{theme}' run in a circle at '{next}'.");
                break;
            }
            chain.Add(folder);
        }
        return chain;
    }

    /// <summary>Templates and words of one folder of the chain.</summary>
    public IEnumerable<FileInfo> Files(string folder) => Walk(new DirectoryInfo(folder), 0).Take(MaxFiles);

    public static IEnumerable<(string Relative, string Path, string Content)> Read(string folder, IEnumerable<FileInfo> files)
    {
        foreach (var file in files)
            yield return (Path.GetRelativePath(folder, file.FullName).Replace('\\', '/'), file.FullName, File.ReadAllText(file.FullName));
    }

    private IEnumerable<FileInfo> Walk(DirectoryInfo folder, int depth)
    {
        if (depth > 5) yield break;
        foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            // Mounted configuration arrives as links; they may lead anywhere inside the themes' folder and nowhere else.
            if (entry.LinkTarget is not null && !Inside(entry.ResolveLinkTarget(returnFinalTarget: true)))
                continue;
            if (entry is DirectoryInfo below)
            {
                if (entry.Name.StartsWith('.')) continue;
                foreach (var file in Walk(below, depth + 1))
                    yield return file;
            }
            else if (entry is FileInfo file && file.Extension is TemplateFile.Ending or ".json" && file.Length <= MaxBytes)
                yield return file;
        }
    }

    private bool Inside(FileSystemInfo? target) =>
        target is { Exists: true } && target.FullName.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string? Parent(string folder, Action<string, string> complain)
    {
        var path = Path.Combine(folder, "theme.json");
        if (!File.Exists(path))
            return null;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("parent", out var parent) && parent.ValueKind == JsonValueKind.String
                    ? parent.GetString()
                    : null;
        }
        catch (JsonException exception)
        {
            complain(path, exception.Message);
            return null;
        }
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
    private static partial Regex Name();
}
