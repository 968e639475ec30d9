using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Plugins.Inspection;

namespace QrisPayments.Plugins;

/// <summary>
/// Decides for each folder whether its plugin runs, and loads what does. A refused newcomer never takes the place of what
/// runs: half a copy, or a bad update, and the former version goes on.
/// </summary>
internal sealed class PluginInstaller(
    PluginInspector inspector, PluginLoader loader, IOptions<PluginOptions> options, IOptions<IProviderOrderOptions> order,
    ILogger<PluginInstaller> logger)
{
    /// <summary>By folder, what failed to load: not tried again with the same files, until it is switched off and on.</summary>
    private readonly ConcurrentDictionary<string, (string Fingerprint, Fault Fault)> _failed = new();

    /// <summary>By folder, the refusal that was last written to the log.</summary>
    private readonly ConcurrentDictionary<string, string> _told = new();

    /// <summary>Everything that lies in the plugin folders, in the shop's order.</summary>
    /// <param name="before">What is at work now.</param>
    /// <param name="rows">What the operator decided.</param>
    /// <param name="faults">Takes what is wrong with the folders themselves.</param>
    public async Task<IReadOnlyList<InstalledPlugin>> InstallAsync(PluginCatalog before, IReadOnlyList<PluginRow> rows, List<Fault> faults)
    {
        var findings = inspector.Inspect(options.Value, faults);
        foreach (var gone in _told.Keys.Except(findings.Select(finding => finding.Folder)).ToList())
        {
            _told.TryRemove(gone, out _);
            _failed.TryRemove(gone, out _);
        }
        // Side by side: those that hang cost the start one time box together, and not one each.
        var installed = await Task.WhenAll(findings.Select(finding =>
            InstallAsync(finding, Running(before, finding, findings, rows), rows)));
        return [.. installed.OrderBy(plugin => plugin.Position).ThenBy(plugin => plugin.Id, StringComparer.Ordinal)];
    }

    private async Task<InstalledPlugin> InstallAsync(PluginFinding finding, InstalledPlugin? running, IReadOnlyList<PluginRow> rows)
    {
        var row = Row(rows, finding.Id);
        var plugin = new InstalledPlugin
        {
            Id = finding.Id, Folder = finding.Folder, Fingerprint = finding.Fingerprint, Manifest = finding.Manifest,
            Position = Position(finding.Id, row), State = PluginState.Disabled,
        };
        if (row is { Enabled: false }) _failed.TryRemove(finding.Folder, out _);
        if (finding.Faults.Count > 0) return Refuse(plugin, finding.Faults, running);
        if (row is { Enabled: false }) return plugin;
        if (running?.Fingerprint == finding.Fingerprint) return plugin with { State = PluginState.Running, Loaded = running.Loaded };
        if (_failed.TryGetValue(finding.Folder, out var tried) && tried.Fingerprint == finding.Fingerprint)
            return Refuse(plugin, [tried.Fault], running);

        switch (await loader.LoadAsync(finding))
        {
            case LoadResult.Loaded loaded:
                _told.TryRemove(finding.Folder, out _);
                return plugin with { State = PluginState.Running, Loaded = loaded.Plugin };
            case LoadResult.Failed failed:
                _failed[finding.Folder] = (finding.Fingerprint, failed.Fault);
                return Refuse(plugin, [failed.Fault], running);
            case var other:
                throw new InvalidOperationException($"Unknown load result {other.GetType().Name}.");
        }
    }

    /// <summary>What runs from the folder and may go on: the operator did not switch it off, and no other folder has its id now.</summary>
    private static InstalledPlugin? Running(
        PluginCatalog before, PluginFinding finding, IReadOnlyList<PluginFinding> findings, IReadOnlyList<PluginRow> rows)
    {
        var running = before.Installed.FirstOrDefault(plugin => plugin.Folder == finding.Folder && plugin.Loaded is not null);
        if (running is null || Row(rows, running.Id) is { Enabled: false }) return null;
        return findings.Any(other => other.Folder != finding.Folder && other.Faults.Count == 0 && other.Id == running.Id) ? null : running;
    }

    private InstalledPlugin Refuse(InstalledPlugin plugin, IReadOnlyList<Fault> reasons, InstalledPlugin? running)
    {
        // Once, and not again at every look at the same files.
        var told = string.Join('\n', reasons.Select(reason => reason.Message).Prepend(plugin.Fingerprint));
        if (!_told.TryGetValue(plugin.Folder, out var before) || before != told)
            logger.LogError("Plugin {Id} in {Folder} is refused{Instead}: {Reasons}", plugin.Id, plugin.Folder,
                running is null ? "" : $" and {running.Manifest!.Version} goes on",
                string.Join(" ", reasons.Select(reason => $"{reason.Message} [{reason.Code}]")));
        _told[plugin.Folder] = told;
        return running is null
            ? plugin with { State = PluginState.Refused, Reasons = reasons }
            : running with { Reasons = reasons, Position = plugin.Position };
    }

    /// <summary>The operator's order, then configuration's, then by id.</summary>
    private int Position(string id, PluginRow? row)
    {
        if (row is not null) return row.Position;
        var configured = order.Value.ProviderOrder.IndexOf(id);
        return configured >= 0 ? configured : int.MaxValue;
    }

    private static PluginRow? Row(IReadOnlyList<PluginRow> rows, string id) => rows.FirstOrDefault(row => row.Id == id);
}
