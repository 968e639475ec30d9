using Microsoft.Extensions.Logging;

namespace QrisPayments.Plugins.Inspection;

/// <summary>The check of one folder, before anything in it runs.</summary>
internal static class PluginCheck
{
    private const int MaxFiles = 4_000;
    private const long MaxFileBytes = 64L << 20;
    private const long MaxFolderBytes = 256L << 20;

    /// <summary>All that is wrong, each with what to do; null for a folder that is plainly nothing (yet).</summary>
    /// <exception cref="IOException">Something cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Something may not be read.</exception>
    public static PluginFinding? Check(string folder, PluginOptions options, ILogger logger)
    {
        if (File.GetAttributes(folder).HasFlag(FileAttributes.ReparsePoint))
            return new PluginFinding(folder, null, null,
                [Wrong("folder_link", "Its folder is a link. Copy the folder itself to this place.")]);
        var entries = PluginFolders.Entries(folder);
        if (entries.Count == 0) return null;

        var faults = Names(entries);
        if (TooLarge(entries) is { } tooLarge) return new PluginFinding(folder, null, null, [tooLarge]);
        var files = PluginFiles.Read(folder, entries);
        var images = Open(files, faults);
        try
        {
            var plugins = images.Select(image => (Image: image, Manifest: PluginManifest.Read(image)))
                .Where(found => found.Manifest is not null).ToList();
            if (plugins is not [var (image, manifest)])
            {
                faults.Add(plugins.Count == 0
                    ? Wrong("no_plugin", "No assembly in its folder has the QrisPlugin attribute. Copy the plugin again, "
                        + "or take the folder away.")
                    : Wrong("several_plugins",
                        $"Its folder holds {plugins.Count} plugins ({string.Join(", ", plugins.Select(found => found.Image.File))}). "
                        + "Put each into a folder of its own."));
                if (AllowList.Refuse(options, files.Fingerprint) is { } unknown) faults.Add(unknown);
                return new PluginFinding(folder, null, files, faults);
            }
            files.ResolveFor(image.File);
            faults.AddRange(CheckManifest(manifest!));
            // What is not trusted is not looked into further than to say who it claims to be.
            if (AllowList.Refuse(options, files.Fingerprint) is { } refused) faults.Add(refused);
            else CheckCode(files, image, manifest!, faults);
            foreach (var copy in files.Names.Where(name =>
                HostAssemblies.ContractAssembly(Path.GetFileNameWithoutExtension(name)) is not null
                    && name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)))
                logger.LogDebug("{Folder} holds its own {File}; the host's is used", folder, copy);
            return new PluginFinding(folder, manifest, files, faults);
        }
        finally
        {
            foreach (var image in images) image.Dispose();
        }
    }

    private static Fault Wrong(string code, string message) => new("files", code, message);

    private static List<Fault> Names(IReadOnlyList<FolderEntry> entries)
    {
        var faults = new List<Fault>();
        foreach (var entry in entries)
        {
            if (entry.IsLink)
                faults.Add(Wrong("link_in_folder",
                    $"{entry.Name} is a link. Put the file itself there: what a link leads to is no part of the fingerprint."));
            // sha256sum writes these in another way, so the fingerprint could not be computed in a shell.
            if (entry.Name.Any(c => char.IsControl(c) || c == '\\'))
                faults.Add(Wrong("file_name", $"The name of '{entry.Name}' holds a control character or a backslash. Rename the file."));
        }
        return faults;
    }

    /// <summary>Everything is read whole, more than once, so what no plugin is as large as is not begun.</summary>
    private static Fault? TooLarge(IReadOnlyList<FolderEntry> entries) =>
        entries.Count > MaxFiles || entries.Any(entry => entry.Length > MaxFileBytes) || entries.Sum(entry => entry.Length) > MaxFolderBytes
            ? Wrong("too_large", $"Its folder is larger than a plugin may be: at most {MaxFiles} files, "
                + $"{MaxFileBytes >> 20} MB each and {MaxFolderBytes >> 20} MB in all. Take out what does not belong to it.")
            : null;

    /// <summary>The assemblies in the folder itself. Those in sub-folders belong to one platform or language.</summary>
    private static List<AssemblyImage> Open(PluginFiles files, List<Fault> faults)
    {
        var images = new List<AssemblyImage>();
        foreach (var file in files.Names.Where(name => name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)))
        {
            try
            {
                if (AssemblyImage.Open(file, files.Bytes(file)) is not { } image) continue;
                if (file.Contains('/', StringComparison.Ordinal)) image.Dispose();
                else images.Add(image);
            }
            catch (BadImageFormatException exception)
            {
                faults.Add(Wrong("file_unreadable",
                    $"{file} is broken or not yet copied whole ({exception.Message.TrimEnd('.')}). Copy it again."));
            }
        }
        return images;
    }

    private static IEnumerable<Fault> CheckManifest(PluginManifest manifest)
    {
        if (!PluginId.IsValid(manifest.Id))
            yield return new Fault("id", "id_invalid",
                $"Its id '{manifest.Id}' must be {PluginId.Rule}. Change it in the QrisPlugin attribute.");
        if (manifest.Contract > PluginContract.Version)
            yield return new Fault("contract", "contract_too_new",
                $"It was built for contract {manifest.Contract}; this host speaks {PluginContract.Version}. Update QrisPayments.");
        if (manifest.Contract < PluginContract.Oldest)
            yield return new Fault("contract", "contract_too_old",
                $"It was built for contract {manifest.Contract}; this host runs {PluginContract.Oldest} and later. Update the plugin.");
    }

    private static void CheckCode(PluginFiles files, AssemblyImage plugin, PluginManifest manifest, List<Fault> faults)
    {
        if (EntryCheck.Check(plugin, manifest) is { } wrong) faults.Add(wrong);
        DependencyCheck.CheckList(files, plugin.File, faults);
        var reached = DependencyCheck.Follow(files, plugin, faults);
        try
        {
            foreach (var image in reached)
            {
                foreach (var member in LinkCheck.Missing(image))
                    faults.Add(new Fault("contract", "member_missing",
                        $"{image.File} calls {member}, which this host does not have. Update the host, "
                        + "or use a build of the plugin for it."));
                foreach (var gap in ContractGaps.Find(image))
                    faults.Add(new Fault("contract", "member_not_implemented",
                        $"{image.File} is too old for this host: {gap}. Use a newer build of the plugin."));
            }
        }
        finally
        {
            foreach (var image in reached.Where(image => image != plugin)) image.Dispose();
        }
    }
}
