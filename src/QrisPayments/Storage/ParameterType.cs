using System.Collections;
using System.Collections.Concurrent;
using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using Dapper;

namespace QrisPayments.Storage;

/// <summary>
/// A type of parameters, as a batch binds it: Dapper binds those of single commands only. The values are texts, numbers, flags and times in
/// UTC, which Dapper writes as they are, too.
/// </summary>
internal sealed class ParameterType
{
    private static readonly ConcurrentDictionary<Type, ParameterType> Known = new();

    private readonly (string Name, Func<object, object?> Read)[] _properties;

    private ParameterType(Type type)
    {
        var properties = type.GetProperties();
        _properties = [.. properties.Select(property => (property.Name, Reader(type, property)))];
        AreSingle = !Array.Exists(properties, property =>
            property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(IEnumerable)));
    }

    /// <summary>Each property is one value. (Dapper writes a list out into the SQL; a batch cannot, and bytes we have none.)</summary>
    public bool AreSingle { get; }

    public static ParameterType Of(object parameters) => Known.GetOrAdd(parameters.GetType(), type => new ParameterType(type));

    /// <summary>A host has given Dapper a handler for one of the types that we write.</summary>
    public static bool AreHandledOtherwise =>
        SqlMapper.HasTypeHandler(typeof(DateTime)) || SqlMapper.HasTypeHandler(typeof(string)) || SqlMapper.HasTypeHandler(typeof(long))
            || SqlMapper.HasTypeHandler(typeof(int)) || SqlMapper.HasTypeHandler(typeof(bool));

    /// <param name="command">Of a batch.</param>
    /// <param name="make">Makes a parameter; batches of some versions of a driver cannot.</param>
    /// <param name="parameters">The values.</param>
    public void Bind(DbBatchCommand command, Func<DbParameter> make, object parameters)
    {
        foreach (var (name, read) in _properties)
        {
            var parameter = make();
            parameter.ParameterName = name;
            parameter.Value = read(parameters) ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
    }

    // Compiled, because a create binds about forty values.
    private static Func<object, object?> Reader(Type type, PropertyInfo property)
    {
        var parameters = Expression.Parameter(typeof(object));
        var value = Expression.Property(Expression.Convert(parameters, type), property);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(value, typeof(object)), parameters).Compile();
    }
}
