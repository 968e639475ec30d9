using System.Text.Json;
using QrisPayments.Foundation;
using QrisPayments.Storage;

namespace QrisPayments.Payments;

/// <summary>What happened to one payment, oldest first.</summary>
internal sealed class PaymentTimeline(Database database)
{
    private const string Read = """
        SELECT id AS Id, type AS Type, version AS Version, data AS Data, at AS At
        FROM qris_events WHERE payment_id = @paymentId ORDER BY version, at, id
        """;

    public async Task<IReadOnlyList<TimelineEntry>> ReadAsync(string paymentId, CancellationToken cancellationToken)
    {
        var rows = await database.RunAsync(s => s.QueryAsync<Row>(Read, new { paymentId }), cancellationToken);
        return [.. rows.Select(row => new TimelineEntry(
            row.Id, row.Type, JsonShapes.Time(row.At.FromDb()), row.Version,
                row.Data is null ? null : JsonSerializer.Deserialize<JsonElement>(row.Data)))];
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Type { get; init; } = "";
        public long Version { get; init; }
        public string? Data { get; init; }
        public DateTime At { get; init; }
    }
}
