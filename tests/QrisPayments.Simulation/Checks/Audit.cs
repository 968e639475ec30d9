using Dapper;

namespace QrisPayments.Simulation.Checks;

/// <summary>
/// Witnesses inside the database: triggers that note, in the transaction itself, each acknowledged delivery and each order that becomes
/// paid. What was undone leaves no note; what was done twice leaves two.
/// </summary>
internal static class Audit
{
    private const string Tables = """
        CREATE TABLE sim_acknowledged (delivery_id VARCHAR(64) NOT NULL, kind VARCHAR(20) NOT NULL);
        CREATE TABLE sim_paid_orders (number VARCHAR(20) NOT NULL);
        """;

    private const string OnDelivery = """
        CREATE TRIGGER sim_on_delivery AFTER UPDATE ON qris_deliveries FOR EACH ROW
        IF NEW.done_at IS NOT NULL AND NOT (NEW.done_at <=> OLD.done_at) THEN
          INSERT INTO sim_acknowledged (delivery_id, kind) VALUES (NEW.id, NEW.kind);
        END IF
        """;

    private const string OnOrder = """
        CREATE TRIGGER sim_on_order AFTER UPDATE ON orders FOR EACH ROW
        IF NEW.status = 'paid' THEN INSERT INTO sim_paid_orders (number) VALUES (NEW.number); END IF
        """;

    private const string Twice =
        "SELECT kind, delivery_id FROM sim_acknowledged GROUP BY kind, delivery_id HAVING COUNT(*) > 1";

    private const string Unnoted = """
        SELECT d.kind, d.id FROM qris_deliveries d WHERE d.state = 'done'
          AND NOT EXISTS (SELECT 1 FROM sim_acknowledged a WHERE a.delivery_id = d.id)
        """;

    private const string Orders = """
        SELECT o.number, o.status, COUNT(p.id) AS paid,
               (SELECT COUNT(*) FROM sim_paid_orders s WHERE s.number = o.number) AS effects
        FROM orders o LEFT JOIN qris_payments p ON p.order_id = o.number AND p.app = '' AND p.status = 'paid'
        GROUP BY o.number, o.status
        HAVING NOT (o.status = 'paid' AND paid = 1 AND effects = 1) AND NOT (o.status <> 'paid' AND paid = 0 AND effects = 0)
        """;

    public static async Task InstallAsync(string connectionString)
    {
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync();
        foreach (var sql in (string[])[Tables, OnDelivery, OnOrder]) await connection.ExecuteAsync(sql);
    }

    /// <summary>What handlers and deliveries did twice, or not at all.</summary>
    public static async Task<IReadOnlyList<string>> CheckAsync(string connectionString)
    {
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync();
        return
        [
            .. (await connection.QueryAsync<(string Kind, string Id)>(Twice))
            .Select(one => $"{one.Kind} delivery {one.Id} was made twice."),
            .. (await connection.QueryAsync<(string Kind, string Id)>(Unnoted)).Select(one =>
                $"{one.Kind} delivery {one.Id} is done, and nothing had acknowledged it."),
            .. (await connection.QueryAsync<(string Number, string Status, long Paid, long Effects)>(Orders)).Select(one =>
                $"Order {one.Number} is {one.Status}; {one.Paid} of its payments are paid, and the handler marked it {one.Effects} times."),
        ];
    }

    /// <summary>How many orders the handler marked.</summary>
    public static async Task<long> EffectsAsync(string connectionString)
    {
        await using var connection = new MySqlConnection(connectionString);
        return await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM sim_paid_orders");
    }
}
