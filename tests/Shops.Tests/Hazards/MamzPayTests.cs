using System.Net;
using QrisPayments.Payments;
using QrisPayments.Tests.Checkout;
using QrisPayments.Tests.Console;

namespace QrisPayments.Shops.Tests.Hazards;

/// <summary>WIRE M: the only evidence is a webhook that nobody signs.</summary>
public abstract class MamzPayTests(Database database) : HazardTests(database)
{
    private readonly MamzPayGateway _gateway = new();

    [Fact]
    public async Task M1_only_a_webhook_that_agrees_in_everything_pays()
    {
        var host = await ShopAsync(_gateway);
        var (payment, order) = await PayableAsync(host, _gateway);
        var (other, another) = await PayableAsync(host, _gateway);
        var stranger = order.Hook[..^64] + new string('0', 64);

        // One answer for an address that nobody has, and for another payment's.
        var unknown = (await TellAsync(host, stranger, MamzPayGateway.Notice(order))).Is(HttpStatusCode.Forbidden);
        var foreign = (await TellAsync(host, another.Hook, MamzPayGateway.Notice(order))).Is(HttpStatusCode.Forbidden);
        Assert.Equal(unknown.Body, foreign.Body);
        (await TellAsync(host, order.Hook[..^65], MamzPayGateway.Notice(order))).Is(HttpStatusCode.Forbidden);
        (await TellAsync(host, order.Hook, MamzPayGateway.Notice(order, notice => notice["ref_id"] = another.Ours)))
            .Is(HttpStatusCode.Forbidden);
        (await TellAsync(host, order.Hook, MamzPayGateway.Notice(order, notice => notice["trx_id_gateway"] = another.Reference)))
            .Is(HttpStatusCode.Forbidden);
        await WorkedOutAsync();
        await UnpaidAsync(host, payment);
        Assert.Equal(0, await CountAsync("qris_reviews"));

        for (var i = 0; i < 3; i++) (await TellAsync(host, order.Hook, MamzPayGateway.Notice(order))).Is(HttpStatusCode.OK);

        await PaidOnceAsync(host, payment);
        await UnpaidAsync(host, other);
    }

    [Theory]
    [InlineData(50_000)]
    [InlineData(50_044)]
    [InlineData(50_046)]
    public async Task M1_another_amount_is_for_a_person_and_the_right_one_still_counts(long amount)
    {
        var host = await ShopAsync(_gateway);
        var (payment, order) = await PayableAsync(host, _gateway);

        (await TellAsync(host, order.Hook, MamzPayGateway.Notice(order, notice => notice["amount_received"] = amount)))
            .Is(HttpStatusCode.OK);
        await host.Api.WaitForReviewAsync(payment.Text("id")!, "doubtful");
        await UnpaidAsync(host, payment, review: "doubtful");

        (await TellAsync(host, order.Hook, MamzPayGateway.Notice(order))).Is(HttpStatusCode.OK);
        await PaidOnceAsync(host, payment);
    }

    [Fact]
    public async Task M5_a_total_that_another_open_payment_has_is_not_shown_to_a_second_customer()
    {
        _gateway.Total = static (amount, _) => amount + 45;
        var host = await ShopAsync(_gateway);
        var (payment, order) = await PayableAsync(host, _gateway);

        Assert.False((await TryPayableAsync(host, _gateway)).Response.IsSuccessStatusCode);
        Assert.Equal(1, await CountAsync("qris_attempts", "state = 'rejected' AND error LIKE '%total%'"));
        // Another way to pay stands in.
        Assert.Equal("static-qris", (await host.Api.CreateAsync()).Text("provider"));

        (await TellAsync(host, order.Hook, MamzPayGateway.Notice(order))).Is(HttpStatusCode.OK);
        await PaidOnceAsync(host, payment);
        // It is free again as soon as nobody is to pay it.
        await PayableAsync(host, _gateway);
        Clock.Advance(TimeSpan.FromMinutes(11));
        await PayableAsync(host, _gateway);
    }

