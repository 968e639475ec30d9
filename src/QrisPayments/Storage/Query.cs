using System.Data.Common;

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
        var read = RowType<T>.Of(reader);
        while (await reader.ReadAsync(cancellationToken)) Rows.Add(read(reader));
    }
}
