using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace QrisPayments.Plugins.Inspection;

/// <summary>An assembly's metadata, read from bytes while nothing of it runs.</summary>
internal sealed class AssemblyImage : IDisposable
{
    private readonly PEReader _image;

    private AssemblyImage(string file, PEReader image)
    {
        File = file;
        _image = image;
        Metadata = image.GetMetadataReader();
        Name = Metadata.GetAssemblyDefinition().GetAssemblyName();
    }

    /// <summary>The file's name in the plugin's folder.</summary>
    public string File { get; }

    public MetadataReader Metadata { get; }

    public AssemblyName Name { get; }

    /// <summary>The assembly, or null for a file that is sound but none, such as a native library.</summary>
    /// <exception cref="BadImageFormatException">The file is broken or cut off.</exception>
    public static AssemblyImage? Open(string file, byte[] bytes)
    {
        var image = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(bytes));
        try
        {
            if (image.PEHeaders.SectionHeaders.Any(section => (long)section.PointerToRawData + section.SizeOfRawData > bytes.Length))
                throw new BadImageFormatException("The file is cut off.");
            if (image.HasMetadata && image.GetMetadataReader().IsAssembly) return new AssemblyImage(file, image);
            image.Dispose();
            return null;
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    public IEnumerable<AssemblyName> References =>
        Metadata.AssemblyReferences.Select(handle => Metadata.GetAssemblyReference(handle).GetAssemblyName());

    public void Dispose() => _image.Dispose();
}
