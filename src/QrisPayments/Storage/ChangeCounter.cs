namespace QrisPayments.Storage;

/// <summary>Numbers by which the nodes learn that one of them has changed something.</summary>
internal sealed class ChangeCounter(Database database)
{
    private const string Read = "SELECT version FROM qris_changes WHERE name = @name";

    private const string Raise = "UPDATE qris_changes SET version = version + 1 WHERE name = @name";

    private const string Insert = "INSERT INTO qris_changes (name, version) VALUES (@name, 1)";

    public Task<long> ReadAsync(string name, CancellationToken cancellationToken) =>
        database.RunAsync(s => s.FirstOrDefaultAsync<long>(Read, new { name }), cancellationToken);

    /// <summary>In the transaction of the change itself, so that nobody sees the number before the change.</summary>
    public static async Task RaiseAsync(DbSession session, string name)
    {
        if (await session.ExecuteAsync(Raise, new { name }) == 0 && !await session.TryInsertAsync(Insert, new { name }))
            await session.ExecuteAsync(Raise, new { name });
    }
}
