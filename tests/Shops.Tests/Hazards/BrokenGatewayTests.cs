using System.Net;
using System.Text.Json;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Hazards;

/// <summary>
/// WIRE G4–G6: gateways that answer slowly, wrongly, half or not at all, and that die between accepting and answering. A create is then
/// unknown: never failed, never sent again, never shown; and what a gateway can tell later is believed later.
/// </summary>
public abstract class BrokenGatewayTests(Database database) : HazardTests(database)
{
    private readonly MamzPayGateway _mamzPay = new();
    private readonly MiddlewareGateway _middleware = new();
    private readonly PayDigitalGateway _payDigital = new();
    private readonly QiospayGateway _qiospay = new();
    private readonly BayarGgGateway _bayar = new();
    private readonly MidtransGateway _midtrans = new();

    /// <summary>Those that are asked over the network to open a payment.</summary>
    private FakeGateway[] Asked => [_mamzPay, _middleware, _payDigital, _bayar, _midtrans];

    public static TheoryData<string> Unclear { get; } = ["500", "html", "moved", "half", "nothing", "other json", "cut"];

    private static GatewayReply Reply(string fault, GatewayReply good) => fault switch
    {
        "500" => GatewayReply.Json("""{"detail":"Internal Server Error"}""", 500),
        "html" => GatewayReply.Html("<!DOCTYPE html><title>Just a moment...</title>"),
        "moved" => new GatewayReply
        {
            StatusCode = 301, ContentType = "text/html", Body = "<html>Moved</html>", Headers = new Dictionary<string,
            string> { ["Location"] = "https://elsewhere.example/api/" }
        },
        "half" => good.CutInTheMiddle(),
        "nothing" => GatewayReply.Json(""),
        "other json" => GatewayReply.Json("[1,2,3]"),
        "cut" => GatewayReply.Cut,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    [Theory]
    [MemberData(nameof(Unclear))]
    public async Task G6_a_create_whose_answer_cannot_be_understood_is_unknown_and_never_sent_again(string fault)
    {
        var host = await ShopAsync(Asked);
        // The connections are warm: a client must not take a cut one for a reason to send the order once more.
        foreach (var gateway in Asked) await PayableAsync(host, gateway);
        foreach (var gateway in Asked) gateway.Manner = OnlyCreates(gateway, good => Reply(fault, good));

        var payments = await Task.WhenAll(Asked.Select(gateway => TryPayableAsync(host, gateway)));

        foreach (var (payment, gateway) in payments.Zip(Asked))
        {
            payment.Is(HttpStatusCode.Created);
            Assert.Equal("pending", payment.Text("status"));
            Assert.Equal((gateway.Id, "unknown"), (gateway.Id, await AttemptStateAsync(payment, gateway.Id)));
            await ShowsNoQrAsync(host, payment);
        }
        foreach (var gateway in Asked) gateway.Manner = FakeGateway.Well;
        foreach (var gateway in Asked.Where(gateway => gateway != _mamzPay)) await AskedAsync(gateway, TimeSpan.FromMinutes(1));
        await PayAllAsync(host, payments);
        Assert.All(Asked, gateway => Assert.Equal((gateway.Id, 2), (gateway.Id, gateway.Creates)));
    }

    [Fact]
    public async Task G6_a_gateway_that_dies_between_accepting_and_answering_and_comes_back_charges_once()
    {
        var host = await ShopAsync(Asked);
        foreach (var gateway in Asked)
            gateway.Manner = OnlyCreates(gateway, _ => GatewayReply.Silence);

        var creating = Asked.Select(gateway => TryPayableAsync(host, gateway)).ToList();
        await Wait.UntilAsync(() => Task.FromResult(Asked.All(gateway => gateway.Orders.Count == 1)), "every gateway has its order");
        foreach (var gateway in Asked) await gateway.DieAsync();
        var payments = await Task.WhenAll(creating);
        foreach (var (payment, gateway) in payments.Zip(Asked))
        {
            Assert.Equal((gateway.Id, "unknown"), (gateway.Id, await AttemptStateAsync(payment.Is(HttpStatusCode.Created), gateway.Id)));
            await ShowsNoQrAsync(host, payment);
        }

        // While they are away, asking says nothing; and nothing is concluded from that.
        Clock.Advance(TimeSpan.FromSeconds(6));
        await Wait.UntilAsync(() => CountAsync("qris_flights", "kind = 'status' AND failures > 0 AND lease IS NULL"), tried => tried >= 3,
            "they were asked in vain");
        foreach (var payment in payments) await UnpaidAsync(host, payment);
        foreach (var gateway in Asked)
        {
            gateway.Manner = FakeGateway.Well;
            await gateway.ReviveAsync();
        }

        await PayAllAsync(host, payments);
        Assert.All(Asked, gateway => Assert.Equal((gateway.Id, 1), (gateway.Id, gateway.Creates)));
    }

    [Fact]
    public async Task G6_a_customer_whose_create_is_unknown_pays_another_attempt_with_a_reference_of_its_own()
    {
        var host = await ShopAsync(Asked);
        foreach (var gateway in Asked) gateway.Manner = OnlyCreates(gateway, _ => GatewayReply.Cut);

        // All of them one after the other, and the shop's own QRIS at the end.
        var payment = await host.Api.CreateAsync();

        Assert.Equal("static-qris", payment.Text("provider"));
        Assert.Equal(JsonValueKind.String, payment["qr_string"].ValueKind);
        Assert.Equal(5, await CountAsync("qris_attempts", "state = 'unknown'"));
        Assert.Equal(6, await Database.ScalarAsync<long>("SELECT COUNT(DISTINCT id) FROM qris_attempts"));
        (await host.Api.ReportAsync("bank-1", payment.Number("total_amount"), Clock.GetUtcNow())).Is(HttpStatusCode.Created);
        await PaidOnceAsync(host, payment);
        // Later one of the unknown ones turns out to be paid, too: that money is the customer's to get back.
        BayarGgGateway.Pay(_bayar.Orders[0], Clock.GetUtcNow());
        await TellAsync(host, _bayar.Orders[0].Hook, BayarGgGateway.Webhook(_bayar.Orders[0]));
        await host.Api.WaitForReviewAsync(payment.Text("id")!, "paid_twice");
        await PaidOnceAsync(host, payment);
        Assert.All(Asked, gateway => Assert.Equal((gateway.Id, 1), (gateway.Id, gateway.Creates)));
    }

    [Fact]
    public async Task G4_a_slow_gateway_is_waited_for_and_keeps_nobody_else_waiting()
    {
        var host = await ShopAsync(Asked);
        foreach (var gateway in Asked)
            gateway.Manner = (request, answer) =>
            {
                if (gateway.IsCreate(request)) Thread.Sleep(1500);
                return answer();
            };

        var slow = Asked.Select(gateway => TryPayableAsync(host, gateway)).ToList();
        var quick = await host.Api.CreateAsync(change: body => body["provider"] = "static-qris");

        Assert.DoesNotContain(slow, create => create.IsCompleted);
        Assert.Equal("pending", quick.Text("status"));
        foreach (var (create, gateway) in slow.Zip(Asked))
            Assert.Equal((gateway.Id, "open"),
                (gateway.Id, await AttemptStateAsync((await create).Is(HttpStatusCode.Created), gateway.Id)));
        Assert.All(Asked, gateway => Assert.Equal((gateway.Id, 1), (gateway.Id, gateway.Creates)));
    }

    [Theory]
    [MemberData(nameof(Unclear))]
    public async Task G5_a_ledger_that_cannot_be_read_says_nothing_and_is_made_up_for(string fault)
    {
        var host = await ShopAsync(_qiospay);
        _qiospay.Manner = (_, answer) => Reply(fault, answer());
        // Qiospay has no part in a create.
        var payment = (await TryPayableAsync(host, _qiospay)).Is(HttpStatusCode.Created);
        Assert.Equal(JsonValueKind.String, payment["qr_string"].ValueKind);
        _qiospay.Move(payment.Number("total_amount"), Clock.GetUtcNow());
        await Wait.UntilAsync(() =>
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            return CountAsync("qris_flights", "kind = 'ledger' AND account = 'qiospay' AND failures > 0 AND lease IS NULL");
        }, tried => tried == 1, "the ledger was read in vain");
        await UnpaidAsync(host, payment);

        await _qiospay.DieAsync();
        await _qiospay.ReviveAsync();
        _qiospay.Manner = FakeGateway.Well;
        Clock.Advance(TimeSpan.FromMinutes(1));

        await PaidOnceAsync(host, payment);
    }

