using System.Reflection;
using System.Runtime.Loader;

namespace QrisPayments.Plugins;

/// <summary>
/// One plugin's own world: its private dependencies are its own, and what it shares with the host (the contract, the
/// codec, the framework, Microsoft.Extensions.*) is the host's, so that types are the same on both sides.
/// </summary>
internal sealed class PluginLoadContext(string id, string assemblyPath) : AssemblyLoadContext($"qris-plugin:{id}", isCollectible: true)
{
    private readonly AssemblyDependencyResolver _resolver = new(assemblyPath);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (IsShared(assemblyName.Name!)) return null;
        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : IntPtr.Zero;

    private static bool IsShared(string name) =>
        name is "QrisPayments.Abstractions" or "QrisPayments.Codec"
        || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal);
}
