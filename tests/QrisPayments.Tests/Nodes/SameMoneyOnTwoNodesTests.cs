using QrisPayments.Payments;
using QrisPayments.Tests.Harness;
using Xunit.Abstractions;

namespace QrisPayments.Tests.Nodes;

/// <summary>
/// The same money is told to two processes at the same moment by as many apps, and is in their books once. <c>QRIS_TEST_SAME_MONEY=full</c>
/// makes it as many pieces of money as the issue asks for.
/// </summary>
[Collection(OnMariaDb.Name)]
public sealed class SameMoneyOnTwoNodesTests(MariaDb database, ITestOutputHelper output) : NodeTests(database)
{
    /// <summary>How many pieces of money are on their way at once.</summary>
    private const int AtOnce = 20;

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("QRIS_TEST_SAME_MONEY") == "full";

    private static readonly (string, string?)[] ThreeApps =
    [
        ("QrisPayments:Apps:1:Code", "phone"), ("QrisPayments:Apps:1:Key", "phone-key"), ("QrisPayments:Apps:1:Scopes:0", "*"),
        ("QrisPayments:Apps:2:Code", "bank"), ("QrisPayments:Apps:2:Key", "bank-key"), ("QrisPayments:Apps:2:Scopes:0", "*"),
    ];

    public static TheoryData<int, int> Crowds => IsFull ? new() { { 1_000, 2 }, { 300, 3 } } : new() { { 100, 2 }, { 30, 3 } };

    [Theory]
    [MemberData(nameof(Crowds))]
    public async Task F02_told_to_two_processes_at_once_while_nothing_waits_it_is_one_piece_of_money(int count, int sources)
    {
        var nodes = await Task.WhenAll(StartAsync(settings: ThreeApps), StartAsync(settings: ThreeApps));
        var at = DateTimeOffset.UtcNow;

        var outcomes = await TellAsync(nodes, sources, [.. Enumerable.Range(0, count).Select(i => (100_001L + i, at))]);

        Assert.All(outcomes, told => Assert.Equal([.. Enumerable.Repeat("ignored", sources - 1), "unmatched"], told.Order()));
        await IsCountedOnceAsync(Enumerable.Range(0, count).Sum(i => 100_001L + i), "unmatched", count, sources);
    }

    [Theory]
    [MemberData(nameof(Crowds))]
    public async Task F02_told_to_two_processes_at_once_it_pays_its_payment_once(int count, int sources)
    {
        var nodes = await Task.WhenAll(StartAsync(settings: ThreeApps), StartAsync(settings: ThreeApps));
        var payments = new List<Answer>();
        foreach (var some in Enumerable.Range(0, count).Chunk(AtOnce))
            payments.AddRange(await Task.WhenAll(some.Select(i => nodes[i % 2].Api.CreateAsync(100_000 + i * 1_000))));

        var outcomes = await TellAsync(nodes, sources,
            [.. payments.Select(payment => (payment.Number("total_amount"), payment.Time("created_at").AddSeconds(1)))]);

        Assert.All(outcomes, told => Assert.Equal([.. Enumerable.Repeat("ignored", sources - 1), "matched"], told.Order()));
        await NothingIsLeftToDeliverAsync();
        Assert.Equal(count, await CountAsync("SELECT COUNT(*) FROM qris_payments WHERE status = 'paid' AND review IS NULL"));
        Assert.Equal(count, await EffectsAsync("payment.paid"));
        await NothingHappenedTwiceAsync();
        await IsCountedOnceAsync(payments.Sum(payment => payment.Number("total_amount")), "matched", count, sources);
    }

    /// <summary>Tells each piece of money to both processes at once; what each source was answered, piece by piece.</summary>
    private static async Task<List<string?[]>> TellAsync(Node[] nodes, int sources, (long Amount, DateTimeOffset At)[] money)
    {
        string[] keys = ["demo-key", "phone-key", "bank-key"];
        // Each app with each process, so that each source meets the others on the same node and on the other one.
        var clients = nodes.Select(node => keys.Select(node.Client).ToArray()).ToArray();
        try
        {
            var outcomes = new List<string?[]>();
            foreach (var some in Enumerable.Range(0, money.Length).Chunk(AtOnce))
                outcomes.AddRange(await Task.WhenAll(some.Select(i => Task.WhenAll(Enumerable.Range(0, sources).Select(async source =>
                {
                    var client = clients[(i + source) % nodes.Length][source];
                    var answer = await client.ReportAsync($"{keys[source]}-{i}", money[i].Amount, money[i].At);
                    return answer.Is(System.Net.HttpStatusCode.Created).Text("outcome");
                })))));
            return outcomes;
        }
        finally
        {
            foreach (var client in clients.SelectMany(some => some)) client.Dispose();
        }
    }

    /// <summary>Of each piece of money one row counts, each other source's names it, and the ledger holds exactly what was sent.</summary>
    private async Task IsCountedOnceAsync(long sum, string outcome, int count, int sources)
    {
        Assert.Equal(count * sources, await CountAsync("SELECT COUNT(*) FROM qris_credits"));
        Assert.Equal(count, await Database.ScalarAsync<long>(
            "SELECT COUNT(*) FROM qris_credits WHERE outcome = @outcome AND same_as IS NULL", new { outcome }));
        Assert.Equal(count * (sources - 1), await CountAsync("""
            SELECT COUNT(*) FROM qris_credits c JOIN qris_credits f ON f.id = c.same_as
            WHERE c.outcome = 'ignored' AND f.same_as IS NULL AND f.amount = c.amount AND f.source <> c.source
            """));
        Assert.Equal(sum, await CountAsync("SELECT CAST(SUM(amount) AS SIGNED) FROM qris_credits WHERE same_as IS NULL"));
        Assert.Equal(0, await CountAsync("SELECT COUNT(*) FROM qris_reviews"));
        await Wait.UntilAsync(() => CountAsync("SELECT COUNT(*) FROM qris_ledger"), lines => lines == count, "every movement has its line");
        Assert.Equal(sum, await CountAsync("SELECT CAST(SUM(amount) AS SIGNED) FROM qris_ledger"));
        await Books.AreInOrderAsync(Database, DateTimeOffset.UtcNow, new HashSet<string>());

        await using var connection = await Database.OpenAsync();
        var first = await Dapper.SqlMapper.QueryAsync<string>(connection,
            "SELECT CONCAT(source, ' ', COUNT(*)) FROM qris_credits WHERE same_as IS NULL GROUP BY source ORDER BY source");
        output.WriteLine($"{count} pieces of money from {sources} sources, {sum} rupiah; heard first from {string.Join(", ", first)}.");
    }

    private Task<long> CountAsync(string sql) => Database.ScalarAsync<long>(sql)!;
}
