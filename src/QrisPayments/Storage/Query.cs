using System.Data.Common;
using System.Globalization;
using Dapper;

namespace QrisPayments.Storage;

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
