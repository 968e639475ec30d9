using System.Net;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Nodes;

/// <summary>Two host processes on one MariaDB, both settling, expiring and delivering at once: nothing twice, nothing missed.</summary>
[Collection(OnMariaDb.Name)]
public sealed class TwoNodesTests(MariaDb database) : NodeTests(database)
{
    [Fact]
    public async Task Two_nodes_share_the_work_and_do_nothing_twice()
    {
        // Both start on an empty or half-made schema at the same moment, as after a deployment.
        var nodes = await Task.WhenAll(StartAsync(), StartAsync());
        var payments = await Task.WhenAll(Enumerable.Range(0, 80).Select(i => nodes[i % 2].Api.CreateAsync()));
        Assert.Equal(80, payments.Select(p => p.Number("total_amount")).Distinct().Count());
        var paid = payments.Where((_, i) => i % 4 < 2).ToList();
        var left = payments.Except(paid).ToList();

        // Every credit reaches both nodes, while both let the rest run out of time, one of them a little ahead.
        var credits = paid.SelectMany(p => nodes.Select(async node =>
        {
            var answer = await node.Api.ReportAsync($"ref-{p.Text("id")}", p.Number("total_amount"), p.Time("created_at").AddSeconds(2));
            Assert.Contains(answer.Status, new[] { HttpStatusCode.OK, HttpStatusCode.Created });
            Assert.Equal("matched", answer.Text("outcome"));
            Assert.Equal(p.Text("id"), answer.Text("payment_id"));
        })).ToList();
        var expiry = Task.WhenAll(nodes.Select((node, i) => node.AdvanceAsync(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(1 + 2 * i))));
        await Task.WhenAll([.. credits, expiry]);

        await Task.WhenAll(left.Select(p => nodes[0].Api.WaitForStatusAsync(p.Text("id")!, "expired")));
        await NothingIsLeftToDeliverAsync();
        Assert.Equal(paid.Count, await EffectsAsync("payment.paid"));
        foreach (var payment in paid)
        {
            Assert.Equal("paid", (await nodes[1].Api.PaymentAsync(payment.Text("id")!)).Text("status"));
            Assert.Equal(1, await EffectsAsync(payment.Text("id"), "payment.paid"));
        }
        foreach (var payment in left)
            Assert.Equal(1, await EffectsAsync(payment.Text("id"), "payment.expired"));
        await NothingHappenedTwiceAsync();
        Assert.Equal(paid.Count, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits WHERE outcome = 'matched'"));
        Assert.Equal(paid.Count, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits"));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews"));
        Assert.Equal(2, await Database.ScalarAsync<long>("SELECT COUNT(DISTINCT node) FROM node_effects"));
    }

    [Fact]
    public async Task One_key_sent_to_both_nodes_at_once_makes_one_payment()
    {
        var nodes = await Task.WhenAll(StartAsync(), StartAsync());
        for (var round = 0; round < 5; round++)
        {
            var (body, key) = (ApiClient.NewPayment().ToJsonString(), $"key-{round}");

            var answers = await Task.WhenAll(Enumerable.Range(0, 20)
                .Select(i => nodes[i % 2].Api.PostRawAsync("/api/v1/payments", body, idempotencyKey: key)));

            Assert.All(answers, a => a.Is(HttpStatusCode.Created));
            // The addresses are those of the node that was asked first: word for word means word for word.
            Assert.Single(answers.Select(a => a.Body).Distinct());
        }
        Assert.Equal(5, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
    }

    [Fact]
    public async Task What_a_dead_node_was_doing_is_finished_by_the_other()
    {
        var dying = await StartAsync(holdAt: "payment.paid");
        var payments = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => dying.Api.CreateAsync()));
        foreach (var payment in payments)
            await dying.Api.ReportAsync($"ref-{payment.Text("id")}", payment.Number("total_amount"),
                payment.Time("created_at").AddSeconds(1));
        await dying.Holding;
        var other = await StartAsync();

        await dying.KillAsync();
        await other.AdvanceAsync(TimeSpan.FromMinutes(12));

        await NothingIsLeftToDeliverAsync();
        foreach (var payment in payments)
            Assert.Equal(1, await EffectsAsync(payment.Text("id"), "payment.paid"));
        await NothingHappenedTwiceAsync();
    }
}
