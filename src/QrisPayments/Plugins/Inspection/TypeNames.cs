using System.Reflection.Metadata;

namespace QrisPayments.Plugins.Inspection;

/// <summary>What stands behind a type's handle.</summary>
internal static class TypeNames
{
    private const byte GenericInstance = 0x15;

    /// <summary>The open type of <c>IFilter&lt;NewPayment&gt;</c>; nil for arrays and the like (ECMA-335 II.23.2.14).</summary>
    public static EntityHandle GenericType(MetadataReader reader, TypeSpecificationHandle handle)
    {
        var blob = reader.GetBlobReader(reader.GetTypeSpecification(handle).Signature);
        if (blob.ReadByte() != GenericInstance) return default;
        // class or valuetype
        blob.ReadByte();
        return blob.ReadTypeHandle();
    }

    /// <summary>What the type's parameters stand for: <c>NewPayment</c> in <c>IFilter&lt;NewPayment&gt;</c>.</summary>
    public static string[] Arguments(MetadataReader reader, TypeSpecificationHandle handle)
    {
        var blob = reader.GetBlobReader(reader.GetTypeSpecification(handle).Signature);
        if (blob.ReadByte() != GenericInstance) return [];
        blob.ReadByte();
        blob.ReadTypeHandle();
        var arguments = new string[blob.ReadCompressedInteger()];
        var decoder = new System.Reflection.Metadata.Ecma335.SignatureDecoder<string, string[]?>(SignatureNames.Full, reader, null);
        for (var i = 0; i < arguments.Length; i++) arguments[i] = decoder.DecodeType(ref blob);
        return arguments;
    }

    /// <summary>The own class with that name, or null.</summary>
    public static TypeDefinitionHandle? Own(MetadataReader reader, string name)
    {
        foreach (var handle in reader.TypeDefinitions)
            if (SignatureNames.NameOf(reader, handle) == name) return handle;
        return null;
    }

    /// <summary>A member as people write it.</summary>
    public static string Describe(string owner, string name, MethodSignature<string> signature)
    {
        if (name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal))
            return $"{owner}.{name[4..]}";
        var parameters = string.Join(", ", signature.ParameterTypes);
        if (name == ".ctor") return $"new {owner}({parameters})";
        var generic = signature.GenericParameterCount == 0
            ? ""
            : $"<{string.Join(", ", Enumerable.Range(1, signature.GenericParameterCount).Select(i => $"T{i}"))}>";
        return $"{owner}.{name}{generic}({parameters})";
    }
}
