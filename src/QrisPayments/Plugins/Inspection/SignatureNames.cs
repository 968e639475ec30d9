using System.Collections.Immutable;
using System.Globalization;
using System.Reflection.Metadata;

namespace QrisPayments.Plugins.Inspection;

/// <summary>
/// Writes signatures with names instead of types, so that two assemblies can be compared and nothing has to be loaded. Names
/// leave assemblies out: the framework moves types between them. The context holds what a type's own parameters stand for.
/// </summary>
internal sealed class SignatureNames : ISignatureTypeProvider<string, string[]?>
{
    /// <summary>For comparing.</summary>
    public static readonly SignatureNames Full = new(isShort: false);

    /// <summary>For people.</summary>
    public static readonly SignatureNames Short = new(isShort: true);

    private readonly bool _isShort;

    private SignatureNames(bool isShort) => _isShort = isShort;

    /// <summary>A method's parameters and result, in one text.</summary>
    public static string Write(MethodSignature<string> signature) =>
        $"{(signature.Header.IsInstance ? "" : "static ")}{signature.ReturnType} "
        + $"<{signature.GenericParameterCount}>({string.Join(",", signature.ParameterTypes)})";

    /// <summary><c>Namespace.Outer+Inner</c>.</summary>
    public static string NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{NameOf(reader, (TypeReferenceHandle)type.ResolutionScope)}+{reader.GetString(type.Name)}"
            : Qualified(reader, type.Namespace, type.Name);
    }

    /// <summary><c>Namespace.Outer+Inner</c>.</summary>
    public static string NameOf(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? $"{NameOf(reader, outer)}+{reader.GetString(type.Name)}"
            : Qualified(reader, type.Namespace, type.Name);
    }

    /// <summary>As people write it: without namespace and arity.</summary>
    public static string Shorten(string name)
    {
        var plain = name[(name.LastIndexOf('.') + 1)..].Replace('+', '.');
        return string.Join('.', plain.Split('.').Select(part => part.Split('`')[0]));
    }

    private static string Qualified(MetadataReader reader, StringHandle space, StringHandle name) =>
        space.IsNil ? reader.GetString(name) : $"{reader.GetString(space)}.{reader.GetString(name)}";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        Style(NameOf(reader, handle));
    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        Style(NameOf(reader, handle));
    public string GetTypeFromSpecification(
        MetadataReader reader, string[]? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);
    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        $"{genericType}<{string.Join(", ", typeArguments)}>";
    public string GetGenericTypeParameter(string[]? genericContext, int index) =>
        genericContext is not null && index < genericContext.Length ? genericContext[index] : Parameter("!", index);
    public string GetGenericMethodParameter(string[]? genericContext, int index) => Parameter("!!", index);
    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";
    public string GetSZArrayType(string elementType) => elementType + "[]";
    public string GetByReferenceType(string elementType) => elementType + "&";
    public string GetPointerType(string elementType) => elementType + "*";
    public string GetPinnedType(string elementType) => elementType;
    public string GetFunctionPointerType(MethodSignature<string> signature) => $"delegate*<{Write(signature)}>";
    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) =>
        _isShort || !isRequired ? unmodifiedType : $"{unmodifiedType} modreq({modifier})";

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => _isShort
        ? typeCode switch
        {
            PrimitiveTypeCode.Boolean => "bool",
            PrimitiveTypeCode.Int16 => "short",
            PrimitiveTypeCode.Int32 => "int",
            PrimitiveTypeCode.Int64 => "long",
            PrimitiveTypeCode.Single => "float",
            _ => typeCode.ToString().ToLowerInvariant(),
        }
        : typeCode.ToString();

    private string Style(string name) => _isShort ? Shorten(name) : name;

    private string Parameter(string sign, int index) => _isShort
        ? string.Create(CultureInfo.InvariantCulture, $"T{index + 1}")
        : string.Create(CultureInfo.InvariantCulture, $"{sign}{index}");
}
