using QrisPayments.Storage;

namespace QrisPayments.Providers;

/// <summary>The accounts that the console keeps, for all nodes.</summary>
internal sealed class AccountStore(Database database)
{
    private const string List = "SELECT id AS Id, plugin AS PluginId FROM qris_accounts";

    private sealed record Row
    {
        public string Id { get; init; } = "";
        public string PluginId { get; init; } = "";
    }

    public async Task<IReadOnlyList<StoredAccount>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await database.RunAsync(s => s.QueryAsync<Row>(List), cancellationToken)).Select(row => new StoredAccount { Id = row.Id, PluginId = row.PluginId })];
}
