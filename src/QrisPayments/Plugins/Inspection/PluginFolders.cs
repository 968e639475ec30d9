using System.Globalization;
using System.IO.Enumeration;
using System.Text;

namespace QrisPayments.Plugins.Inspection;

/// <summary>Where plugins lie. Folders are changed by people while we look: what cannot be read is said, never thrown.</summary>
internal static class PluginFolders
{
    private static readonly EnumerationOptions All = new()
    {
        AttributesToSkip = 0, IgnoreInaccessible = false, RecurseSubdirectories = true,
    };

    /// <summary>The folders whose sub-folders each hold one plugin.</summary>
    /// <param name="options">The setting.</param>
    /// <param name="faults">Takes folders that are not there.</param>
    public static IReadOnlyList<string> Of(PluginOptions options, List<Fault> faults)
    {
        if (options.Paths.Count == 0)
        {
            var beside = Path.Combine(AppContext.BaseDirectory, "plugins");
            return Directory.Exists(beside) ? [beside] : [];
        }
        var folders = new List<string>();
        for (var i = 0; i < options.Paths.Count; i++)
        {
            var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Paths[i], AppContext.BaseDirectory));
            folders.Add(path);
            if (!Directory.Exists(path))
                faults.Add(new Fault($"QrisPayments:Plugins:Paths:{i}", "plugin_folder_missing",
                    $"The plugin folder {path} is not there. Make it, put one folder per plugin into it, or take the setting away."));
        }
        return folders;
    }

    /// <summary>The sub-folders in their order, or null when the folder cannot be read.</summary>
    public static IReadOnlyList<string>? In(string folder)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Everything in a plugin's folder, links and not what they lead to, in the byte order of the relative paths (<c>LC_ALL=C sort</c>).
    /// </summary>
    public static IReadOnlyList<FolderEntry> Entries(string plugin)
    {
        var entries = new FileSystemEnumerable<FolderEntry>(plugin, Entry, All)
        {
            // A link may lead anywhere, also back to here.
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                !entry.IsDirectory || entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        return [.. entries.OrderBy(entry => entry.Name, ByBytes.Instance)];
    }

    /// <summary>Another text when a file of any plugin has come, gone or changed. It reads no contents.</summary>
    public static string Signature(PluginOptions options)
    {
        var text = new StringBuilder();
        foreach (var folder in Of(options, []))
        {
            text.Append(folder).Append('\n');
            if (In(folder) is not { } plugins) continue;
            foreach (var plugin in plugins) text.Append(SignatureOf(plugin));
        }
        return text.ToString();
    }

    /// <summary>Another text when a file of this plugin has come, gone or changed.</summary>
    public static string SignatureOf(string plugin)
    {
        try
        {
            var text = new StringBuilder(plugin).Append('\n');
            foreach (var entry in Entries(plugin))
                text.Append(CultureInfo.InvariantCulture,
                    $"{entry.Name}|{entry.Length}|{entry.Written.Ticks}|{entry.IsLink}|{Rights(Path.Combine(plugin, entry.Name))}\n");
            return text.ToString();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{plugin}: {exception.GetType().Name}\n";
        }
    }

    /// <summary>A relative path as every system writes it here.</summary>
    public static string Slashed(string path) => Path.DirectorySeparatorChar == '/' ? path : path.Replace(Path.DirectorySeparatorChar, '/');

    // Rights that were mended change no time of writing.
    private static UnixFileMode? Rights(string file) => OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(file);

    private static FolderEntry Entry(ref FileSystemEntry entry) => new(
        Slashed(Path.GetRelativePath(entry.RootDirectory.ToString(), entry.ToFullPath())),
        entry.Attributes.HasFlag(FileAttributes.ReparsePoint), entry.IsDirectory ? 0 : entry.Length, entry.LastWriteTimeUtc.UtcDateTime);

    private sealed class ByBytes : IComparer<string>
    {
        public static readonly ByBytes Instance = new();

        public int Compare(string? x, string? y) => Encoding.UTF8.GetBytes(x!).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y!));
    }
}

/// <summary>A file or link in a plugin's folder.</summary>
/// <param name="Name">Relative, with slashes.</param>
/// <param name="IsLink">What it leads to is no part of the plugin.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Written">UTC.</param>
internal readonly record struct FolderEntry(string Name, bool IsLink, long Length, DateTime Written);
