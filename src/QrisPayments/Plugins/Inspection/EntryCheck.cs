using System.Reflection;
using System.Reflection.Metadata;

namespace QrisPayments.Plugins.Inspection;

/// <summary>Looks whether the class that a plugin names as its entry can be made and is a plugin.</summary>
internal static class EntryCheck
{
    /// <summary>What is wrong, or null.</summary>
    public static Fault? Check(AssemblyImage image, PluginManifest manifest)
    {
        static Fault Wrong(string message) => new("class", "entry_class", message);
        var reader = image.Metadata;
        var name = manifest.TypeName;
        if (TypeNames.Own(reader, name) is not { } handle)
            return Wrong($"It names {name} as its class, but {image.File} has none. "
                + "Name a class of the assembly itself in the QrisPlugin attribute.");
        var type = reader.GetTypeDefinition(handle);
        if (!IsPublic(reader, handle)) return Wrong($"Its class {name} is not public. Make it public.");
        if (type.Attributes.HasFlag(TypeAttributes.Abstract)) return Wrong($"Its class {name} is abstract. Name one that can be made.");
        if (type.GetGenericParameters().Count > 0) return Wrong($"Its class {name} is generic. Name one that can be made.");
        if (!type.GetMethods().Select(reader.GetMethodDefinition).Any(method => IsPlainConstructor(reader, method)))
            return Wrong($"Its class {name} has no public constructor without parameters. Give it one.");
        return IsPlugin(reader, handle) ? null : Wrong($"Its class {name} does not derive from QrisPlugin. Derive it from there.");
    }

    private static bool IsPublic(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic => IsPublic(reader, type.GetDeclaringType()),
            _ => false,
        };
    }

    private static bool IsPlainConstructor(MetadataReader reader, MethodDefinition method) =>
        reader.StringComparer.Equals(method.Name, ".ctor")
        && (method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public
        && method.DecodeSignature(SignatureNames.Full, null).ParameterTypes.IsEmpty;

    private static bool IsPlugin(MetadataReader reader, TypeDefinitionHandle handle)
    {
        for (var depth = 0; depth < 64; depth++)
        {
            EntityHandle parent = reader.GetTypeDefinition(handle).BaseType;
            if (parent.IsNil) return false;
            if (parent.Kind == HandleKind.TypeReference)
                // A base class in a private dependency may derive from it; then making it will tell.
                return LinkCheck.HostAssembly(reader, (TypeReferenceHandle)parent) is null
                    || SignatureNames.NameOf(reader, (TypeReferenceHandle)parent) == typeof(QrisPlugin).FullName;
            if (parent.Kind != HandleKind.TypeDefinition) return true;
            handle = (TypeDefinitionHandle)parent;
        }
        return false;
    }
}
