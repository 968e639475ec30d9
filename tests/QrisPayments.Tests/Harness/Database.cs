using System.Data.Common;
using Dapper;

namespace QrisPayments.Tests.Harness;

/// <summary>A database that test classes share one after the other, never side by side.</summary>
public abstract class Database
{
    /// <summary>What a host puts into <c>ConnectionStrings:QrisPayments</c>.</summary>
    public abstract string ConnectionString { get; }

    protected abstract DbConnection Connect();

    protected abstract string ListTables { get; }

    /// <summary>Deletes all rows of these tables, whatever refers to whatever.</summary>
    protected abstract Task EmptyAsync(DbConnection connection, IReadOnlyList<string> tables);

    /// <summary>A connection of the test's own, beside the module.</summary>
    public async Task<DbConnection> OpenAsync()
    {
        var connection = Connect();
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>
    /// Empties what tests write and leaves the schema. Migrations and the module's keys stay, as they do between two starts of a host.
    /// </summary>
    public async Task ResetAsync()
    {
        await using var connection = await OpenAsync();
        var tables = (await TablesAsync(connection)).Where(table => !KeptOnReset(table)).ToList();
        // Before the first host there are none.
        if (tables.Count > 0) await EmptyAsync(connection, tables);
    }

    /// <summary>How many rows each of the module's tables holds.</summary>
    public async Task<IReadOnlyDictionary<string, long>> RowCountsAsync()
    {
        await using var connection = await OpenAsync();
        var counts = new Dictionary<string, long>();
        foreach (var table in await TablesAsync(connection))
            counts[table] = await connection.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM {table}");
        return counts;
    }

    public async Task<T?> ScalarAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await OpenAsync();
        return await connection.ExecuteScalarAsync<T>(sql, parameters);
    }

    /// <summary>Whether a host has made the module's tables here, with their ordinary names, and no test has dropped them.</summary>
    public async Task<bool> HasTablesAsync()
    {
        await using var connection = await OpenAsync();
        var tables = await TablesAsync(connection);
        return tables.Contains("qris_payments") && tables.Contains("qris_ledger");
    }

    private async Task<List<string>> TablesAsync(DbConnection connection) =>
        (await connection.QueryAsync<string>(ListTables)).Where(t => t.StartsWith("qris_", StringComparison.Ordinal)).ToList();

    private static bool KeptOnReset(string table) =>
        table.Contains("migration", StringComparison.Ordinal) || table is "qris_keys";
}
