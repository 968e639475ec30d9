using System.Collections;
using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Dapper;

namespace QrisPayments.Storage;

/// <summary>SQL, written with the default prefix, and its values: an object whose properties are named like the parameters.</summary>
internal readonly record struct Statement(string Sql, object? Parameters = null)
{
    /// <summary>How the values are bound in a batch; null when there are none.</summary>
    public ParameterType? Values => Parameters is null ? null : ParameterType.Of(Parameters);
}

/// <summary>A statement of a batch that finds rows.</summary>
internal abstract class Query(Statement statement)
{
    public Statement Statement => statement;

    public abstract Task ReadAsync(DbDataReader reader, CancellationToken cancellationToken);
}

/// <inheritdoc/>
internal sealed class Query<T>(Statement statement) : Query(statement)
{
    public Query(string sql, object? parameters = null) : this(new Statement(sql, parameters)) { }

    /// <summary>What was found.</summary>
    public List<T> Rows { get; } = [];

    public override async Task ReadAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        var read = reader.GetRowParser(typeof(T));
        while (await reader.ReadAsync(cancellationToken)) Rows.Add(As(read(reader)));
    }

    // As Dapper does for a single column: no value is the default one, and a number is whatever number is wanted.
    private static T As(object? value) => value switch
    {
        T row => row,
        null => default!,
        _ => (T)Convert.ChangeType(value, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), CultureInfo.InvariantCulture),
    };
}

/// <summary>A type of parameters, as a batch binds it: Dapper binds those of single commands only.</summary>
internal sealed class ParameterType(PropertyInfo[] properties)
{
    private static readonly ConcurrentDictionary<Type, ParameterType> Known = new();

    /// <summary>No property is a list of values.</summary>
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
