using QrisPayments.Storage;

namespace QrisPayments.Plugins;

/// <summary>What the operator decided about a plugin.</summary>
internal sealed record PluginRow(string Id, bool Enabled, int Position);

/// <summary>Keeps what the operator decides, for all nodes.</summary>
internal sealed class PluginStore(Database database, TimeProvider clock)
{
    /// <summary>The name under which nodes watch for changes of plugins and accounts.</summary>
    public const string Change = "plugins";

    private const string List = "SELECT id AS Id, enabled AS Enabled, position AS Position FROM qris_plugins";

    private const string Update = "UPDATE qris_plugins SET enabled = @enabled, position = @position, updated_at = @now WHERE id = @id";

    private const string Insert = "INSERT INTO qris_plugins (id, enabled, position, updated_at) VALUES (@id, @enabled, @position, @now)";

    private sealed record Row
    {
        public string Id { get; init; } = "";
        public bool Enabled { get; init; }
        public int Position { get; init; }
    }

    public async Task<IReadOnlyList<PluginRow>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await database.RunAsync(s => s.QueryAsync<Row>(List), cancellationToken))
            .Select(row => new PluginRow(row.Id, row.Enabled, row.Position))];

    /// <summary>Stores rows; every node follows.</summary>
    public Task SaveAsync(IReadOnlyList<PluginRow> rows, CancellationToken cancellationToken) =>
        database.TransactAsync(async session =>
        {
            foreach (var row in rows)
            {
                var parameters = new { id = row.Id, enabled = row.Enabled, position = row.Position, now = clock.Now().ToDb() };
                if (await session.ExecuteAsync(Update, parameters) == 0 && !await session.TryInsertAsync(Insert, parameters))
                    await session.ExecuteAsync(Update, parameters);
            }
            await ChangeCounter.RaiseAsync(session, Change);
        }, cancellationToken);
}
