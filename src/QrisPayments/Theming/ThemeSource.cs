using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace QrisPayments.Theming;

/// <summary>
/// The engine of the active theme. Read once; in Development the folders are looked at before every rendering, and a change
/// makes a new engine. (Looking is a few file stamps, and unlike a watcher it also works on mounted folders.)
/// </summary>
internal sealed class ThemeSource(IOptions<TemplateOptions> options, IHostEnvironment environment, ILogger<ThemeSource> logger)
{
    private readonly Lock _reading = new();
    private (string Stamp, TemplateEngine Engine)? _active;

    /// <summary>The theme that cannot be broken by an edit.</summary>
    public TemplateEngine BuiltIn { get; } = new(ThemeFiles.BuiltIn);

    public TemplateEngine Active()
    {
        var settings = options.Value;
        if (settings is not { Path: { } path, Theme: { } theme } || theme == "default")
            return BuiltIn;
        if (_active is { } read && !environment.IsDevelopment())
            return read.Engine;
        lock (_reading)
        {
            try
            {
                return Read(new ThemeFolder(Path.Combine(environment.ContentRootPath, path)), theme);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                logger.LogError(exception, "Theme {Theme} could not be read; the last readable one is used.", theme);
                return _active?.Engine ?? BuiltIn;
            }
        }
    }

    /// <summary>Reads the files anew at the next rendering.</summary>
    public void Reload()
    {
        lock (_reading)
            _active = null;
    }

    private TemplateEngine Read(ThemeFolder folders, string theme)
    {
        var complaints = new List<(string Path, string Message)>();
        var chain = folders.Chain(theme, (path, message) => complaints.Add((path, message)));
        var layers = chain.Select(folder => (Folder: folder, Files: folders.Files(folder).ToList())).ToList();
        var stamp = string.Join('\n', layers.SelectMany(l => l.Files).Select(f => $"{f.FullName} {f.LastWriteTimeUtc.Ticks} {f.Length}"));
        if (_active is { } read && read.Stamp == stamp)
            return read.Engine;

        var files = ThemeFiles.BuiltIn;
        foreach (var (folder, found) in Enumerable.Reverse(layers))
            files = files.With(ThemeFolder.Read(folder, found), (path, message) => complaints.Add((path, message)));
        foreach (var (path, message) in complaints)
            logger.LogError("Theme file {File}: {Problem}", path, message);
        var engine = new TemplateEngine(files);
        _active = (stamp, engine);
        return engine;
    }
}
