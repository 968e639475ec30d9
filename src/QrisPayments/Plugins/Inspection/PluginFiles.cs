using System.Reflection;
using System.Runtime.Loader;
using System.Security.Cryptography;
using System.Text;

namespace QrisPayments.Plugins.Inspection;

/// <summary>
/// The files of one plugin as they were when they were inspected. What is loaded later must still be the same byte for byte:
/// the time of the check is the time of use, however the folder changes in between.
/// </summary>
internal sealed class PluginFiles
{
    private readonly IReadOnlyDictionary<string, string> _hashes;
    private AssemblyDependencyResolver? _resolver;

    private PluginFiles(string folder, IReadOnlyDictionary<string, string> hashes, string fingerprint)
    {
        Folder = folder;
        _hashes = hashes;
        Fingerprint = fingerprint;
    }

    public string Folder { get; }

    /// <summary>
    /// What an operator gets from
    /// <c>cd FOLDER &amp;&amp; find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum</c>.
    /// </summary>
    public string Fingerprint { get; }

    /// <summary>Relative names with slashes.</summary>
    public IEnumerable<string> Names => _hashes.Keys;

    public bool Has(string name) => _hashes.ContainsKey(name);

    /// <summary>Reads everything once.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static PluginFiles Read(string folder, IReadOnlyList<FolderEntry> entries)
    {
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = new StringBuilder();
        foreach (var entry in entries)
        {
            if (entry.IsLink) continue;
            using var stream = File.OpenRead(Path.Combine(folder, entry.Name));
            var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
            hashes[entry.Name] = hash;
            lines.Append(hash).Append("  ./").Append(entry.Name).Append('\n');
        }
        return new PluginFiles(folder, hashes, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString()))));
    }

    /// <summary>The bytes of a file, exactly those that were inspected.</summary>
    /// <exception cref="IOException">The file has changed since, or is no part of the plugin.</exception>
    public byte[] Bytes(string name)
    {
        if (!_hashes.TryGetValue(name, out var hash))
            throw new FileNotFoundException($"{name} is no file of the plugin in {Folder}.", name);
        var bytes = File.ReadAllBytes(Path.Combine(Folder, name));
        if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != hash)
            throw new IOException($"{Path.Combine(Folder, name)} has changed since it was inspected.");
        return bytes;
    }

    /// <summary>Prepares to answer by the plugin's <c>.deps.json</c> as the platform does: by runtime identifier and culture.</summary>
    public void ResolveFor(string assembly)
    {
        try
        {
            _resolver = new AssemblyDependencyResolver(Path.Combine(Folder, assembly));
        }
        // The platform gives up over a deps.json that names a file which is not there; we say which, and go by the files.
        catch (InvalidOperationException)
        {
            _resolver = null;
        }
    }

    /// <summary>The plugin's own file for an assembly, or null.</summary>
    public string? Find(AssemblyName assembly)
    {
        if (_resolver?.ResolveAssemblyToPath(assembly) is { } path && Has(Name(path))) return Name(path);
        var plain = string.IsNullOrEmpty(assembly.CultureName) ? $"{assembly.Name}.dll" : $"{assembly.CultureName}/{assembly.Name}.dll";
        return Has(plain) ? plain : null;
    }

    /// <summary>The full path of a native library, checked as it is handed out, or null.</summary>
    public string? FindNative(string library)
    {
        if (_resolver?.ResolveUnmanagedDllToPath(library) is not { } path || !Has(Name(path))) return null;
        Bytes(Name(path));
        return path;
    }

    private string Name(string path) => PluginFolders.Slashed(Path.GetRelativePath(Folder, path));
}