    /// <summary>
    /// The customers paid all the same. Who can be asked is believed; the others' money waits for a person, each in its way.
    /// </summary>
    private async Task PayAllAsync(TestHost host, Answer[] payments)
    {
        foreach (var gateway in Asked)
            (gateway.Orders[^1].Status, gateway.Orders[^1].PaidAt) =
                (gateway is MiddlewareGateway or MidtransGateway ? "settlement" : "paid", Clock.GetUtcNow());
        foreach (var (payment, gateway) in payments.Zip(Asked)
            .Where(pair => pair.Second is MiddlewareGateway or MidtransGateway or BayarGgGateway))
        {
            // A question may have been on its way when the customers paid: it is asked until it is answered so.
            await Wait.UntilAsync(() =>
            {
                Clock.Advance(TimeSpan.FromSeconds(2));
                return host.Api.PaymentAsync(payment.Text("id")!);
            }, now => now.Text("status") == "paid", $"{gateway.Id} was asked");
            await PaidOnceAsync(host, payment, gateway.Orders[^1].Total);
        }

        var (mamzPay, invoice) = (_mamzPay.Orders[^1], _payDigital.Orders[^1]);
        await TellAsync(host, mamzPay.Hook, MamzPayGateway.Notice(mamzPay));
        await host.Api.WaitForReviewAsync(payments[0].Text("id")!, "doubtful");
        await UnpaidAsync(host, payments[0], review: "doubtful");

        await UnpaidAsync(host, payments[2]);
        Assert.Equal("unknown", await AttemptStateAsync(payments[2], _payDigital.Id));
        // PayDigital's list in its dashboard shows it, with our attempt in the description.
        Assert.Contains(await Database.ScalarAsync<string>("SELECT id FROM qris_attempts WHERE payment_id = @id",
            new { id = payments[2].Text("id") }) ?? "", invoice.Ours, StringComparison.Ordinal);
        (await host.Api.ReportAsync(invoice.Reference, invoice.Total, Clock.GetUtcNow(), "paydigital")).Is(HttpStatusCode.Created);
        Assert.Equal(1, await CountAsync("qris_credits", "account = 'paydigital' AND outcome = 'unmatched'"));
    }

