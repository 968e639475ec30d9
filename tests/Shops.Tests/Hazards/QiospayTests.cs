using System.Net;
using System.Text.Json.Nodes;
using QrisPayments.Gateways.Tests;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Hazards;

/// <summary>WIRE Q: money without a name, found by its exact total alone.</summary>
public abstract class QiospayTests(Database database) : HazardTests(database)
{
    private const string Hook = "/qris/webhooks/qiospay/";

    private readonly QiospayGateway _gateway = new();

    private static (string, string?) Codes(int max) => ("QrisPayments:Matching:CodeMax", $"{max}");

    private static (string, string?) Trusting => ("QrisPayments:Providers:qiospay:TrustWebhooks", "true");

    [Fact]
    public async Task Q1_a_callback_that_knows_only_the_minute_finds_the_payment_made_within_it()
    {
        var host = await ShopAsync(_gateway, Trusting);
        Clock.Advance(TimeSpan.FromSeconds(30));
        var payment = await OpenAsync(host);
        var minute = Clock.GetUtcNow().AddSeconds(-30);

        (await TellAsync(host, Hook + QiospayGateway.Key, QiospayGateway.Callback(payment.Number("total_amount"), minute)))
            .Is(HttpStatusCode.OK);

        await PaidOnceAsync(host, payment);
    }

    [Fact]
    public async Task Q1_money_that_fits_nobody_is_nobodys_and_not_lost()
    {
        var host = await ShopAsync(_gateway);
        var payment = await OpenAsync(host);
        // One rupiah beside it; long before it; the same total at another time.
        _gateway.Move(payment.Number("total_amount") + 1, Clock.GetUtcNow());
        _gateway.Move(payment.Number("total_amount"), Clock.GetUtcNow().AddMinutes(-20));
        await PulledAsync();

        await Wait.UntilAsync(() => CountAsync("qris_credits", "outcome = 'unmatched'"), credits => credits == 2, "both are in the books");
        await UnpaidAsync(host, payment);
    }

    [Fact]
    public async Task Q1_money_that_fits_two_is_for_a_person_and_never_the_firsts()
    {
        var host = await ShopAsync(_gateway, Trusting, Codes(1));
        var first = await OpenAsync(host);
        // The end of the first one's hold and the second one's beginning lie within the minute that is all the callback knows.
        Clock.Advance(TimeSpan.FromMinutes(75) + TimeSpan.FromSeconds(20));
        await host.Api.WaitForStatusAsync(first.Text("id")!, "expired");
        var second = await OpenAsync(host);
        Assert.Equal(first.Number("total_amount"), second.Number("total_amount"));

        (await TellAsync(host, Hook + QiospayGateway.Key, QiospayGateway.Callback(second.Number("total_amount"), Clock.GetUtcNow())))
            .Is(HttpStatusCode.OK);

        await Wait.UntilAsync(() => CountAsync("qris_reviews", "kind = 'ambiguous' AND state = 'open'"), cases => cases == 1,
            "a person is asked");
        await UnpaidAsync(host, first, "expired");
        await UnpaidAsync(host, second);
    }

