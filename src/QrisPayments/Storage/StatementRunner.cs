using System.Data;
using System.Data.Common;
using Dapper;

namespace QrisPayments.Storage;

/// <summary>
/// Runs the statements of one session. Those that follow each other are sent together where the driver can (<see cref="DbBatch"/>:
/// MySqlConnector) and one by one where it cannot; the first that fails ends it, and what was done before it stays done.
/// </summary>
/// <param name="connection">Open.</param>
/// <param name="transaction">The driver's transaction, or null.</param>
/// <param name="tables">How the tables are called there.</param>
/// <param name="lead">What must run before anything else; it changes no row, and travels with the first statement.</param>
/// <param name="onLed">Called when the lead has gone through.</param>
/// <param name="cancellationToken">Ends every statement.</param>
internal sealed class StatementRunner(
    DbConnection connection, DbTransaction? transaction, TableNames tables, IReadOnlyList<Statement> lead, Action? onLed,
        CancellationToken cancellationToken)
{
    private IReadOnlyList<Statement> _lead = lead;
    private DbCommand? _sample;

    /// <summary>Never run: it has the driver's default timeout, and makes parameters for batches.</summary>
    private DbCommand Sample => _sample ??= connection.CreateCommand();

    /// <summary>Something was sent, and before it the lead.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Something was sent that is no query; what it did may stand although its answer was lost.</summary>
    public bool HasWritten { get; private set; }

    /// <summary>The lead has gone through.</summary>
    public bool HasLed { get; private set; }

    /// <summary>Runs them; how many rows they changed together.</summary>
    public async Task<int> ExecuteAsync(params IReadOnlyList<Statement> statements)
    {
        var all = WithLead(statements);
        HasWritten = true;
        var changed = 0;
        if (all.Count > 1 && connection.CanCreateBatch)
        {
            await using var batch = Make(all);
            changed = await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        else
        {
            foreach (var statement in all) changed += Math.Max(0, await connection.ExecuteAsync(Command(statement)));
        }
        Led();
        return changed;
    }

    /// <summary>Runs statements that find nothing, and then a query.</summary>
    public async Task<List<T>> QueryAsync<T>(IReadOnlyList<Statement> before, Statement query)
    {
        var found = new Query<T>(query);
        await ReadAsync(before, found);
        return found.Rows;
    }

    /// <summary>Runs statements that find nothing, and then queries; how many rows were changed.</summary>
    public async Task<int> ReadAsync(IReadOnlyList<Statement> before, params IReadOnlyList<Query> queries)
    {
        var first = WithLead(before);
        HasWritten |= before.Count > 0;
        Statement[] all = [.. first, .. queries.Select(query => query.Statement)];
        var changed = all.Length > 1 && connection.CanCreateBatch
            ? await ReadTogetherAsync(all, queries)
            : await ReadOneByOneAsync(first, queries);
        Led();
        return changed;
    }

    private async Task<int> ReadTogetherAsync(IReadOnlyList<Statement> all, IReadOnlyList<Query> queries)
    {
        await using var batch = Make(all);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var query in queries)
        {
            await query.ReadAsync(reader, cancellationToken);
            await reader.NextResultAsync(cancellationToken);
        }
        return Math.Max(0, reader.RecordsAffected);
    }

    private async Task<int> ReadOneByOneAsync(IReadOnlyList<Statement> before, IReadOnlyList<Query> queries)
    {
        var changed = 0;
        foreach (var statement in before) changed += Math.Max(0, await connection.ExecuteAsync(Command(statement)));
        foreach (var query in queries)
        {
            await using var reader = await connection.ExecuteReaderAsync(Command(query.Statement));
            await query.ReadAsync(reader, cancellationToken);
        }
        return changed;
    }

    private IReadOnlyList<Statement> WithLead(IReadOnlyList<Statement> statements)
    {
        HasBegun = true;
        if (_lead.Count == 0) return statements;
        Statement[] all = [.. _lead, .. statements];
        _lead = [];
        return all;
    }

    private void Led()
    {
        if (!HasLed) onLed?.Invoke();
        HasLed = true;
    }

    private DbBatch Make(IReadOnlyList<Statement> statements)
    {
        var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        // MySqlConnector gives its default to commands and none to batches, which would wait forever when the network drops packets.
        batch.Timeout = Sample.CommandTimeout;
        foreach (var statement in statements)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = tables.In(statement.Sql);
            if (statement.Values is { } values)
                command.CommandText = values.Bind(command.CommandText, command.Parameters, Sample.CreateParameter, statement.Parameters!);
            batch.BatchCommands.Add(command);
        }
        return batch;
    }

    /// <summary>
    /// A command for Dapper to run, which is left nothing to decide: with the driver's own timeout (it would take that of
    /// <c>SqlMapper.Settings</c>), and with values that <see cref="ParameterType"/> binds.
    /// </summary>
    private CommandDefinition Command(Statement statement) => new(tables.In(statement.Sql),
        statement.Values is { } values ? new Binding(values, statement.Parameters!) : null, transaction, Sample.CommandTimeout,
        CommandType.Text, cancellationToken: cancellationToken);

    private sealed class Binding(ParameterType type, object values) : SqlMapper.IDynamicParameters
    {
        public void AddParameters(IDbCommand command, SqlMapper.Identity identity)
        {
            var own = (DbCommand)command;
            own.CommandText = type.Bind(own.CommandText, own.Parameters, own.CreateParameter, values);
        }
    }
}
