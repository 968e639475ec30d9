using System.Net;
using System.Text.Json.Nodes;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Hazards;

/// <summary>WIRE B: webhooks that may be signed and are never believed, and payments whose answer got lost.</summary>
public abstract class BayarGgTests(Database database) : HazardTests(database)
{
    private readonly BayarGgGateway _gateway = new();

    [Fact]
    public async Task B5_an_unsigned_webhook_counts_for_nothing_until_bayar_gg_itself_says_paid()
    {
        var host = await ShopAsync(_gateway);
        var (payment, order) = await PayableAsync(host, _gateway);

        (await TellAsync(host, order.Hook, BayarGgGateway.Webhook(order))).Is(HttpStatusCode.OK);
        await WorkedOutAsync();
        await UnpaidAsync(host, payment);

        BayarGgGateway.Pay(order, Clock.GetUtcNow());
        (await TellAsync(host, order.Hook, BayarGgGateway.Webhook(order, webhook => webhook["timestamp"] = 1705312531)))
            .Is(HttpStatusCode.OK);
        await PaidOnceAsync(host, payment);
    }

    [Fact]
    public async Task F11_without_a_secret_anybodys_hint_makes_bayar_gg_be_asked_and_opens_no_case()
    {
        var host = await ShopAsync(_gateway, ("QrisPayments:Providers:bayar-gg:WebhookSecret", ""));
        var (payment, order) = await PayableAsync(host, _gateway);
        for (var i = 0; i < 5; i++)
            (await TellAsync(host, "/qris/webhooks/bayar-gg",
                BayarGgGateway.Webhook(order, webhook => webhook["invoice_id"] = $"BAYAR-none-{i}"))).Is(HttpStatusCode.OK);
        Clock.Advance(TimeSpan.FromSeconds(2));
        BayarGgGateway.Pay(order, Clock.GetUtcNow());

        (await TellAsync(host, "/qris/webhooks/bayar-gg", BayarGgGateway.Webhook(order))).Is(HttpStatusCode.OK);

        await PaidOnceAsync(host, payment);
        Assert.Equal(0, await CountAsync("qris_reviews"));
    }

    [Fact]
    public async Task B5_a_webhook_that_cannot_be_confirmed_now_is_kept_and_settles_without_coming_again()
    {
        var host = await ShopAsync(_gateway);
        var (payment, order) = await PayableAsync(host, _gateway);
        BayarGgGateway.Pay(order, Clock.GetUtcNow());
        _gateway.Manner = static (_, _) => GatewayReply.Json("""{"success":false,"error":"Internal server error"}""", 500);

        // 200 stands for the stored row, not for the money.
        (await TellAsync(host, order.Hook, BayarGgGateway.Webhook(order))).Is(HttpStatusCode.OK);
        Assert.Equal(1, await CountAsync("qris_webhooks", "verdict = 'genuine'"));
        await WorkedOutAsync();
        await UnpaidAsync(host, payment);

        _gateway.Manner = FakeGateway.Well;
        Clock.Advance(TimeSpan.FromSeconds(30));
        await PaidOnceAsync(host, payment);
    }

