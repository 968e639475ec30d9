using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using QrisPayments.Codec;

namespace QrisPayments.Plugins.Inspection;

/// <summary>
/// What plugins take from the host, so that types are the same on both sides: the contract, the codec, the framework, and
/// those of Microsoft.Extensions.* and Microsoft.AspNetCore.* that the host has. Everything else is a plugin's own.
/// </summary>
internal static class HostAssemblies
{
    private static readonly Assembly[] Contract = [typeof(QrisPlugin).Assembly, typeof(QrisInspector).Assembly];

    private static readonly FrozenDictionary<string, string> Trusted = ReadTrusted();

    private static readonly string[] FrameworkFolders =
        [.. new[] { typeof(object), typeof(WebApplication) }
            .Select(type => Path.GetDirectoryName(type.Assembly.Location) ?? "").Distinct()];

    /// <summary>An application that carries its framework has everything in one folder; then only names tell what is what.</summary>
    private static readonly bool IsSelfContained =
        FrameworkFolders.Any(folder => folder.Length == 0 || folder == Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    private static readonly ConcurrentDictionary<string, Assembly?> Found = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The contract's assembly of that name, or null. Its version does not matter: the link check looks at each member.</summary>
    public static Assembly? ContractAssembly(string name) => Contract.FirstOrDefault(assembly => Is(assembly.GetName().Name!, name));

    public static bool IsShared(string name) =>
        ContractAssembly(name) is not null
        || IsFramework(name)
        || (HasSharedPrefix(name) && Find(name) is not null);

    /// <summary>The host's assembly, or null when it has none of that name.</summary>
    public static Assembly? Find(string name) => Found.GetOrAdd(name, static name =>
    {
        if (ContractAssembly(name) is { } contract) return contract;
        try
        {
            return Assembly.Load(new AssemblyName(name));
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException)
        {
            return null;
        }
    });

    private static bool IsFramework(string name) =>
        IsSelfContained
            ? name is "mscorlib" or "netstandard" or "System" or "WindowsBase" or "Microsoft.CSharp"
                || Starts(name, "System.") || Starts(name, "Microsoft.VisualBasic") || Starts(name, "Microsoft.Win32.")
            : Trusted.TryGetValue(name, out var path) && FrameworkFolders.Contains(Path.GetDirectoryName(path));

    private static bool HasSharedPrefix(string name) => Starts(name, "Microsoft.Extensions.") || Starts(name, "Microsoft.AspNetCore.");

    private static bool Starts(string name, string prefix) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    private static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static FrozenDictionary<string, string> ReadTrusted() =>
        ((AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string) ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .DistinctBy(Path.GetFileNameWithoutExtension, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase);
}
