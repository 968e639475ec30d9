using System.Net;
using System.Text.Json.Nodes;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Nodes;

/// <summary>SIGKILL at the worst moments: what was promised over HTTP holds, and every handler has run once in effect.</summary>
public abstract class KillTests(Database database) : NodeTests(database)
{
    /// <summary>Longer than any lease, shorter than a day (when idempotency keys end).</summary>
    private static readonly TimeSpan PastEveryLease = TimeSpan.FromMinutes(12);

    [Fact]
    public async Task A_node_that_dies_between_settlement_and_the_end_of_delivery_is_made_up_for_after_restart()
    {
        var dying = await StartAsync(holdAt: "payment.paid");
        var payment = await dying.Api.CreateAsync();
        var credit = (await dying.Api.PostAsync($"/api/v1/sandbox/payments/{payment.Text("id")}/pay")).Is(HttpStatusCode.OK);
        Assert.Equal("matched", credit.Text("outcome"));
        await dying.Holding;

        await dying.KillAsync();
        Assert.Equal("paid", await Database.ScalarAsync<string>("SELECT status FROM qris_payments"));
        Assert.Equal(0, await EffectsAsync("payment.paid"));

        var restarted = await StartAsync();
        await restarted.AdvanceAsync(PastEveryLease);
        await Wait.UntilAsync(async () => await EffectsAsync(payment.Text("id"), "payment.paid") == 1, "the handler has run",
            TimeSpan.FromSeconds(60));
        await NothingIsLeftToDeliverAsync();
        await NothingHappenedTwiceAsync();
    }

    [Fact]
    public async Task A_node_that_dies_while_money_is_reported_has_lost_none_of_it()
    {
        var dying = await StartAsync();
        var payments = new List<Answer>();
        for (var i = 0; i < 12; i++)
            payments.Add(await dying.Api.CreateAsync());

        // Killed with some of the reports answered and some not: after the third answer, whenever that is.
        var answered = 0;
        var third = new TaskCompletionSource();
        var reports = payments.Select(async p =>
        {
            await dying.Api.ReportAsync($"ref-{p.Text("id")}", p.Number("total_amount"), p.Time("created_at").AddSeconds(1));
            if (Interlocked.Increment(ref answered) == 3)
                third.SetResult();
        }).ToList();
        await third.Task.WaitAsync(Wait.Bound);
        await dying.KillAsync();
        await Task.WhenAll(reports.Select(r => r.ContinueWith(_ => { }, TaskScheduler.Default)));

        // Who got no answer asks again, as a bank script would.
        var restarted = await StartAsync();
        foreach (var payment in payments)
        {
            var credit = await restarted.Api.ReportAsync($"ref-{payment.Text("id")}", payment.Number("total_amount"),
                payment.Time("created_at").AddSeconds(1));
            Assert.Contains(credit.Status, new[] { HttpStatusCode.OK, HttpStatusCode.Created });
            Assert.Equal("matched", credit.Text("outcome"));
        }
        await restarted.AdvanceAsync(PastEveryLease);
        await NothingIsLeftToDeliverAsync();
        foreach (var payment in payments)
            Assert.Equal(1, await EffectsAsync(payment.Text("id"), "payment.paid"));
        await NothingHappenedTwiceAsync();
    }

    [Fact]
    public async Task A_node_that_dies_while_payments_are_made_leaves_no_half_of_one()
    {
        var dying = await StartAsync();
        var bodies = Enumerable.Range(0, 30).Select(_ => (JsonNode)ApiClient.NewPayment()).ToList();
        var answered = 0;
        var third = new TaskCompletionSource();
        var creates = bodies.Select(async (body, i) =>
        {
            await dying.Api.TryCreateAsync(body, $"key-{i}");
            if (Interlocked.Increment(ref answered) == 3)
                third.SetResult();
        }).ToList();
        await third.Task.WaitAsync(Wait.Bound);
        await dying.KillAsync();
        await Task.WhenAll(creates.Select(c => c.ContinueWith(_ => { }, TaskScheduler.Default)));

        var restarted = await StartAsync();
        await restarted.AdvanceAsync(TimeSpan.FromMinutes(2));
        var ids = new HashSet<string?>();
        for (var i = 0; i < bodies.Count; i++)
        {
            var (body, key) = (bodies[i], $"key-{i}");
            var answer = await Wait.UntilAsync(() => restarted.Api.TryCreateAsync(body, key), a => a.Status == HttpStatusCode.Created,
                $"the repeated create {key} is answered", TimeSpan.FromSeconds(60));
            Assert.True(ids.Add(answer.Text("id")), $"{key} was answered with another key's payment");
        }

        // What was refused before the kill may have left a failed payment; of those that can be paid there is one a key.
        Assert.Equal(bodies.Count, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments WHERE status <> 'failed'"));
        await Wait.UntilAsync(
            () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_attempts WHERE state NOT IN ('open', 'rejected')")!,
                left => left == 0, "every attempt is open", TimeSpan.FromSeconds(60));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class KillOnMariaDb(MariaDb database) : KillTests(database);

public sealed class KillOnSqlite(SqliteFile database) : KillTests(database), IClassFixture<SqliteFile>;