    [Fact]
    public async Task B6_where_signatures_are_required_stale_and_replayed_and_lent_ones_do_nothing()
    {
        var host = await ShopAsync(_gateway, ("QrisPayments:Providers:bayar-gg:Signature", "Required"));
        var (payment, order) = await PayableAsync(host, _gateway);
        var (other, another) = await PayableAsync(host, _gateway);
        var (now, webhook) = (Clock.GetUtcNow(), BayarGgGateway.Webhook(order));
        BayarGgGateway.Pay(order, now);

        (await TellAsync(host, order.Hook, webhook)).Is(HttpStatusCode.Unauthorized);
        (await TellAsync(host, order.Hook, webhook, BayarGgGateway.Sign(order, now.AddMinutes(-11)))).Is(HttpStatusCode.Unauthorized);
        (await TellAsync(host, order.Hook, webhook, BayarGgGateway.Sign(order, now.AddMinutes(11)))).Is(HttpStatusCode.Unauthorized);
        (await TellAsync(host, another.Hook, BayarGgGateway.Webhook(another), BayarGgGateway.Sign(order, now)))
            .Is(HttpStatusCode.Unauthorized);
        (await TellAsync(host, order.Hook, BayarGgGateway.Webhook(order, body => body["final_amount"] = 1),
            BayarGgGateway.Sign(order, now))).Is(HttpStatusCode.Unauthorized);
        await WorkedOutAsync();
        await UnpaidAsync(host, payment);

        for (var i = 0; i < 3; i++) (await TellAsync(host, order.Hook, webhook, BayarGgGateway.Sign(order, now))).Is(HttpStatusCode.OK);
        await PaidOnceAsync(host, payment);
        Clock.Advance(TimeSpan.FromMinutes(11));
        (await TellAsync(host, order.Hook, webhook, BayarGgGateway.Sign(order, now))).Is(HttpStatusCode.Unauthorized);
        await PaidOnceAsync(host, payment);
        await UnpaidAsync(host, other);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task B9_an_older_invoice_that_expires_does_not_touch_what_the_newer_attempt_is_or_was(bool isPaid)
    {
        LoseCreates();
        var host = await ShopAsync(_gateway);
        // BAYAR GG took it and nobody heard; the shop's own QRIS stands in.
        var payment = await host.Api.CreateAsync();
        Assert.Equal("static-qris", payment.Text("provider"));
        Assert.Equal("unknown", await AttemptStateAsync(payment, _gateway.Id));
        if (isPaid) (await host.Api.ReportAsync("bank-1", payment.Number("total_amount"), Clock.GetUtcNow())).Is(HttpStatusCode.Created);

        _gateway.Orders[0].Status = "expired";
        if (isPaid)
            await TellAsync(host, _gateway.Orders[0].Hook,
                BayarGgGateway.Webhook(_gateway.Orders[0], body => (body["event"], body["status"]) = ("payment.expired", "expired")));
        await AskedAsync(_gateway);
        await WorkedOutAsync();

        if (isPaid) await PaidOnceAsync(host, payment);
        else await UnpaidAsync(host, payment);
        Assert.Equal(isPaid ? "paid" : "open", await AttemptStateAsync(payment, "static-qris"));
    }

    [Fact]
    public async Task B17_a_payment_whose_answer_got_lost_is_found_by_our_reference_and_counts()
    {
        LoseCreates();
        var host = await ShopAsync(_gateway);
        var payment = (await TryPayableAsync(host, _gateway)).Is(HttpStatusCode.Created);
        var order = _gateway.Orders.Single();
        Assert.Equal("unknown", await AttemptStateAsync(payment, _gateway.Id));

        await AskedAsync(_gateway);
        Assert.Equal(order.Reference, await Database.ScalarAsync<string>("SELECT provider_ref FROM qris_attempts"));
        // What its list and its answer say is what the create would have said: the customer can pay after all.
        Assert.Equal("open", await AttemptStateAsync(payment, _gateway.Id));
        await UnpaidAsync(host, payment);

        BayarGgGateway.Pay(order, Clock.GetUtcNow());
        (await TellAsync(host, order.Hook, BayarGgGateway.Webhook(order))).Is(HttpStatusCode.OK);
        await PaidOnceAsync(host, payment, 50_000);
        Assert.Equal(1, _gateway.Creates);
    }

    [Fact]
    public async Task B17_an_orphan_that_is_another_attempts_stays_the_others()
    {
        var host = await ShopAsync(_gateway);
        var (mine, order) = await PayableAsync(host, _gateway);
        _gateway.Manner = static (_, _) => GatewayReply.Cut;
        var lost = (await TryPayableAsync(host, _gateway)).Is(HttpStatusCode.Created);
        // A list that ignores what is searched for, and shows the one payment of this amount and time.
        _gateway.Manner = (request, answer) => request.Target.StartsWith("/api/list-payments.php", StringComparison.Ordinal)
            ? GatewayReply.Json(Listed(order))
            : answer();

        await AskedAsync(_gateway);
        BayarGgGateway.Pay(order, Clock.GetUtcNow());
        await AskedAsync(_gateway);

        await PaidOnceAsync(host, mine);
        Assert.Equal("pending", (await host.Api.PaymentAsync(lost.Text("id")!)).Text("status"));
        Assert.Equal(1, await CountAsync("qris_attempts", "provider_ref IS NOT NULL"));
    }

    [Fact]
    public async Task B20_nothing_is_concluded_from_how_the_fields_of_a_sample_relate()
    {
        // The recorded answer ends on 16 April; its invoice is numbered 6 May.
        Clock.Advance(new DateTimeOffset(2026, 4, 16, 12, 0, 0, TimeSpan.FromHours(7)) - Clock.GetUtcNow());
        _gateway.Manner = (request, answer) =>
        {
            var reply = answer();
            return _gateway.IsCreate(request)
                ? reply with { Body = Edit(reply.Body, data => data["expires_at"] = "2026-04-16 12:30:00") }
                : reply;
        };
        var host = await ShopAsync(_gateway);

        var (payment, order) = await PayableAsync(host, _gateway);

        Assert.Equal("BAYAR-1778029840-86EFB7", order.Reference);
        Assert.Equal(new DateTimeOffset(2026, 4, 16, 12, 30, 0, TimeSpan.FromHours(7)), payment.Time("expires_at"));
        BayarGgGateway.Pay(order, Clock.GetUtcNow());
        await AskedAsync(_gateway, TimeSpan.FromSeconds(6));
        await PaidOnceAsync(host, payment);
    }

    [Fact]
    public async Task A_webhook_sent_to_another_payments_address_moves_neither()
    {
        var host = await ShopAsync(_gateway);
        var (mine, first) = await PayableAsync(host, _gateway);
        var (other, second) = await PayableAsync(host, _gateway);
        BayarGgGateway.Pay(first, Clock.GetUtcNow());

        (await TellAsync(host, second.Hook, BayarGgGateway.Webhook(first))).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(() => CountAsync("qris_reviews", "kind = 'webhook' AND state = 'open'"), cases => cases == 1,
            "the contradiction is a case");
        await UnpaidAsync(host, mine);

        // At the common address it names its payment itself.
        const string Common = "/qris/webhooks/bayar-gg";
        (await TellAsync(host, Common, BayarGgGateway.Webhook(first))).Is(HttpStatusCode.Unauthorized);
        (await TellAsync(host, Common, BayarGgGateway.Webhook(first), BayarGgGateway.Sign(first, Clock.GetUtcNow()))).Is(HttpStatusCode.OK);
        await PaidOnceAsync(host, mine);
        Assert.Equal("pending", (await host.Api.PaymentAsync(other.Text("id")!)).Text("status"));
    }

    [Fact]
    public async Task What_the_webhook_says_about_the_amount_counts_for_nothing()
    {
        var host = await ShopAsync(_gateway);
        var (payment, order) = await PayableAsync(host, _gateway);
        BayarGgGateway.Pay(order, Clock.GetUtcNow());

        // BAYAR GG itself says what it is about; the body may have been written by anybody on the way (WIRE B4).
        (await TellAsync(host, order.Hook, BayarGgGateway.Webhook(order, body => (body["final_amount"], body["paid_amount"]) = (1, 1))))
            .Is(HttpStatusCode.OK);

        await PaidOnceAsync(host, payment);
    }

    private void LoseCreates() => _gateway.Manner = (request, answer) =>
    {
        var reply = answer();
        return _gateway.IsCreate(request) ? GatewayReply.Cut : reply;
    };

    private static string Edit(string body, Action<JsonNode> change)
    {
        var answer = JsonNode.Parse(body)!;
        change(answer["data"]!);
        return answer.ToJsonString();
    }

    private static string Listed(Order order) => $$$"""
        {"success":true,"data":[{"invoice_id":"{{{order.Reference}}}","amount":{{{order.Amount}}},"final_amount":{{{order.Total}}},"status":"{{{order.Status}}}","payment_method":"qris_bayar_gg","paid_at":null,"created_at":"2026-01-01 12:00:00"}],"pagination":{"page":1,"limit":10,"total":1,"total_pages":1}}
        """;
}

[Collection(OnMariaDb.Name)]
public sealed class BayarGgOnMariaDb(MariaDb database) : BayarGgTests(database);

public sealed class BayarGgOnSqlite(SqliteFile database) : BayarGgTests(database), IClassFixture<SqliteFile>;