    [Fact]
    public async Task Q2_a_total_is_held_beyond_the_end_and_the_last_one_is_not_given_twice()
    {
        var host = await ShopAsync(_gateway, Codes(3));
        var totals = new HashSet<long>();
        for (var i = 0; i < 3; i++) Assert.True(totals.Add((await OpenAsync(host)).Number("total_amount")));

        var refused = (await TryPayableAsync(host, _gateway)).IsProblem(HttpStatusCode.Conflict, "unique_amount_exhausted");
        Assert.InRange(refused.Response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(75));
        // Ended, but late money may still come.
        Clock.Advance(TimeSpan.FromMinutes(60));
        (await TryPayableAsync(host, _gateway)).Is(HttpStatusCode.Conflict);
        Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Contains((await OpenAsync(host)).Number("total_amount"), totals);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Q3_a_callback_and_the_mutation_of_the_same_money_are_one_credit(bool trusts)
    {
        var host = await ShopAsync(_gateway, trusts ? [Trusting] : []);
        var payment = await OpenAsync(host);
        await PulledAsync();
        Clock.Advance(TimeSpan.FromSeconds(4));
        _gateway.Move(payment.Number("total_amount"), Clock.GetUtcNow(), reference: "0012");
        var pulls = _gateway.Questions;

        (await TellAsync(host, Hook + QiospayGateway.Key, QiospayGateway.Callback(payment.Number("total_amount"), Clock.GetUtcNow())))
            .Is(HttpStatusCode.OK);
        await PaidOnceAsync(host, payment);
        if (!trusts) Assert.Equal(pulls + 1, _gateway.Questions);
        // Nobody waits any more, so it is looked at slowly; and the same page read again is nothing new.
        for (var i = 0; i < 2; i++) await PulledAsync(TimeSpan.FromMinutes(5));

        await PaidOnceAsync(host, payment);
        Assert.Equal(trusts ? 1 : 0, await CountAsync("qris_credits", "outcome = 'ignored'"));
        Assert.Equal(0, await CountAsync("qris_credits", "outcome NOT IN ('matched', 'ignored')"));
    }

    [Fact]
    public async Task Q5_what_goes_out_pays_nothing()
    {
        var host = await ShopAsync(_gateway);
        var payment = await OpenAsync(host);
        _gateway.Move(payment.Number("total_amount"), Clock.GetUtcNow(), type: "DB");

        var taken = (await TellAsync(host, Hook + QiospayGateway.Key,
            QiospayGateway.Callback(payment.Number("total_amount"), Clock.GetUtcNow(), change: data => data["type"] = "DB")))
                .Is(HttpStatusCode.OK);
        Assert.Equal("accept", taken.Text("status"));
        await PulledAsync();
        await PulledAsync();

        await UnpaidAsync(host, payment);
        Assert.Equal(0, await CountAsync("qris_credits"));
        Assert.Equal(0, await CountAsync("qris_reviews"));
    }

    [Fact]
    public async Task Q9_two_keys_open_the_door_while_one_takes_the_others_place()
    {
        var host = await ShopAsync(_gateway, Trusting);
        var (today, yesterday) = (await OpenAsync(host), await OpenAsync(host));
        var rejected = JsonNode.Parse(Fixture.Read("qiospay/rejected.json"))!.ToJsonString();
        foreach (var key in new[] { "wrong", QiospayGateway.Key[..^1], QiospayGateway.Key + "x", new string('x', 300) })
            Assert.Equal(rejected,
                JsonNode.Parse((await TellAsync(host, Hook + key, Paid(today))).Is(HttpStatusCode.Forbidden).Body)!.ToJsonString());
        (await TellAsync(host, Hook[..^1], Paid(today))).Is(HttpStatusCode.Forbidden);

        (await TellAsync(host, Hook + QiospayGateway.Key, Paid(today))).Is(HttpStatusCode.OK);
        (await TellAsync(host, Hook + QiospayGateway.PreviousKey, Paid(yesterday, 2))).Is(HttpStatusCode.OK);

        await PaidOnceAsync(host, today);
        await PaidOnceAsync(host, yesterday);
        Assert.Equal(0, await CountAsync("qris_webhooks",
            $"path_key LIKE '%{QiospayGateway.Key}%' OR path_key LIKE '%{QiospayGateway.PreviousKey}%'"));
        // The next turn: what was previous before opens no door any more.
        var turned = await StartAsync(
        [
            .. await new QiospayGateway().StartAsync(Clock), Trusting, ("QrisPayments:Mode", "Live"),
            ("QrisPayments:PublicUrl", "https://shop.example"),
            ("QrisPayments:Providers:qiospay:WebhookKey", "webhook-key-of-tomorrow"),
            ("QrisPayments:Providers:qiospay:PreviousWebhookKey", QiospayGateway.Key),
        ]);
        (await TellAsync(turned, Hook + QiospayGateway.PreviousKey, Paid(today, 3))).Is(HttpStatusCode.Forbidden);
        (await TellAsync(turned, Hook + QiospayGateway.Key, Paid(today))).Is(HttpStatusCode.OK);
        await PaidOnceAsync(turned, today);
    }

    [Fact]
    public async Task Q10_another_merchants_money_is_accepted_and_left_alone()
    {
        var host = await ShopAsync(_gateway, Trusting);
        var payment = await OpenAsync(host);

        var taken = (await TellAsync(host, Hook + QiospayGateway.Key,
            QiospayGateway.Callback(payment.Number("total_amount"), Clock.GetUtcNow(), change: data => data["nmid"] = "ID20233072912345")))
                .Is(HttpStatusCode.OK);

        Assert.Equal("accept", taken.Text("status"));
        await WorkedOutAsync();
        await UnpaidAsync(host, payment);
        Assert.Equal(0, await CountAsync("qris_credits"));
    }

    [Fact]
    public async Task Q11_one_receipt_with_two_amounts_is_for_a_person_and_twice_the_same_is_nothing_new()
    {
        var host = await ShopAsync(_gateway, Trusting);
        var (payment, other) = (await OpenAsync(host), await OpenAsync(host));

        for (var i = 0; i < 3; i++) (await TellAsync(host, Hook + QiospayGateway.Key, Paid(payment))).Is(HttpStatusCode.OK);
        await PaidOnceAsync(host, payment);
        // The same again in other bytes.
        (await TellAsync(host, Hook + QiospayGateway.Key,
            QiospayGateway.Callback(payment.Number("total_amount"), Clock.GetUtcNow(), change: data => data["refid"] = "295094156")))
                .Is(HttpStatusCode.OK);
        await WorkedOutAsync();
        Assert.Equal(0, await CountAsync("qris_reviews"));

        (await TellAsync(host, Hook + QiospayGateway.Key, Paid(other))).Is(HttpStatusCode.OK);

        await host.Api.WaitForReviewAsync(payment.Text("id")!, "conflict");
        await PaidOnceAsync(host, payment);
        await UnpaidAsync(host, other);
        Assert.Equal(1, await CountAsync("qris_credits"));
    }

    [Fact]
    public async Task Q15_a_qris_never_ends_for_the_payer_so_late_money_is_kept_for_a_person()
    {
        var host = await ShopAsync(_gateway);
        var payment = await OpenAsync(host);
        Clock.Advance(TimeSpan.FromMinutes(20));
        await host.Api.WaitForStatusAsync(payment.Text("id")!, "expired");

        _gateway.Move(payment.Number("total_amount"), Clock.GetUtcNow());
        await PulledAsync();

        await host.Api.WaitForReviewAsync(payment.Text("id")!, "late");
        await UnpaidAsync(host, payment, "expired", "late");
    }

    [Fact]
    public async Task Q16_one_pull_every_ten_seconds_is_enough_for_all_payments_on_all_nodes()
    {
        var underWay = 0;
        var most = 0;
        _gateway.Manner = (_, answer) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref underWay));
            Thread.Sleep(50);
            Interlocked.Decrement(ref underWay);
            return answer();
        };
        var one = await ShopAsync(_gateway);
        await SecondHostAsync(one);
        var payments = new List<Answer>();
        for (var i = 0; i < 6; i++) payments.Add(await OpenAsync(one));
        await PulledAsync();
        // One more, during which the clock stands.
        Clock.Advance(await FlightAsync("due_at") - Clock.GetUtcNow().UtcDateTime + TimeSpan.FromSeconds(0.1));
        var now = Clock.GetUtcNow().UtcDateTime;
        await Wait.UntilAsync(async () => await FlightAsync("done_at") == now
            && await CountAsync("qris_flights", "kind = 'ledger' AND account = 'qiospay' AND lease IS NULL") == 1, "the ledger was read");
        var (last, due) = (await FlightAsync("done_at"), await FlightAsync("due_at"));
        Assert.InRange(due - last, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(12));

        foreach (var payment in payments) _gateway.Move(payment.Number("total_amount"), Clock.GetUtcNow(), reference: payment.Text("id"));
        var pulls = _gateway.Questions;
        Clock.Advance(due - Clock.GetUtcNow().UtcDateTime - TimeSpan.FromSeconds(0.1));
        await Task.Delay(300);
        Assert.Equal(pulls, _gateway.Questions);
        Clock.Advance(TimeSpan.FromSeconds(0.2));

        foreach (var payment in payments) await PaidOnceAsync(one, payment);
        Assert.Equal(pulls + 1, _gateway.Questions);
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Q16_a_gateway_that_says_too_many_is_left_alone_as_long_as_it_wants()
    {
        var host = await ShopAsync(_gateway);
        _gateway.Manner = static (_, _) =>
            new GatewayReply { StatusCode = 429, Headers = new Dictionary<string, string> { ["Retry-After"] = "300" } };
        var payment = await OpenAsync(host);
        _gateway.Move(payment.Number("total_amount"), Clock.GetUtcNow());
        await PulledAsync();
        var pulls = _gateway.Questions;

        Clock.Advance(TimeSpan.FromSeconds(290));
        // Nor does a callback bring it forward.
        (await TellAsync(host, Hook + QiospayGateway.Key, Paid(payment))).Is(HttpStatusCode.OK);
        await WorkedOutAsync();
        await Task.Delay(300);
        Assert.Equal(pulls, _gateway.Questions);
        _gateway.Manner = FakeGateway.Well;
        Clock.Advance(TimeSpan.FromSeconds(20));

        await PaidOnceAsync(host, payment);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"status":"success","data":{"name":"SITI AMINAH","nmid":"ID1099999999991","amount":"13.000","type":"CR","refid":1,"time":"01/01/2026 12:00"}}""")]
    public async Task Q18_what_is_authentic_but_unreadable_is_accepted_kept_and_shown_to_a_person(string body)
    {
        var host = await ShopAsync(_gateway, Trusting);

        var taken = (await TellAsync(host, Hook + QiospayGateway.Key, body)).Is(HttpStatusCode.OK);

        Assert.Equal("accept", taken.Text("status"));
        Assert.Equal(9, taken["data"].EnumerateObject().Count());
        Assert.Equal(1, await CountAsync("qris_reviews", "kind = 'webhook' AND state = 'open'"));
        Assert.Equal("t" + body, await Database.ScalarAsync<string>("SELECT body FROM qris_webhooks"));
        Assert.Equal(0, await CountAsync("qris_reviews", "note LIKE '%SITI%'"));
    }

    private async Task<Answer> OpenAsync(TestHost host) => await host.Api.CreateAsync(50_000, body => body["provider"] = "qiospay");

    private string Paid(Answer payment, long refid = 295094156) =>
        QiospayGateway.Callback(payment.Number("total_amount"), Clock.GetUtcNow(), refid);

    private Task<DateTime> FlightAsync(string column) =>
        Database.ScalarAsync<DateTime>($"SELECT {column} FROM qris_flights WHERE kind = 'ledger' AND account = 'qiospay'");

    /// <summary>The ledger is read once more, to its end.</summary>
    private async Task PulledAsync(TimeSpan? step = null)
    {
        var pulls = _gateway.Questions;
        await Wait.UntilAsync(async () =>
        {
            Clock.Advance(step ?? TimeSpan.FromSeconds(3));
            await Task.Delay(80);
            return _gateway.Questions > pulls
                && await CountAsync("qris_flights", "kind = 'ledger' AND account = 'qiospay' AND lease IS NOT NULL") == 0;
        }, "the ledger was read");
    }
}

[Collection(OnMariaDb.Name)]
public sealed class QiospayOnMariaDb(MariaDb database) : QiospayTests(database);

public sealed class QiospayOnSqlite(SqliteFile database) : QiospayTests(database), IClassFixture<SqliteFile>;
