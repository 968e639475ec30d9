using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using QrisPayments.Plugins.Inspection;

namespace QrisPayments.Testing;

/// <summary>
/// Names the calls of an assembly that keep a plugin's types in static caches of the framework, and the plugin in memory for ever.
/// Only metadata is read.
/// </summary>
internal static class MetadataCheck
{
    private static readonly string[] Json = ["JsonSerializer", "HttpClientJsonExtensions", "HttpContentJsonExtensions", "JsonContent"];

    private static readonly string[] Converts =
        ["Serialize", "Deserialize", "GetFrom", "ReadFrom", "PostAs", "PutAs", "PatchAs", "DeleteFrom", "Create"];

    public static IReadOnlyList<string> Pinning(string path)
    {
        using var image = new PEReader(File.OpenRead(path));
        var metadata = image.GetMetadataReader();
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind != HandleKind.TypeReference || member.GetKind() != MemberReferenceKind.Method) continue;
            var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
            var (space, owner, name) = (metadata.GetString(type.Namespace), metadata.GetString(type.Name), metadata.GetString(member.Name));
            if (space == "System.ComponentModel.DataAnnotations" && owner == "Validator") found.Add($"Validator.{name}");
            if (!space.StartsWith("System.", StringComparison.Ordinal) || !Json.Contains(owner)) continue;
            if (!Converts.Any(start => name.StartsWith(start, StringComparison.Ordinal))) continue;
            var signature = member.DecodeMethodSignature(new TypeNames(), null);
            if (!signature.ParameterTypes.Any(parameter => parameter is "JsonTypeInfo" or "JsonTypeInfo`1" or "JsonSerializerContext"))
                found.Add($"{owner}.{name}({string.Join(", ", signature.ParameterTypes)})");
        }
        return [.. found];
    }

    private sealed class TypeNames : ISignatureTypeProvider<string, object?>
    {
        public string GetArrayType(string elementType, ArrayShape shape) => elementType + "[,]";
        public string GetByReferenceType(string elementType) => "ref " + elementType;
        public string GetFunctionPointerType(MethodSignature<string> signature) => "delegate*";
        public string GetGenericInstantiation(string genericType, System.Collections.Immutable.ImmutableArray<string> typeArguments) =>
            genericType;
        public string GetGenericMethodParameter(object? genericContext, int index) => "T";
        public string GetGenericTypeParameter(object? genericContext, int index) => "T";
        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;
        public string GetPinnedType(string elementType) => elementType;
        public string GetPointerType(string elementType) => elementType + "*";
        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();
        public string GetSZArrayType(string elementType) => elementType + "[]";
        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
            reader.GetString(reader.GetTypeDefinition(handle).Name);
        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
            reader.GetString(reader.GetTypeReference(handle).Name);
        public string GetTypeFromSpecification(
            MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);
    }
}
