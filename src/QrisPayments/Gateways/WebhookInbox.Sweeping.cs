using QrisPayments.Storage;

namespace QrisPayments.Gateways;

internal sealed partial class WebhookInbox
{
    private const string SweepOld =
        "DELETE FROM qris_webhooks WHERE received_at < @before AND state NOT IN ('verified', 'received')";

    // They may be many, and are of no use for long. What a person had read again stays, and so does what no plugin could read yet.
    private const string SweepStrangers = """
        DELETE FROM qris_webhooks WHERE stranger_bytes > 0 AND received_at < @yesterday AND replayed_at IS NULL
          AND verdict IS NOT NULL AND state NOT IN ('verified', 'received')
        """;

    private const string Measure = """
        SELECT account AS Account, CAST(SUM(stranger_bytes) AS SIGNED) AS Bytes FROM qris_webhooks WHERE stranger_bytes > 0 GROUP BY account
        """;

    /// <summary>
    /// Forgets what is old, and looks how much is kept of what strangers sent. What is still to be worked on stays.
    /// </summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var kept = await database.RunAsync(async session =>
        {
            await session.ExecuteAsync(SweepOld, new { before = (session.Now - options.Value.Keep).ToDb() });
            await session.ExecuteAsync(SweepStrangers, new { yesterday = (session.Now - TimeSpan.FromDays(1)).ToDb() });
            return await session.QueryAsync<Measured>(Measure);
        }, cancellationToken);
        budget.Set(kept.Select(account => (account.Account, account.Bytes)));
    }

    private sealed class Measured
    {
        public string Account { get; init; } = "";
        public long Bytes { get; init; }
    }
}
