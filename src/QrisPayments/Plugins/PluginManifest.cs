using System.Globalization;
using System.Reflection.Metadata;
using QrisPayments.Foundation;
using QrisPayments.Plugins.Inspection;
using QrisPayments.Storage;

namespace QrisPayments.Plugins;

/// <summary>What an assembly says of itself, read from its metadata while nothing of it runs.</summary>
internal sealed record PluginManifest
{
    /// <summary>The assembly's file in the plugin's folder.</summary>
    public required string File { get; init; }
    public required string Id { get; init; }
    public required int Contract { get; init; }

    /// <summary>The class that derives from <see cref="QrisPlugin"/>.</summary>
    public required string TypeName { get; init; }

    /// <summary>The assembly's informational version without what follows a plus sign, or its plain version.</summary>
    public required string Version { get; init; }
    public string? Name { get; init; }
    public string? Description { get; init; }
    public string? Author { get; init; }
    public string? Website { get; init; }
    public string? Documentation { get; init; }

    /// <summary>What people call it.</summary>
    public string Title => Name ?? Id;

    /// <summary>The manifest, or null when the assembly is not a plugin.</summary>
    /// <exception cref="BadImageFormatException">The attribute is not written as a compiler writes it.</exception>
    public static PluginManifest? Read(AssemblyImage image)
    {
        var metadata = image.Metadata;
        var assembly = metadata.GetAssemblyDefinition();
        foreach (var handle in assembly.GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (!Is(metadata, attribute, typeof(QrisPluginAttribute))) continue;
            var value = attribute.DecodeValue(new Names());
            if (value.FixedArguments.Length < 3) throw new BadImageFormatException("The QrisPlugin attribute has too few arguments.");
            string? Named(string name) => value.NamedArguments.FirstOrDefault(argument => argument.Name == name).Value as string;
            string? Text(string name, int length) => Named(name) is { } text ? Shown(text, length) : null;
            return new PluginManifest
            {
                File = image.File,
                Id = Shown(value.FixedArguments[1].Value as string ?? "", 60),
                Contract = value.FixedArguments[2].Value as int? ?? 0,
                // A type of the assembly itself is written without one; a qualified name would lead elsewhere.
                TypeName = (value.FixedArguments[0].Value as string ?? "").Split(',')[0],
                Version = Shown(InformationalVersion(metadata, assembly) ?? assembly.Version.ToString(), 60),
                Name = Text(nameof(QrisPluginAttribute.Name), 100),
                Description = Text(nameof(QrisPluginAttribute.Description), 500),
                Author = Text(nameof(QrisPluginAttribute.Author), 100),
                Website = Text(nameof(QrisPluginAttribute.Website), 500),
                Documentation = Text(nameof(QrisPluginAttribute.Documentation), 500),
            };
        }
        return null;
    }

    /// <summary>
    /// What a stranger wrote, fit for a page and a log: bounded, and without characters that move the cursor or turn the line.
    /// </summary>
    private static string Shown(string text, int length) =>
        StoredText.Cut(CleanText.Of(text).ReplaceLineEndings(" ").Replace('\t', ' '), length);

    private static string? InformationalVersion(MetadataReader metadata, AssemblyDefinition assembly)
    {
        foreach (var handle in assembly.GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (Is(metadata, attribute, typeof(System.Reflection.AssemblyInformationalVersionAttribute)))
                return (attribute.DecodeValue(new Names()).FixedArguments[0].Value as string)?.Split('+')[0];
        }
        return null;
    }

    private static bool Is(MetadataReader metadata, CustomAttribute attribute, Type wanted)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference) return false;
        var constructor = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor);
        if (constructor.Parent.Kind != HandleKind.TypeReference) return false;
        var type = metadata.GetTypeReference((TypeReferenceHandle)constructor.Parent);
        return metadata.StringComparer.Equals(type.Name, wanted.Name) && metadata.StringComparer.Equals(type.Namespace, wanted.Namespace!);
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
