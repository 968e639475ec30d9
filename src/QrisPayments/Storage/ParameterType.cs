using System.Collections;
using System.Collections.Concurrent;
using System.Data.Common;
using System.Reflection;

namespace QrisPayments.Storage;

/// <summary>
/// A type of parameters, as a batch binds it. Dapper binds those of single commands only, and nothing but Dapper reads rows, so that a
/// statement means the same by itself and in a batch: texts, numbers, flags and times in UTC, which need no type handler.
/// </summary>
internal sealed class ParameterType(PropertyInfo[] properties)
{
    private static readonly ConcurrentDictionary<Type, ParameterType> Known = new();

    /// <summary>Each property is one value. (Dapper writes a list out into the SQL; a batch cannot, and bytes we have none.)</summary>
    public bool AreSingle { get; } = !Array.Exists(properties, property =>
        property.PropertyType != typeof(string) && property.PropertyType.IsAssignableTo(typeof(IEnumerable)));

    public static ParameterType Of(object parameters) =>
        Known.GetOrAdd(parameters.GetType(), type => new ParameterType(type.GetProperties()));

    public void Bind(DbBatchCommand command, object parameters)
    {
        foreach (var property in properties)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = property.Name;
            parameter.Value = property.GetValue(parameters) ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
    }
}