    [Fact]
    public async Task M5_of_two_that_get_one_total_at_once_one_is_shown()
    {
        _gateway.Total = static (amount, _) => amount + 45;
        var one = await ShopAsync(_gateway);
        var two = await SecondHostAsync(one);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => TryPayableAsync(i % 2 == 0 ? one : two, _gateway)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Equal(1, await CountAsync("qris_attempts", "state = 'open'"));
        Assert.Equal(5, await CountAsync("qris_attempts", "state = 'rejected'"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task M7_a_webhook_before_the_answer_to_the_create_shall_come_again_and_counts_though_it_may_not(bool comesAgain)
    {
        var host = await ShopAsync(_gateway);
        var payment = await OvertakenAsync(host, static _ => { });
        var order = _gateway.Orders[0];
        if (comesAgain) (await TellAsync(host, order.Hook, MamzPayGateway.Notice(order))).Is(HttpStatusCode.OK);
        Clock.Advance(TimeSpan.FromSeconds(30));

        await PaidOnceAsync(host, payment);
        Assert.Equal(0, await CountAsync("qris_reviews"));
    }

    [Theory]
    [InlineData("trx_id_gateway", "PAY-1712345678-46", "webhook")]
    [InlineData("amount_received", "50000", "doubtful")]
    public async Task M7_a_webhook_before_the_answer_that_the_answer_contradicts_pays_nothing(string member, string value, string kind)
    {
        var host = await ShopAsync(_gateway);
        var payment = await OvertakenAsync(host, notice => notice[member] = value);
        Clock.Advance(TimeSpan.FromSeconds(30));

        await Wait.UntilAsync(
            () => CountAsync("qris_reviews", $"kind = '{kind}' AND state = 'open' AND payment_id = '{payment.Text("id")}'"),
                cases => cases == 1, "a person is asked");
        Assert.Equal(0, await CountAsync("qris_credits"));
        Assert.Equal("pending", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
    }

    [Fact]
    public async Task M7_a_webhook_for_a_create_that_was_never_answered_is_for_a_person()
    {
        _gateway.Manner = (_, answer) =>
        {
            answer();
            return GatewayReply.Cut;
        };
        var host = await ShopAsync(_gateway);
        var payment = (await TryPayableAsync(host, _gateway)).Is(HttpStatusCode.Created);
        var order = _gateway.Orders.Single();

        // Neither its reference nor its amount can be compared with anything, whatever they are (M1).
        await TellAsync(host, order.Hook, MamzPayGateway.Notice(order, notice => notice["amount_received"] = 50_000));

        await host.Api.WaitForReviewAsync(payment.Text("id")!, "doubtful");
        await UnpaidAsync(host, payment, review: "doubtful");
    }

    [Fact]
    public async Task M8_what_a_lost_webhook_hid_is_claimed_by_the_customer_and_found_by_a_person()
    {
        var host = await ShopAsync(_gateway);
        var (payment, order) = await PayableAsync(host, _gateway);
        var id = payment.Text("id")!;

        (await new CheckoutClient(host, id).SubmitAsync("claim")).Is(HttpStatusCode.SeeOther);
        await host.Api.WaitForReviewAsync(id, "claimed");
        await UnpaidAsync(host, payment, review: "claimed");

        // Its mutation, as it stands in MamzPay's list.
        (await host.Api.ReportAsync("mutasi-881", order.Total, Clock.GetUtcNow(), "mamzpay")).Is(HttpStatusCode.Created);
        await PaidOnceAsync(host, payment);
        Assert.Equal(0, await CountAsync("qris_reviews", "state = 'open'"));
        // The webhook comes after all: the same money is not counted again.
        (await TellAsync(host, order.Hook, MamzPayGateway.Notice(order))).Is(HttpStatusCode.OK);
        await WorkedOutAsync();
        await PaidOnceAsync(host, payment);
    }

    [Fact]
    public async Task M8_a_person_accepts_the_money_that_was_sent_without_the_code()
    {
        var host = await ShopAsync(_gateway);
        var (payment, _) = await PayableAsync(host, _gateway);
        var id = payment.Text("id")!;
        (await new CheckoutClient(host, id).SubmitAsync("claim")).Is(HttpStatusCode.SeeOther);

        var credit = (await host.Api.ReportAsync("mutasi-882", 50_000, Clock.GetUtcNow(), "mamzpay")).Is(HttpStatusCode.Created);
        Assert.Equal("unmatched", credit.Text("outcome"));
        using var person = new ConsoleBrowser(host);
        var goal = ConsoleBrowser.Goal(await person.SubmitAsync(
            "/plugins", $"/credits/{credit.Text("id")}", ("action", "accept"), ("payment_id", id), ("differs", "yes"),
                ("remark", "Mutasi 882, BCA a.n. pembeli")));

        Assert.EndsWith($"{id}?said=accepted", goal, StringComparison.Ordinal);
        await PaidOnceAsync(host, payment, 50_000);
    }

    /// <summary>A payment whose webhook came, and was worked on, before the answer to its create.</summary>
    private async Task<Answer> OvertakenAsync(TestHost host, Action<System.Text.Json.Nodes.JsonNode> change)
    {
        using var answered = new ManualResetEventSlim();
        _gateway.Manner = (_, answer) =>
        {
            var reply = answer();
            answered.Wait(TimeSpan.FromSeconds(15));
            return reply;
        };
        var creating = TryPayableAsync(host, _gateway);
        await Wait.UntilAsync(() => Task.FromResult(_gateway.Orders.Count == 1), "the gateway has the order");
        var order = _gateway.Orders[0];
        (await TellAsync(host, order.Hook, MamzPayGateway.Notice(order, change))).Is(HttpStatusCode.ServiceUnavailable);
        await WorkedOutAsync();
        answered.Set();
        return (await creating).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Money_that_is_heard_of_on_two_channels_counts_once()
    {
        var host = await ShopAsync(_gateway);
        var (payment, order) = await PayableAsync(host, _gateway);

        (await TellAsync(host, order.Hook, MamzPayGateway.Notice(order))).Is(HttpStatusCode.OK);
        await PaidOnceAsync(host, payment);
        var again = (await host.Api.ReportAsync("mutasi-883", order.Total, Clock.GetUtcNow(), "mamzpay")).Is(HttpStatusCode.Created);

        Assert.NotEqual("matched", again.Text("outcome"));
        await PaidOnceAsync(host, payment);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class MamzPayOnMariaDb(MariaDb database) : MamzPayTests(database);

public sealed class MamzPayOnSqlite(SqliteFile database) : MamzPayTests(database), IClassFixture<SqliteFile>;
