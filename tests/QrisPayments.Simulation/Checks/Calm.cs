using System.Diagnostics;
using Dapper;
using QrisPayments.Simulation.Model;

namespace QrisPayments.Simulation.Checks;

/// <summary>Waits after a storm until there is nothing left to do. What is never done is stuck.</summary>
internal static class Calm
{
    /// <summary>
    /// A payment ends two minutes after its creation, a dead process's flight is over two minutes after its take-off, and a gateway in
    /// trouble is left alone for up to ten.
    /// </summary>
    private static readonly TimeSpan Max = TimeSpan.FromMinutes(14);

    private static readonly (string What, string Sql)[] Due =
    [
        ("deliveries", "SELECT COUNT(*) FROM qris_deliveries WHERE state = 'due'"),
        ("pending payments", "SELECT COUNT(*) FROM qris_payments WHERE status = 'pending'"),
        ("attempts being opened", "SELECT COUNT(*) FROM qris_attempts WHERE state = 'creating'"),
        // A genuine webhook about money that was never sent waits for it a whole day; money that was sent is looked for below.
        ("webhooks", "SELECT COUNT(*) FROM qris_webhooks WHERE state IN ('received', 'verified') "
            + "AND COALESCE(reason, '') NOT LIKE '%ledger does not show%'"),
    ];

    public static async Task WaitAsync(string connectionString, Bank bank, Findings findings, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var left = await LeftAsync(connectionString, bank);
            if (left.Count == 0) return;
            if (watch.Elapsed > Max)
            {
                foreach (var one in left) findings.Add($"Stuck after {Max.TotalMinutes} minutes of calm: {one}");
                return;
            }
            await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
        }
    }

    private static async Task<IReadOnlyList<string>> LeftAsync(string connectionString, Bank bank)
    {
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync();
        var left = new List<string>();
        foreach (var (what, sql) in Due)
            if (await connection.ExecuteScalarAsync<long>(sql) is > 0 and var count) left.Add($"{count} {what}");
        var heard = (await connection.QueryAsync<(string, string)>("SELECT account, external_ref FROM qris_credits")).ToHashSet();
        var missing = bank.Transfers.Where(money => money.References.Any(reference => !heard.Contains((money.Account, reference))))
            .ToList();
        if (missing.Count > 0) left.Add($"{missing.Count} transfers not heard of, the first is {missing[0]}");
        return left;
    }
}
