using System.Net;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Hazards;

/// <summary>WIRE P: invoices that have only a second for a name, and no webhooks.</summary>
public abstract class PayDigitalTests(Database database) : HazardTests(database)
{
    private readonly PayDigitalGateway _gateway = new();

    [Fact]
    public async Task P4_an_invoice_that_is_in_the_books_already_is_not_a_second_payments()
    {
        _gateway.Invoice = static _ => "PYG20260101120000";
        var host = await ShopAsync(_gateway);
        var (payment, order) = await PayableAsync(host, _gateway);

        Assert.False((await TryPayableAsync(host, _gateway, 75_000)).Response.IsSuccessStatusCode);
        Assert.Equal(1, await CountAsync("qris_attempts", "state = 'rejected' AND error LIKE '%PYG20260101120000%'"));
        Assert.Equal("static-qris", (await host.Api.CreateAsync(75_000)).Text("provider"));

        (order.Status, order.PaidAt) = ("paid", Clock.GetUtcNow());
        await AskedAsync(_gateway);
        await PaidOnceAsync(host, payment);
        // Its name stays its own.
        Assert.False((await TryPayableAsync(host, _gateway)).Response.IsSuccessStatusCode);
    }

    [Fact]
    public async Task P4_of_two_creates_in_one_second_one_gets_the_invoice()
    {
        _gateway.Invoice = static _ => "PYG20260101120000";
        var one = await ShopAsync(_gateway);
        var two = await SecondHostAsync(one);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => TryPayableAsync(i % 2 == 0 ? one : two, _gateway, 50_000 + i)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Equal(1, await CountAsync("qris_attempts", "state = 'open'"));
        Assert.Equal(5, await CountAsync("qris_attempts", "state = 'rejected'"));
    }

    [Fact]
    public async Task P1_paid_over_another_total_is_for_a_person()
    {
        var host = await ShopAsync(_gateway);
        var (payment, order) = await PayableAsync(host, _gateway);
        _gateway.Manner = (request, answer) =>
            GatewayReply.Json(answer().Body.Replace($"{order.Total}", $"{order.Amount}", StringComparison.Ordinal));
        order.Status = "paid";

        await AskedAsync(_gateway);

        await UnpaidAsync(host, payment, review: "doubtful");
    }

    [Fact]
    public async Task P8_polling_alone_finds_the_money_through_challenge_pages()
    {
        var host = await ShopAsync(_gateway);
        var (payment, order) = await PayableAsync(host, _gateway);
        (order.Status, order.PaidAt) = ("paid", Clock.GetUtcNow());
        _gateway.Manner = static (_, _) => GatewayReply.Html("<!DOCTYPE html><title>Just a moment...</title>");
        await AskedAsync(_gateway);
        await UnpaidAsync(host, payment);

        _gateway.Manner = FakeGateway.Well;
        await AskedAsync(_gateway);

        await PaidOnceAsync(host, payment);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class PayDigitalOnMariaDb(MariaDb database) : PayDigitalTests(database);

public sealed class PayDigitalOnSqlite(SqliteFile database) : PayDigitalTests(database), IClassFixture<SqliteFile>;
