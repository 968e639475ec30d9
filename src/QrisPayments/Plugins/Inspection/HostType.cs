using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace QrisPayments.Plugins.Inspection;

/// <summary>A type that this host has loaded, with the metadata that it was loaded from.</summary>
/// <param name="Type">The type; a generic one is open.</param>
/// <param name="Metadata">Its assembly's.</param>
/// <param name="Handle">Where it stands in there.</param>
internal sealed record HostType(Type Type, MetadataReader Metadata, TypeDefinitionHandle Handle)
{
    private static readonly ConcurrentDictionary<(Assembly Assembly, string Name), HostType?> Known = new();

    private static readonly ConcurrentDictionary<Assembly, MetadataReader?> Readers = new();

    /// <summary>Follows types to where the framework has moved them. Null when it is not there.</summary>
    public static HostType? Find(Assembly assembly, string name) => Known.GetOrAdd((assembly, name), static key =>
    {
        try
        {
            return key.Assembly.GetType(key.Name, throwOnError: false) is { } type ? Of(type) : null;
        }
        // Moved to an assembly that is not there.
        catch (Exception exception) when (exception is IOException or TypeLoadException or BadImageFormatException or ArgumentException)
        {
            return null;
        }
    });

    /// <summary>What it derives from, or null.</summary>
    public HostType? Base => Type.BaseType is { } parent ? Of(parent) : null;

    /// <summary>The interfaces that come with it.</summary>
    public IEnumerable<HostType> Interfaces => Type.GetInterfaces().Select(Of).OfType<HostType>();

    public IEnumerable<MethodDefinition> Methods => Metadata.GetTypeDefinition(Handle).GetMethods().Select(Metadata.GetMethodDefinition);

    public IEnumerable<FieldDefinition> Fields => Metadata.GetTypeDefinition(Handle).GetFields().Select(Metadata.GetFieldDefinition);

    private static unsafe HostType? Of(Type type)
    {
        if (type.IsGenericType) type = type.GetGenericTypeDefinition();
        var reader = Readers.GetOrAdd(type.Assembly, static assembly =>
            assembly.TryGetRawMetadata(out var blob, out var length) ? new MetadataReader(blob, length) : null);
        return reader is null ? null : new HostType(type, reader, (TypeDefinitionHandle)MetadataTokens.EntityHandle(type.MetadataToken));
    }
}
