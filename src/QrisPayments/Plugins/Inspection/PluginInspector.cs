using Microsoft.Extensions.Logging;
using QrisPayments.Foundation;

namespace QrisPayments.Plugins.Inspection;

/// <summary>
/// Looks at every folder that may hold a plugin and says what may run. Only metadata is read, and whatever lies there ends as
/// a finding with all its reasons, never as an exception.
/// </summary>
internal sealed class PluginInspector(ILogger<PluginInspector> logger)
{
    /// <summary>Hashing the largest folder takes less than a second.</summary>
    public TimeSpan TimeBox { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A folder that did not change is not read again. Used under the plugin host's lock.</summary>
    private readonly Dictionary<string, (string Signature, PluginFinding? Finding)> _known = [];

    /// <summary>One finding for each plugin, in the order of the folders.</summary>
    /// <param name="options">Where to look, and what is allowed.</param>
    /// <param name="faults">Takes what is wrong with the set-up itself, such as a missing folder.</param>
    public IReadOnlyList<PluginFinding> Inspect(PluginOptions options, List<Fault> faults)
    {
        faults.AddRange(AllowList.Check(options));
        var folders = PluginFolders.Of(options, faults).SelectMany(Plugins).Distinct().ToList();
        foreach (var gone in _known.Keys.Except(folders).ToList()) _known.Remove(gone);
        // Each on its own; what they have in common is asked of the host once.
        var looked = folders.AsParallel().AsOrdered().Select(folder => (Folder: folder, Known: Look(folder, options))).ToList();
        foreach (var (folder, known) in looked) _known[folder] = known;
        return Rivals([.. looked.Select(look => look.Known.Finding).OfType<PluginFinding>()]);
    }

    /// <summary>The plugins' folders. One that has gone away as a whole (a mount that was lost) takes nothing with it.</summary>
    private IEnumerable<string> Plugins(string folder)
    {
        if (PluginFolders.In(folder) is { } plugins) return plugins;
        logger.LogWarning("The plugin folder {Folder} cannot be read; what was found there before stays", folder);
        return _known.Keys.Where(plugin => Path.GetDirectoryName(plugin) == folder).Order(StringComparer.Ordinal);
    }

    private (string Signature, PluginFinding? Finding) Look(string folder, PluginOptions options)
    {
        // Before reading: what changes meanwhile is seen by the next look.
        var signature = PluginFolders.SignatureOf(folder);
        if (_known.TryGetValue(folder, out var known) && (known.Signature == signature || !Directory.Exists(Path.GetDirectoryName(folder))))
            return known;
        try
        {
            // Reading a pipe or a device never ends, and no attribute tells one from a file. The thread is given up with it.
            var check = Task.Factory.StartNew(() => PluginCheck.Check(folder, options, logger), CancellationToken.None,
                TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (!((IAsyncResult)check).AsyncWaitHandle.WaitOne(TimeBox))
                return (signature, Refused(folder, "folder_unreadable",
                    $"Its files could not be read within {TimeBox.TotalSeconds} s. Take out what is no ordinary file (a pipe, a device), "
                    + "or copy the plugin again."));
            return (signature, check.GetAwaiter().GetResult());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Not kept: it may be mended without a trace that we could see.
            return ("", Refused(folder, "folder_unreadable",
                $"Its folder cannot be read: {exception.Message} Give this process the right to read it, or wait until it is copied."));
        }
        // Metadata can be broken in more ways than its reader has exceptions for.
        catch (Exception exception)
        {
            logger.LogDebug(exception, "{Folder} could not be inspected", folder);
            return (signature, Refused(folder, "file_unreadable",
                $"An assembly in its folder cannot be read: {exception.Message} Copy the plugin again."));
        }
    }

    private static PluginFinding Refused(string folder, string code, string message) =>
        new(folder, null, null, [new Fault("files", code, message)]);

    /// <summary>Of several with one id the first that may run keeps it: one that may not cannot push it aside.</summary>
    private static List<PluginFinding> Rivals(IReadOnlyList<PluginFinding> findings)
    {
        var holders = new Dictionary<string, PluginFinding>(StringComparer.OrdinalIgnoreCase);
        foreach (var finding in findings.Where(finding => finding.Faults.Count == 0)) holders.TryAdd(finding.Id, finding);
        return
        [
            .. findings.Select(finding =>
                finding.Manifest is null || !holders.TryGetValue(finding.Id, out var holder) || holder == finding
                    ? finding
                    : finding with { Faults = [.. finding.Faults, Taken(finding.Id, holder)] }),
        ];
    }

    private static Fault Taken(string id, PluginFinding holder) =>
        new("id", "duplicate_id", $"The id {id} is taken by the plugin in {holder.Folder}. Remove one of the two folders.");
}
