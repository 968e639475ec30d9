using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;

namespace QrisPayments.Plugins.Inspection;

/// <summary>
/// Finds members of the contract that a plugin's classes would have to bring and do not, because the contract has grown
/// since the plugin was built. Without this the class would fail the first time it is touched.
/// </summary>
internal static class ContractGaps
{
    /// <summary>Each as <c>Provider lacks IPaymentProvider.OpenAsync(…)</c>.</summary>
    public static IReadOnlyList<string> Find(AssemblyImage image)
    {
        var gaps = new List<string>();
        foreach (var handle in image.Metadata.TypeDefinitions)
        {
            var type = image.Metadata.GetTypeDefinition(handle);
            if ((type.Attributes & (TypeAttributes.Interface | TypeAttributes.Abstract)) != 0) continue;
            foreach (var (contract, arguments) in Demanded(image.Metadata, handle))
                foreach (var method in contract.Methods.Where(method => method.Attributes.HasFlag(MethodAttributes.Abstract)))
                    if (!Implements(image.Metadata, handle, contract, method, arguments))
                        gaps.Add($"{SignatureNames.Shorten(SignatureNames.NameOf(image.Metadata, handle))} lacks "
                            + $"{Describe(contract, method)}");
        }
        return [.. gaps.Distinct()];
    }

    /// <summary>The contract's interfaces and abstract classes that a class takes on, with what their parameters stand for.</summary>
    private static IEnumerable<(HostType Contract, string[] Arguments)> Demanded(MetadataReader reader, TypeDefinitionHandle handle)
    {
        foreach (var own in OwnLineage(reader, handle))
        {
            var type = reader.GetTypeDefinition(own);
            foreach (var implementation in type.GetInterfaceImplementations())
                if (Contract(reader, reader.GetInterfaceImplementation(implementation).Interface) is { } contract)
                {
                    yield return contract;
                    foreach (var inherited in contract.Type.Interfaces)
                        if (IsOfContract(inherited) && !inherited.Type.IsGenericType)
                            yield return (inherited, []);
                }
            if (Contract(reader, type.BaseType) is not { } parent) continue;
            for (var up = parent.Type; IsOfContract(up); up = up.Base)
                yield return (up, parent.Arguments);
        }
    }

    private static bool IsOfContract([NotNullWhen(true)] HostType? type) =>
        type is not null && HostAssemblies.ContractAssembly(type.Type.Assembly.GetName().Name!) is not null;

    private static (HostType Type, string[] Arguments)? Contract(MetadataReader reader, EntityHandle handle)
    {
        string[] arguments = [];
        if (handle.Kind == HandleKind.TypeSpecification)
        {
            arguments = TypeNames.Arguments(reader, (TypeSpecificationHandle)handle);
            handle = TypeNames.GenericType(reader, (TypeSpecificationHandle)handle);
        }
        if (handle.Kind != HandleKind.TypeReference) return null;
        var reference = (TypeReferenceHandle)handle;
        if (LinkCheck.HostAssembly(reader, reference) is not { } assembly
            || HostAssemblies.ContractAssembly(assembly.GetName().Name!) is null)
            return null;
        return HostType.Find(assembly, SignatureNames.NameOf(reader, reference)) is { } type ? (type, arguments) : null;
    }

    private static bool Implements(
        MetadataReader reader, TypeDefinitionHandle handle, HostType contract, MethodDefinition wanted, string[] arguments)
    {
        var name = contract.Metadata.GetString(wanted.Name);
        var signature = SignatureNames.Write(wanted.DecodeSignature(SignatureNames.Full, arguments));
        foreach (var own in OwnLineage(reader, handle))
        {
            var type = reader.GetTypeDefinition(own);
            foreach (var method in type.GetMethods().Select(reader.GetMethodDefinition))
                if (reader.StringComparer.Equals(method.Name, name)
                    && SignatureNames.Write(method.DecodeSignature(SignatureNames.Full, null)) == signature)
                    return true;
            // Explicit implementations name what they stand for.
            foreach (var explicitly in type.GetMethodImplementations().Select(reader.GetMethodImplementation))
                if (explicitly.MethodDeclaration.Kind == HandleKind.MemberReference
                    && reader.StringComparer.Equals(
                        reader.GetMemberReference((MemberReferenceHandle)explicitly.MethodDeclaration).Name, name))
                    return true;
            // A class from elsewhere may bring it; that cannot be told from here.
            if (IsForeign(reader, type.BaseType)) return true;
        }
        return false;
    }

    private static bool IsForeign(MetadataReader reader, EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeSpecification) parent = TypeNames.GenericType(reader, (TypeSpecificationHandle)parent);
        return parent.Kind == HandleKind.TypeReference && LinkCheck.HostAssembly(reader, (TypeReferenceHandle)parent) is null;
    }

    private static IEnumerable<TypeDefinitionHandle> OwnLineage(MetadataReader reader, TypeDefinitionHandle handle)
    {
        // A class that derives from itself cannot be compiled, but it can be written.
        for (var depth = 0; depth < 64; depth++)
        {
            yield return handle;
            EntityHandle parent = reader.GetTypeDefinition(handle).BaseType;
            if (parent.Kind == HandleKind.TypeSpecification) parent = TypeNames.GenericType(reader, (TypeSpecificationHandle)parent);
            if (parent.IsNil || parent.Kind != HandleKind.TypeDefinition) yield break;
            handle = (TypeDefinitionHandle)parent;
        }
    }

    private static string Describe(HostType contract, MethodDefinition method) => TypeNames.Describe(
        SignatureNames.Shorten(contract.Type.FullName!), contract.Metadata.GetString(method.Name),
        method.DecodeSignature(SignatureNames.Short, null));
}
