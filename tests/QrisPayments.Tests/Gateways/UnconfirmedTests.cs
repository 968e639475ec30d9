using System.Net;
using QrisPayments.Tests.Checkout;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Gateways;

/// <summary>A genuine webhook tells of money, and the gateway, when it is asked, does not: it may lag behind, or be wrong.</summary>
public abstract class UnconfirmedTests(Database database) : GatewayTests(database)
{
    private static readonly TimeSpan HalfAnHour = TimeSpan.FromMinutes(31);

    [Fact]
    public async Task F03_a_gateway_that_lags_behind_its_webhook_is_asked_again()
    {
        var host = await StartAsync(AsksAndHears);
        var (payment, reference) = await PayableAsync(host);

        await ToldAsync(host, $"{reference}|paid 50000");
        _gateway.Status = _ => $"paid 50000 {Now}";
        Clock.Advance(TimeSpan.FromSeconds(6));

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        await Wait.UntilAsync(() => Database.ScalarAsync<string>("SELECT state FROM qris_webhooks"), state => state == "applied", "it is");
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews"));
    }

    [Theory]
    [InlineData("pending")]
    [InlineData("expired")]
    [InlineData("nothing")]
    public async Task F03_what_the_gateway_never_confirms_is_a_case_until_it_does(string said)
    {
        var host = await StartAsync(AsksAndHears);
        var (payment, reference) = await PayableAsync(host);
        var paidAt = Now;
        _gateway.Status = _ => said;

        await ToldAsync(host, $"{reference}|paid 50000 {paidAt}");
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews"));
        Clock.Advance(HalfAnHour);
        await host.Api.WaitForReviewAsync(payment.Text("id")!, "unconfirmed");
        Assert.NotEqual("paid", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));

        _gateway.Status = _ => $"paid 50000 {paidAt}";
        await ToldAsync(host, $"{reference}|paid 50000 {paidAt} again");
        var paid = await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");

        Assert.Null(paid.Text("review"));
        Assert.Equal("money_arrived", await Database.ScalarAsync<string>("SELECT resolution FROM qris_reviews"));
    }

    [Fact]
    public async Task F03_webhooks_that_go_on_saying_so_open_one_case()
    {
        var host = await StartAsync(AsksAndHears);
        var (payment, reference) = await PayableAsync(host);

        for (var i = 0; i < 5; i++) await ToldAsync(host, $"{reference}|paid 5000{i}");
        Clock.Advance(HalfAnHour);
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_webhooks WHERE state = 'applied'"),
            applied => applied == 5, "all have ended");

        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews"));
        Assert.Equal(1, (await host.Api.EventTypesAsync(payment.Text("id")!)).Count(type => type == "payment.review_opened"));
    }

    [Fact]
    public async Task F01_money_that_a_webhook_says_went_back_and_the_gateway_does_not_is_a_dispute()
    {
        var host = await StartAsync(AsksAndHears);
        var (payment, reference) = await PayableAsync(host);
        _gateway.Status = _ => $"paid 50000 {Now}";
        await TellAsync(host, $"{reference}|paid 50000");
        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");

        await ToldAsync(host, $"{reference}|reversed refund 50000");
        Clock.Advance(HalfAnHour);

        var disputed = await host.Api.WaitForReviewAsync(payment.Text("id")!, "dispute");
        Assert.Equal(("paid", 0), (disputed.Text("status"), disputed.Number("refunded_amount")));
        Assert.Contains("payment.disputed", await host.Api.EventTypesAsync(payment.Text("id")!));
    }

    [Fact]
    public async Task Money_that_answers_one_case_leaves_the_other_shown()
    {
        var host = await StartAsync(AsksAndHears);
        var (payment, reference) = await PayableAsync(host);
        await new CheckoutClient(host, payment.Text("id")!).SubmitAsync("claim");
        _gateway.Status = _ => "doubt";
        await TellAsync(host, $"{reference}|pending");
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews"), cases => cases == 2, "both are open");

        _gateway.Status = _ => $"paid 50000 {Now}";
        await TellAsync(host, $"{reference}|paid 50000");

        Assert.Equal("doubtful", (await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid")).Text("review"));
    }

    /// <summary>Sent, accepted, and worked on for the first time.</summary>
    private async Task ToldAsync(TestHost host, string body)
    {
        (await TellAsync(host, body)).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(
            () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_webhooks WHERE tries = 0 OR lease_until IS NOT NULL"),
            waiting => waiting == 0, "it was looked at");
    }
}

[Collection(OnMariaDb.Name)]
public sealed class UnconfirmedOnMariaDb(MariaDb database) : UnconfirmedTests(database);

public sealed class UnconfirmedOnSqlite(SqliteFile database) : UnconfirmedTests(database), IClassFixture<SqliteFile>;
