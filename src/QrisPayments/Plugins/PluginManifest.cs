using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace QrisPayments.Plugins;

/// <summary>What an assembly says of itself, read from its metadata while nothing of it runs.</summary>
internal sealed record PluginManifest(string Path, string Id, string? Name, int Contract, string TypeName)
{
    /// <summary>The manifest, or null when the file is not a plugin.</summary>
    /// <exception cref="BadImageFormatException">The file is not a .NET assembly.</exception>
    public static PluginManifest? Read(string path)
    {
        using var stream = File.OpenRead(path);
        using var image = new PEReader(stream);
        if (!image.HasMetadata) return null;
        var metadata = image.GetMetadataReader();
        if (!metadata.IsAssembly) return null;
        foreach (var handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (!IsPluginAttribute(metadata, attribute)) continue;
            var value = attribute.DecodeValue(new Names());
            var type = (string)value.FixedArguments[0].Value!;
            return new PluginManifest(
                path,
                (string?)value.FixedArguments[1].Value ?? "",
                value.NamedArguments.FirstOrDefault(argument => argument.Name == nameof(QrisPluginAttribute.Name)).Value as string,
                (int)value.FixedArguments[2].Value!,
                // A type of the assembly itself is written without one; a qualified name would lead elsewhere.
                type.Split(',')[0]);
        }
        return null;
    }

    private static bool IsPluginAttribute(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference) return false;
        var constructor = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor);
        if (constructor.Parent.Kind != HandleKind.TypeReference) return false;
        var type = metadata.GetTypeReference((TypeReferenceHandle)constructor.Parent);
        return metadata.StringComparer.Equals(type.Name, nameof(QrisPluginAttribute))
            && metadata.StringComparer.Equals(type.Namespace, typeof(QrisPluginAttribute).Namespace!);
    }

    /// <summary>Decodes attribute arguments to names instead of types, so that nothing has to be loaded.</summary>
    private sealed class Names : ICustomAttributeTypeProvider<string>
    {
        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();
        public string GetSystemType() => "System.Type";
        public string GetSZArrayType(string elementType) => elementType + "[]";
        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => "";
        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
            reader.GetString(reader.GetTypeReference(handle).Name) == "Type" ? "System.Type" : "";
        public string GetTypeFromSerializedName(string name) => name;
        public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;
        public bool IsSystemType(string type) => type == "System.Type";
    }
}
