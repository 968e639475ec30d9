using System.Net;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Facades.MidtransMiddleware;

/// <summary><c>GET /status/{order_id}</c> through the life of a payment.</summary>
public abstract class MiddlewareStatusTests(Database database) : MiddlewareTests(database)
{
    private static string Expected(string id, string status, string code) =>
        $$"""{"id":"{{id}}","transaction_status":"{{status}}","fraud_status":"accept","status_code":"{{code}}","status_message":"Success, transaction is found"}""";

    private async Task<string> PayAsync(string orderId)
    {
        var id = await PaymentIdAsync(orderId);
        (await Host.Api.PostAsync($"/api/v1/sandbox/payments/{id}/pay")).Is(HttpStatusCode.OK);
        await Host.Api.WaitForStatusAsync(id!, "paid");
        return id!;
    }

    [Fact]
    public async Task A_payment_is_pending_then_settled_under_one_id()
    {
        await StartGatewayAsync();
        (await ChargeAsync("A-1", 50_000)).Is(HttpStatusCode.Created);
        var pending = (await StatusAsync("A-1")).Is(HttpStatusCode.OK);
        Assert.Matches(Uuid, pending.Text("id"));
        Assert.Equal((Expected(pending.Text("id")!, "pending", "201"), "application/json"), (pending.Body, pending.ContentType));
        await PayAsync("A-1");

        var paid = (await StatusAsync("A-1")).Is(HttpStatusCode.OK);
        Assert.Equal(Expected(pending.Text("id")!, "settlement", "200"), paid.Body);
        var documented = Parse(Recorded("midtrans-middleware/status.json"));
        Assert.Equal(documented.EnumerateObject().Select(member => (member.Name, member.Value.ValueKind)),
            paid.Json.EnumerateObject().Select(member => (member.Name, member.Value.ValueKind)));
        foreach (var name in new[] { "transaction_status", "fraud_status", "status_code", "status_message" })
            Assert.Equal(documented.GetProperty(name).GetString(), paid.Text(name));
    }

    [Fact]
    public async Task What_ran_out_is_expire_and_what_was_called_off_is_cancel()
    {
        await StartGatewayAsync();
        (await ChargeAsync("A-1", 50_000)).Is(HttpStatusCode.Created);
        (await ChargeAsync("A-2", 50_000)).Is(HttpStatusCode.Created);
        (await Host.Api.CancelAsync((await PaymentIdAsync("A-2"))!)).Is(HttpStatusCode.OK);
        var cancelled = await StatusAsync("A-2");
        Assert.Equal(Expected(cancelled.Text("id")!, "cancel", "202"), cancelled.Is(HttpStatusCode.OK).Body);
        Clock.Advance(TimeSpan.FromMinutes(16));
        var expired = await WaitForAsync("A-1", "expire");
        Assert.Equal(Expected(expired.Text("id")!, "expire", "407"), expired.Body);
    }

    [Fact]
    public async Task A_payment_in_review_is_pending()
    {
        await StartGatewayAsync();
        (await ChargeAsync("A-1", 50_000)).Is(HttpStatusCode.Created);
        var page = await Anybody.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, new Uri(Host.Root, $"/qris/pay/{await PaymentIdAsync("A-1")}")));
        var token = System.Text.RegularExpressions.Regex.Match(page.Is(HttpStatusCode.OK).Body,
            "name=\"token\" value=\"([^\"]+)\"").Groups[1].Value;
        await Anybody.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, new Uri(Host.Root, $"/qris/pay/{await PaymentIdAsync("A-1")}/claim"))
        {
            Content = Form(("token", token)),
        });
        await Host.Api.WaitForReviewAsync((await PaymentIdAsync("A-1"))!, "claimed");
        Assert.Equal(("pending", "201"),
            ((await StatusAsync("A-1")).Text("transaction_status"), (await StatusAsync("A-1")).Text("status_code")));
    }

    [Fact]
    public async Task Late_money_waits_for_a_person_and_the_client_with_it()
    {
        await StartGatewayAsync();
        (await ChargeAsync("A-1", 50_000)).Is(HttpStatusCode.Created);
        var total = (await Host.Api.PaymentAsync((await PaymentIdAsync("A-1"))!)).Number("total_amount");
        Clock.Advance(TimeSpan.FromMinutes(16));
        await WaitForAsync("A-1", "expire");
        await ArriveAsync(total, "TRX-LATE");
        Assert.Equal("201", (await WaitForAsync("A-1", "pending")).Text("status_code"));
    }

    [Fact]
    public async Task A_limit_of_the_app_holds()
    {
        await StartGatewayAsync(("QrisPayments:Apps:1:Limits:qris", "500000"));
        IsError(await ChargeAsync("A-1", 500_001), HttpStatusCode.BadRequest, "Bad Request", "at most 500000");
        (await ChargeAsync("A-1", 500_000)).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_order_that_is_not_there_or_anothers_is_not_found()
    {
        await StartGatewayAsync();
        IsError(await StatusAsync("A-1"), HttpStatusCode.NotFound, "Not Found", "Transaction doesn't exist.");
        (await ChargeAsync("A-1", 50_000)).Is(HttpStatusCode.Created);
        IsError(await StatusAsync("A-1", "warung"), HttpStatusCode.NotFound, "Not Found", "Transaction doesn't exist.");
        IsError(await StatusAsync("a-1"), HttpStatusCode.NotFound, "Not Found");
        IsError(await StatusAsync("A-1%"), HttpStatusCode.NotFound, "Not Found");
        // Neither is a payment that came by another way.
        var other = await Host.Client("toko-key").CreateAsync();
        IsError(await StatusAsync(other.Text("order_id")!), HttpStatusCode.NotFound, "Not Found");
        (await ChargeAsync("A-1", 60_000, "warung")).Is(HttpStatusCode.Created);
        await PayAsync("A-1");
        Assert.Equal(("settlement", "pending"),
            ((await StatusAsync("A-1")).Text("transaction_status"), (await StatusAsync("A-1", "warung")).Text("transaction_status")));
    }

    [Theory]
    [InlineData("INV/2026/001")]
    [InlineData("faktur no 7")]
    [InlineData("ünï-😀")]
    [InlineData("a?b#c&d=e")]
    public async Task An_order_is_found_by_whatever_its_client_calls_it(string orderId)
    {
        await StartGatewayAsync();
        (await ChargeAsync(orderId, 50_000)).Is(HttpStatusCode.Created);
        Assert.Equal("pending", (await StatusAsync(orderId)).Is(HttpStatusCode.OK).Text("transaction_status"));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class MiddlewareStatusOnMariaDb(MariaDb database) : MiddlewareStatusTests(database);

public sealed class MiddlewareStatusOnSqlite(SqliteFile database) : MiddlewareStatusTests(database), IClassFixture<SqliteFile>;
