using Dapper;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Nodes;

/// <summary>Tests of whole processes: a table of effects that would show a second delivery, and the nodes that write it.</summary>
public abstract class NodeTests(Database database) : IAsyncLifetime
{
    private readonly List<Node> _nodes = [];

    protected Database Database => database;

    public async Task InitializeAsync()
    {
        await database.ResetAsync();
        await using var connection = await database.OpenAsync();
        await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS node_effects (event_id VARCHAR(64) NOT NULL, type VARCHAR(64) NOT "
            + "NULL, payment_id VARCHAR(64) NOT NULL, node INT NOT NULL)");
        await connection.ExecuteAsync("DELETE FROM node_effects");
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
    }

    private protected async Task<Node> StartAsync(string? holdAt = null, params IEnumerable<(string, string?)> settings) =>
        Kept(await Node.StartAsync(database, holdAt, settings));

    private protected async Task<Node> StartWithMySqlDataAsync(params IEnumerable<(string, string?)> settings) =>
        Kept(await Node.StartWithMySqlDataAsync(database, settings));

    private Node Kept(Node node)
    {
        _nodes.Add(node);
        return node;
    }

    protected Task<long> EffectsAsync(string type) =>
        database.ScalarAsync<long>("SELECT COUNT(*) FROM node_effects WHERE type = @type", new { type })!;

    protected Task<long> EffectsAsync(string? paymentId, string type) =>
        database.ScalarAsync<long>("SELECT COUNT(*) FROM node_effects WHERE payment_id = @paymentId AND type = @type",
            new { paymentId, type })!;

    /// <summary>No delivery waits any more, so what was not done by now will never be.</summary>
    protected Task NothingIsLeftToDeliverAsync() =>
        Wait.UntilAsync(() => database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE done_at IS NULL")!, left => left == 0,
            "every delivery is done", TimeSpan.FromSeconds(60));

    /// <summary>No event of a payment had an effect twice.</summary>
    protected async Task NothingHappenedTwiceAsync()
    {
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT COUNT(*) FROM (SELECT event_id FROM node_effects GROUP BY event_id "
            + "HAVING COUNT(*) > 1) AS twice"));
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT COUNT(*) FROM (SELECT payment_id FROM node_effects GROUP BY payment_id, "
            + "type HAVING COUNT(*) > 1) AS twice"));
    }
}
