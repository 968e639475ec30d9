using System.Reflection;
using System.Text.Json;

namespace QrisPayments.Plugins.Inspection;

/// <summary>
/// Looks whether everything that a plugin needs is there: in its own folder, or with the host where it is the host's to bring.
/// What the platform would do instead is bind silently to whatever version the host happens to have.
/// </summary>
internal static class DependencyCheck
{
    /// <summary>All assemblies of the plugin that its own one leads to, itself first. The caller disposes of them.</summary>
    public static List<AssemblyImage> Follow(PluginFiles files, AssemblyImage plugin, List<Fault> faults)
    {
        var reached = new List<AssemblyImage> { plugin };
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { plugin.Name.Name! };
        for (var i = 0; i < reached.Count; i++)
            foreach (var reference in reached[i].References)
            {
                var user = reached[i].File;
                if (HostAssemblies.IsShared(reference.Name!)) CheckShared(user, reference, faults);
                else if (files.Find(reference) is not { } file)
                    faults.Add(new Fault("dependencies", "dependency_missing",
                        $"{user} needs {reference.Name} {reference.Version}, which is not in the plugin's folder. Copy it there; "
                        + "publish the plugin instead of building it to get all of them."));
                else if (Path.GetFileName(file) is var name && seen.Contains(reference.Name!))
                {
                    var known = reached.Find(image => image.Name.Name!.Equals(reference.Name, StringComparison.OrdinalIgnoreCase));
                    CheckVersion(user, reference, known, name, faults);
                }
                else if (seen.Add(reference.Name!) && Open(files, file, faults) is { } image)
                {
                    reached.Add(image);
                    CheckVersion(user, reference, image, name, faults);
                }
            }
        return reached;
    }

    /// <summary>What the plugin's <c>.deps.json</c> lists and the folder does not have.</summary>
    public static void CheckList(PluginFiles files, string assembly, List<Fault> faults)
    {
        var list = Path.ChangeExtension(assembly, ".deps.json");
        if (!files.Has(list)) return;
        try
        {
            using var json = JsonDocument.Parse(files.Bytes(list));
            var target = json.RootElement.GetProperty("runtimeTarget").GetProperty("name").GetString()!;
            foreach (var library in json.RootElement.GetProperty("targets").GetProperty(target).EnumerateObject())
                foreach (var asset in (string[])["runtime", "native"])
                    if (library.Value.TryGetProperty(asset, out var entries))
                        foreach (var entry in entries.EnumerateObject())
                            CheckListed(files, list, library.Name, entry.Name, faults);
        }
        catch (Exception exception) when (
            exception is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentNullException)
        {
            faults.Add(new Fault("dependencies", "deps_unreadable",
                $"{list} cannot be read ({exception.Message}). Copy the plugin again."));
        }
    }

    private static void CheckListed(PluginFiles files, string list, string library, string path, List<Fault> faults)
    {
        var name = Path.GetFileName(path);
        // "_._" stands for nothing; what the host brings need not be here.
        if (name == "_._" || HostAssemblies.IsShared(Path.GetFileNameWithoutExtension(name)) || files.Has(name) || files.Has(path)) return;
        faults.Add(new Fault("dependencies", "dependency_missing",
            $"{list} lists {name} of {library}, which is not in the plugin's folder. Copy it there."));
    }

    private static void CheckShared(string user, AssemblyName reference, List<Fault> faults)
    {
        // The contract's version may be any: the link check looks at each of its members.
        if (HostAssemblies.ContractAssembly(reference.Name!) is not null) return;
        if (HostAssemblies.Find(reference.Name!)?.GetName().Version is not { } version)
            faults.Add(new Fault("dependencies", "dependency_missing",
                $"{user} needs {reference.Name} {reference.Version}, which this host does not have."));
        else if (reference.Version > version)
            faults.Add(new Fault("dependencies", "host_too_old",
                $"{user} needs {reference.Name} {reference.Version}; this host brings {version}. "
                + "Build the plugin for the host's .NET, or update the host."));
    }

    private static void CheckVersion(string user, AssemblyName reference, AssemblyImage? image, string file, List<Fault> faults)
    {
        if (image?.Name.Version is { } version && reference.Version > version)
            faults.Add(new Fault("dependencies", "dependency_too_old",
                $"{user} needs {reference.Name} {reference.Version}, but {file} in the plugin's folder is {version}. "
                + "Copy the newer one there."));
    }

    private static AssemblyImage? Open(PluginFiles files, string file, List<Fault> faults)
    {
        try
        {
            if (AssemblyImage.Open(file, files.Bytes(file)) is { } image) return image;
            faults.Add(new Fault("files", "file_unreadable",
                $"{file} is no .NET assembly, although the plugin calls it as one. Copy it again."));
        }
        catch (BadImageFormatException)
        {
            // Said once for every file, by the inspector.
        }
        return null;
    }
}
