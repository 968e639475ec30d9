using System.Globalization;

namespace QrisPayments.Plugins;

/// <summary>Where plugins lie.</summary>
internal static class PluginFolders
{
    /// <summary>The folders whose sub-folders each hold one plugin.</summary>
    /// <param name="options">The setting.</param>
    /// <param name="faults">Takes folders that are not there.</param>
    public static IReadOnlyList<string> Of(PluginOptions options, List<Fault> faults)
    {
        if (options.Paths.Count == 0)
        {
            var standard = Path.Combine(AppContext.BaseDirectory, "plugins");
            return Directory.Exists(standard) ? [standard] : [];
        }
        var folders = new List<string>();
        for (var i = 0; i < options.Paths.Count; i++)
        {
            var path = Path.GetFullPath(options.Paths[i], AppContext.BaseDirectory);
            if (Directory.Exists(path)) folders.Add(path);
            else
                faults.Add(new Fault($"QrisPayments:Plugins:Paths:{i}", "plugin_folder_missing",
                    $"The plugin folder {path} is not there. Make it, put one folder per plugin into it, or take the setting away."));
        }
        return folders;
    }

    /// <summary>Another text when a file has come, gone or changed. It reads no contents.</summary>
    public static string Signature(PluginOptions options) =>
        string.Join('\n', from folder in Of(options, [])
                          from plugin in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)
                          from file in new DirectoryInfo(plugin).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal)
                          select string.Create(CultureInfo.InvariantCulture, $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}"));
}
