using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;

namespace QrisPayments.Storage;

/// <summary>
/// A type of parameters and how its values are bound, in single commands and in batches alike: texts, whole numbers, flags, times in UTC
/// and lists of texts. Dapper does not bind them, because it would do so with whatever the host has told it about these types, which it
/// keeps once for the whole process.
/// </summary>
internal sealed class ParameterType
{
    private static readonly ConcurrentDictionary<Type, ParameterType> Known = new();

    private static readonly Type[] Bound = [typeof(string), typeof(long), typeof(int), typeof(bool), typeof(DateTime)];

    private readonly IReadOnlyList<(string Name, Func<object, object?> Read)> _values;
    private readonly IReadOnlyList<(string Name, Func<object, object?> Read)> _lists;

    private ParameterType(Type type)
    {
        var properties = type.GetProperties().ToLookup(property => IsList(property.PropertyType));
        foreach (var property in properties[false])
            if (!Bound.Contains(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType))
                throw new NotSupportedException($"@{property.Name} is a {property.PropertyType.Name}, which is not bound.");
        _values = [.. properties[false].Select(property => (property.Name, Reader(type, property)))];
        _lists = [.. properties[true].Select(property => (property.Name, Reader(type, property)))];
    }

    /// <exception cref="NotSupportedException">A property is of a type that is not bound.</exception>
    public static ParameterType Of(object parameters) => Known.GetOrAdd(parameters.GetType(), type => new ParameterType(type));

    /// <summary>
    /// Binds the values, and answers the statement to run: each list is written out in it, <c>IN @ids</c> as <c>IN (@ids1,@ids2)</c>.
    /// </summary>
    /// <param name="sql">The statement.</param>
    /// <param name="into">The parameters of its command.</param>
    /// <param name="make">Makes a parameter; batches of some versions of a driver cannot.</param>
    /// <param name="parameters">The values.</param>
    public string Bind(string sql, DbParameterCollection into, Func<DbParameter> make, object parameters)
    {
        foreach (var (name, read) in _values) into.Add(Make(make, name, read(parameters)));
        foreach (var (name, read) in _lists)
        {
            var names = new List<string>();
            foreach (var value in (IEnumerable<string>?)read(parameters) ?? [])
            {
                names.Add(name + (names.Count + 1).ToString(CultureInfo.InvariantCulture));
                into.Add(Make(make, names[^1], value));
            }
            sql = WriteOut(sql, name, names);
        }
        return sql;
    }

    private static DbParameter Make(Func<DbParameter> make, string name, object? value)
    {
        var parameter = make();
        parameter.ParameterName = name;
        parameter.Value = value switch
        {
            null => DBNull.Value,
            // In a host's pool with DateTimeKind=Local, MySqlConnector refuses a time that says UTC. One that says nothing is written as it
            // is, by every driver.
            DateTime time => DateTime.SpecifyKind(time, DateTimeKind.Unspecified),
            _ => value,
        };
        return parameter;
    }

    private static string WriteOut(string sql, string list, IReadOnlyList<string> names)
    {
        // No value is in an empty list, nor unknown to be in it, as it would be with (NULL).
        var values = names.Count == 0 ? "(SELECT NULL WHERE 1 = 0)" : $"(@{string.Join(",@", names)})";
        var name = "@" + list;
        for (var at = 0; (at = sql.IndexOf(name, at, StringComparison.Ordinal)) >= 0;)
        {
            var end = at + name.Length;
            var isWhole = end == sql.Length || !(char.IsAsciiLetterOrDigit(sql[end]) || sql[end] == '_');
            if (isWhole) sql = sql[..at] + values + sql[end..];
            at += isWhole ? values.Length : name.Length;
        }
        return sql;
    }

    private static bool IsList(Type type) => type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable<string>));

    // Compiled, because a create binds about forty values.
    private static Func<object, object?> Reader(Type type, PropertyInfo property)
    {
        var parameters = Expression.Parameter(typeof(object));
        var value = Expression.Property(Expression.Convert(parameters, type), property);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(value, typeof(object)), parameters).Compile();
    }
}
