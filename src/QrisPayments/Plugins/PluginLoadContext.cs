using System.Reflection;
using System.Runtime.Loader;
using QrisPayments.Plugins.Inspection;

namespace QrisPayments.Plugins;

/// <summary>
/// One plugin's own world: its private dependencies are its own, in its own versions, and what it shares with the host is
/// the host's, so that types are the same on both sides. Assemblies come from memory: no file stays locked, so a folder can
/// be replaced or removed while its plugin runs.
/// </summary>
internal sealed class PluginLoadContext(string id, PluginFiles files) : AssemblyLoadContext($"qris-plugin:{id}", isCollectible: true)
{
    /// <summary>Loads one of the plugin's files, if it is still what was inspected.</summary>
    public Assembly Load(string file)
    {
        using var image = new MemoryStream(files.Bytes(file), writable: false);
        var symbols = Path.ChangeExtension(file, ".pdb");
        if (!files.Has(symbols)) return LoadFromStream(image);
        // Line numbers in what the plugin throws.
        using var lines = new MemoryStream(files.Bytes(symbols), writable: false);
        return LoadFromStream(image, lines);
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name!;
        // Whatever version it was built against: the link check has seen that all it calls is there.
        if (HostAssemblies.ContractAssembly(name) is { } contract) return contract;
        if (HostAssemblies.IsShared(name)) return null;
        if (files.Find(assemblyName) is { } file) return Load(file);
        // A translation that is not there falls back to the neutral one.
        if (!string.IsNullOrEmpty(assemblyName.CultureName)) return null;
        // Null would mean the host's, in whatever version that is.
        throw new FileNotFoundException($"{assemblyName.FullName} is not in the plugin's folder {files.Folder}.", name);
    }

    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) =>
        files.FindNative(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : IntPtr.Zero;
}
