using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Nodes;

/// <summary>The way of a payment through a shop whose only driver is MySql.Data; all other tests have MySqlConnector.</summary>
[Collection(OnMariaDb.Name)]
public sealed class MySqlDataTests(MariaDb database) : NodeTests(database)
{
    [Fact]
    public async Task The_tables_are_made_once()
    {
        using var empty = MariaDb.New();
        await using (var first = await Node.StartWithMySqlDataAsync(empty))
        {
            Assert.Equal(["MySql.Data"], await first.DriversAsync());
        }
        var steps = await StepsAsync(empty);
        Assert.True(steps > 0);

        await using var second = await Node.StartWithMySqlDataAsync(empty);
        (await second.Api.CreateAsync()).Is(System.Net.HttpStatusCode.Created);
        Assert.Equal(steps, await StepsAsync(empty));
    }

    [Fact]
    public async Task A_payment_is_made_settled_and_delivered()
    {
        await using var client = await Listener.StartAsync(silent: false);
        var node = await StartWithMySqlDataAsync(("QrisPayments:Callbacks:AllowedPrivateHosts:0", "127.0.0.1"));
        var payment = await node.Api.CreateAsync(change: body =>
            (body["description"], body["callback_url"]) = ("Kopi ☕ dan boba 🧋", client.Address + "/paid"));

        var credit = await node.Api.ReportAsync("ref-1", payment.Number("total_amount"), payment.Time("created_at").AddSeconds(2));

        Assert.Equal("matched", credit.Text("outcome"));
        var paid = await node.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        Assert.Equal("Kopi ☕ dan boba 🧋", paid.Text("description"));
        Assert.Equal(payment.Time("created_at").AddSeconds(2), paid.Time("paid_at"));
        await NothingIsLeftToDeliverAsync();
        Assert.Equal(1, await EffectsAsync(payment.Text("id"), "payment.paid"));
        Assert.Contains("/paid", client.Accepted);
        await NothingHappenedTwiceAsync();
    }

    [Fact]
    public async Task Nodes_with_both_drivers_share_one_database()
    {
        // One shop in two programs.
        var shop = ("QrisPayments:ShopId", (string?)"kopi-lereng");
        var nodes = new[] { await StartWithMySqlDataAsync(shop), await StartAsync(null, shop) };
        var payments = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => nodes[i % 2].Api.CreateAsync()));
        Assert.Equal(40, payments.Select(payment => payment.Number("total_amount")).Distinct().Count());

        // All of the money reaches both.
        await Task.WhenAll(payments.SelectMany(payment => nodes.Select(async node => Assert.Equal("matched",
            (await node.Api.ReportAsync($"ref-{payment.Text("id")}", payment.Number("total_amount"),
                payment.Time("created_at").AddSeconds(2))).Text("outcome")))));

        await NothingIsLeftToDeliverAsync();
        Assert.Equal(40, await EffectsAsync("payment.paid"));
        Assert.Equal(40, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits"));
        await NothingHappenedTwiceAsync();
    }

    private static Task<long> StepsAsync(MariaDb database) => database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_migrations");
}