    private static Func<StubRequest, Func<GatewayReply>, GatewayReply> OnlyCreates(
        FakeGateway gateway, Func<GatewayReply, GatewayReply> reply) => (request, answer) =>
    {
        var good = answer();
        return gateway.IsCreate(request) ? reply(good) : good;
    };
}

[Collection(OnMariaDb.Name)]
public sealed class BrokenGatewayOnMariaDb(MariaDb database) : BrokenGatewayTests(database);

public sealed class BrokenGatewayOnSqlite(SqliteFile database) : BrokenGatewayTests(database), IClassFixture<SqliteFile>;

/// <summary>Gateways that never answer. No database has a part in it, and it takes its twenty seconds: once is enough.</summary>
public sealed class SilentGatewayTests(SqliteFile database) : HazardTests(database), IClassFixture<SqliteFile>
{
    [Fact]
    public async Task G6_a_gateway_that_never_answers_is_given_up_in_time_and_not_asked_again()
    {
        FakeGateway[] gateways =
            [new MamzPayGateway(), new MiddlewareGateway(), new PayDigitalGateway(), new BayarGgGateway(), new MidtransGateway()];
        var host = await ShopAsync(gateways);
        foreach (var gateway in gateways)
            gateway.Manner = (request, answer) =>
            {
                var good = answer();
                return gateway.IsCreate(request) ? GatewayReply.Silence : good;
            };

        // That there is an answer at all shows that they were given up.
        var payments = await Task.WhenAll(gateways.Select(gateway => TryPayableAsync(host, gateway)));

        foreach (var (payment, gateway) in payments.Zip(gateways))
        {
            Assert.Equal((gateway.Id, "unknown"), (gateway.Id, await AttemptStateAsync(payment.Is(HttpStatusCode.Created), gateway.Id)));
            await ShowsNoQrAsync(host, payment);
            Assert.Equal((gateway.Id, 1), (gateway.Id, gateway.Creates));
        }
    }
}
