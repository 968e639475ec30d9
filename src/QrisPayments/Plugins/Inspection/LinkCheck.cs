using System.Reflection;
using System.Reflection.Metadata;

namespace QrisPayments.Plugins.Inspection;

/// <summary>
/// Looks whether every type and member that an assembly calls in the host's assemblies is there, so that a plugin which was
/// built against a newer contract is refused by name instead of failing in the middle of a payment.
/// </summary>
internal static class LinkCheck
{
    /// <summary>What is missing, as people write it: <c>IPluginBuilder.AddWidget(string)</c>.</summary>
    public static IReadOnlyList<string> Missing(AssemblyImage image)
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        var types = new Dictionary<TypeReferenceHandle, HostType>();
        foreach (var handle in image.Metadata.TypeReferences)
        {
            if (HostAssembly(image.Metadata, handle) is not { } assembly) continue;
            var name = SignatureNames.NameOf(image.Metadata, handle);
            if (HostType.Find(assembly, name) is { } type) types.Add(handle, type);
            else missing.Add($"{SignatureNames.Shorten(name)} ({assembly.GetName().Name})");
        }
        foreach (var handle in image.Metadata.MemberReferences)
        {
            var member = image.Metadata.GetMemberReference(handle);
            if (ParentOf(image.Metadata, member) is { IsNil: false } parent && types.TryGetValue(parent, out var type)
                && !Has(type, image.Metadata, member))
                missing.Add(Describe(type, image.Metadata, member));
        }
        return [.. missing];
    }

    /// <summary>The host's assembly that a type is looked for in; null for the plugin's own types and dependencies.</summary>
    public static Assembly? HostAssembly(MetadataReader reader, TypeReferenceHandle handle)
    {
        var scope = reader.GetTypeReference(handle).ResolutionScope;
        if (scope.Kind == HandleKind.TypeReference) return HostAssembly(reader, (TypeReferenceHandle)scope);
        if (scope.Kind != HandleKind.AssemblyReference) return null;
        var name = reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name);
        return HostAssemblies.IsShared(name) ? HostAssemblies.Find(name) : null;
    }

    private static TypeReferenceHandle ParentOf(MetadataReader reader, MemberReference member) => member.Parent.Kind switch
    {
        HandleKind.TypeReference => (TypeReferenceHandle)member.Parent,
        HandleKind.TypeSpecification =>
            TypeNames.GenericType(reader, (TypeSpecificationHandle)member.Parent) is { Kind: HandleKind.TypeReference } type
            ? (TypeReferenceHandle)type
            : default,
        _ => default,
    };

    private static bool Has(HostType type, MetadataReader reader, MemberReference member)
    {
        var name = reader.GetString(member.Name);
        if (member.GetKind() == MemberReferenceKind.Field)
        {
            var field = member.DecodeFieldSignature(SignatureNames.Full, null);
            return Lineage(type).Any(parent => parent.Fields.Any(known =>
                parent.Metadata.StringComparer.Equals(known.Name, name)
                    && (parent != type || known.DecodeSignature(SignatureNames.Full, null) == field)));
        }
        var signature = member.DecodeMethodSignature(SignatureNames.Full, null);
        // Variable arguments are C's; no contract has them.
        if (signature.Header.CallingConvention == SignatureCallingConvention.VarArgs) return true;
        var wanted = SignatureNames.Write(signature);
        // A method may have moved up, where the parameters of a generic type have other names.
        return Lineage(type).Any(parent => parent.Methods.Any(known =>
            parent.Metadata.StringComparer.Equals(known.Name, name)
            && known.DecodeSignature(SignatureNames.Full, null) is var candidate
            && (SignatureNames.Write(candidate) == wanted
                || (parent != type && parent.Type.IsGenericType && candidate.ParameterTypes.Length == signature.ParameterTypes.Length))));
    }

    private static IEnumerable<HostType> Lineage(HostType type)
    {
        for (var parent = type; parent is not null; parent = parent.Base) yield return parent;
    }

    private static string Describe(HostType type, MetadataReader reader, MemberReference member)
    {
        var owner = SignatureNames.Shorten(type.Type.FullName!);
        var name = reader.GetString(member.Name);
        if (member.GetKind() == MemberReferenceKind.Field) return $"{owner}.{name}";
        return TypeNames.Describe(owner, name, member.DecodeMethodSignature(SignatureNames.Short, null));
    }
}
