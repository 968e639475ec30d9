using System.Net;
using System.Text.RegularExpressions;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Hazards;

/// <summary>WIRE W: a redirect, states without amounts, no webhook.</summary>
public abstract class MiddlewareTests(Database database) : HazardTests(database)
{
    private readonly MiddlewareGateway _gateway = new();

    [Fact]
    public async Task W2_every_attempt_has_an_order_number_of_its_own_and_is_paid_with_the_stored_amount()
    {
        var host = await ShopAsync(_gateway);
        var payments = new List<Answer>();
        for (var i = 0; i < 5; i++) payments.Add((await PayableAsync(host, _gateway, 50_000 + i)).Payment);

        Assert.Equal(5, _gateway.Orders.Select(order => order.Reference).Distinct().Count());
        Assert.All(_gateway.Orders, order => Assert.Matches(new Regex("^[A-Za-z0-9_~.-]{26,50}$"), order.Reference));
        _gateway.Orders[2].Status = "settlement";
        await AskedAsync(_gateway);

        await PaidOnceAsync(host, payments[2], 50_002);
        foreach (var other in payments.Where((_, i) => i != 2)) await UnpaidAsync(host, other);
    }

    [Theory]
    [InlineData("refund")]
    [InlineData("partial_refund")]
    [InlineData("chargeback")]
    [InlineData("cancel")]
    public async Task F01_money_that_went_back_is_a_dispute_although_the_middleware_sends_nothing(string word)
    {
        var host = await ShopAsync(_gateway);
        var (payment, order) = await PayableAsync(host, _gateway);
        order.Status = "settlement";
        await AskedAsync(_gateway);
        await PaidOnceAsync(host, payment);
        order.Status = word;

        await Wait.UntilAsync(async () =>
        {
            Clock.Advance(TimeSpan.FromMinutes(20));
            return (await host.Api.PaymentAsync(payment.Text("id")!)).Text("review");
        }, review => review == "dispute", "it is a dispute");

        await PaidOnceAsync(host, payment);
        Assert.Equal(1, (await host.Api.EventTypesAsync(payment.Text("id")!)).Count(type => type == "payment.disputed"));
    }

    [Fact]
    public async Task W3_not_found_is_not_yet_paid_and_no_end()
    {
        var host = await ShopAsync(_gateway);
        var (payment, order) = await PayableAsync(host, _gateway);

        for (var i = 0; i < 4; i++) await AskedAsync(_gateway, TimeSpan.FromMinutes(3));
        await UnpaidAsync(host, payment);
        Assert.Equal("open", await AttemptStateAsync(payment, _gateway.Id));

        order.Status = "settlement";
        await AskedAsync(_gateway);
        await PaidOnceAsync(host, payment);
    }

    [Fact]
    public async Task W6_after_a_lost_answer_the_state_is_asked_and_the_order_number_never_used_again()
    {
        _gateway.Manner = (request, answer) =>
        {
            var reply = answer();
            return _gateway.IsCreate(request) ? GatewayReply.Cut : reply;
        };
        var host = await ShopAsync(_gateway);
        var lost = (await TryPayableAsync(host, _gateway)).Is(HttpStatusCode.Created);
        Assert.Equal("unknown", await AttemptStateAsync(lost, _gateway.Id));
        await ShowsNoQrAsync(host, lost);
        await AskedAsync(_gateway);
        Assert.Contains(_gateway.Requests,
            request => request.Method == "GET" && request.Target == $"/status/{_gateway.Orders[0].Reference}");

        _gateway.Manner = FakeGateway.Well;
        (await host.Api.CancelAsync(lost.Text("id")!)).Is(HttpStatusCode.OK);
        var again = await host.Api.CreateAsync(change: body => (body["provider"], body["order_id"]) = (_gateway.Id, lost.Text("order_id")));

        Assert.Equal(2, _gateway.Orders.Select(order => order.Reference).Distinct().Count());
        Assert.Equal(2, _gateway.Creates);
        // The first one is paid after all, on a page that was still open somewhere: nobody gets two goods for it, and it is not lost.
        _gateway.Orders[0].Status = "settlement";
        await AskedAsync(_gateway, TimeSpan.FromMinutes(11));
        await host.Api.WaitForReviewAsync(lost.Text("id")!, "late");
        await UnpaidAsync(host, again);
    }

    [Fact]
    public async Task W11_there_is_no_webhook_and_asking_is_enough()
    {
        var host = await ShopAsync(_gateway);
        var (payment, order) = await PayableAsync(host, _gateway);

        (await TellAsync(host, "/qris/webhooks/midtrans-middleware", $$"""{"order_id":"{{order.Reference}}","transaction_status":"settlement"}""")).Is(HttpStatusCode.NotFound);
        Assert.Equal(0, await CountAsync("qris_webhooks"));
        order.Status = "settlement";
        await AskedAsync(_gateway, TimeSpan.FromSeconds(6));

        await PaidOnceAsync(host, payment);
    }

    [Theory]
    [InlineData("deny")]
    [InlineData("authorize")]
    [InlineData("something-new")]
    public async Task W5_what_is_not_final_ends_nothing(string status)
    {
        var host = await ShopAsync(_gateway);
        var (payment, order) = await PayableAsync(host, _gateway);
        order.Status = status;
        await AskedAsync(_gateway);
        await UnpaidAsync(host, payment);

        order.Status = "settlement";
        await AskedAsync(_gateway);

        await PaidOnceAsync(host, payment);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class MiddlewareOnMariaDb(MariaDb database) : MiddlewareTests(database);

public sealed class MiddlewareOnSqlite(SqliteFile database) : MiddlewareTests(database), IClassFixture<SqliteFile>;
