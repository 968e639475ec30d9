using System.Net;
using System.Text;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Hazards;

/// <summary>WIRE G: what holds for every gateway.</summary>
public abstract class CommonTests(Database database) : HazardTests(database)
{
    private readonly BayarGgGateway _bayar = new();
    private readonly QiospayGateway _qiospay = new();
    private readonly MamzPayGateway _mamzPay = new();

    [Theory]
    [InlineData(51_326, "paid", null)]
    [InlineData(50_000, "pending", "underpaid")]
    [InlineData(51_327, "pending", "overpaid")]
    public async Task G2_what_is_expected_is_the_total_that_was_stored_with_the_gateways_fee_in_it(long said, string status, string? review)
    {
        // As seen: 51.326 is wanted for 50.000, without a word on how that comes (WIRE B3).
        _bayar.Final = static _ => 51_326;
        var host = await ShopAsync(_bayar);
        var (payment, order) = await PayableAsync(host, _bayar);
        Assert.Equal(51_326, payment.Number("total_amount"));
        Assert.Equal(50_000, payment.Number("amount"));
        BayarGgGateway.Pay(order, Clock.GetUtcNow());
        _bayar.Manner = (_, answer) => GatewayReply.Json(answer().Body.Replace("51326", $"{said}", StringComparison.Ordinal));

        await AskedAsync(_bayar);

        if (status == "paid") await PaidOnceAsync(host, payment, 51_326);
        else await UnpaidAsync(host, payment, review: review);
    }

    [Fact]
    public async Task G7_our_own_clock_only_hides_the_qr_and_money_is_stronger_than_any_end()
    {
        var host = await ShopAsync(_bayar);
        var (late, first) = await PayableAsync(host, _bayar);
        var (paid, second) = await PayableAsync(host, _bayar);
        BayarGgGateway.Pay(second, Clock.GetUtcNow());
        await AskedAsync(_bayar, TimeSpan.FromSeconds(6));
        await PaidOnceAsync(host, paid);

        Clock.Advance(TimeSpan.FromMinutes(40));
        await host.Api.WaitForStatusAsync(late.Text("id")!, "expired");
        (await host.Client(null).GetAsync($"/pay/{late.Text("id")}/qr.svg")).Is(HttpStatusCode.NotFound);
        await AskedAsync(_bayar, TimeSpan.FromMinutes(12));
        BayarGgGateway.Pay(first, Clock.GetUtcNow());
        second.Status = "expired";
        (await TellAsync(host, second.Hook, BayarGgGateway.Webhook(second))).Is(HttpStatusCode.OK);
        await AskedAsync(_bayar, TimeSpan.FromMinutes(12));

        await host.Api.WaitForReviewAsync(late.Text("id")!, "late");
        await UnpaidAsync(host, late, "expired", "late");
        await PaidOnceAsync(host, paid);
    }

    [Fact]
    public async Task G8_webhook_poll_and_bank_report_on_two_nodes_at_once_settle_once_and_tell_once()
    {
        await using var shop = await GatewayStub.StartAsync();
        shop.Answer = static _ => GatewayReply.Json("{}");
        var one = await ShopAsync([_bayar], ("QrisPayments:Callbacks:AllowedPrivateHosts:0", "127.0.0.1"));
        var two = await SecondHostAsync(one);
        var payment = await one.Api.CreateAsync(50_000,
            body => (body["provider"], body["callback_url"]) = ("bayar-gg", shop.Address + "paid"));
        var order = _bayar.Orders[0];
        BayarGgGateway.Pay(order, Clock.GetUtcNow().AddSeconds(3));

        Clock.Advance(TimeSpan.FromSeconds(6));
        await Task.WhenAll(Enumerable.Range(0, 5).SelectMany(i => new Task[]
        {
            TellAsync(one, order.Hook, BayarGgGateway.Webhook(order, body => body["timestamp"] = i)),
            TellAsync(two, "/qris/webhooks/bayar-gg", BayarGgGateway.Webhook(order, body => body["timestamp"] = i)),
            (i % 2 == 0 ? one : two).Api.ReportAsync("bank-77", order.Total, Clock.GetUtcNow().AddSeconds(-3), "bayar-gg"),
        }));

        await PaidOnceAsync(one, payment);
        await WorkedOutAsync();
        await AskedAsync(_bayar);
        await Wait.UntilAsync(() => Task.FromResult(shop.Requests.Count), told => told > 0, "the shop was told");
        await Wait.UntilAsync(() => CountAsync("qris_deliveries", "done_at IS NULL"), left => left == 0, "all deliveries are done");
        Assert.Equal(1, shop.Requests.Count(request => request.Body.Contains("payment.paid", StringComparison.Ordinal)));
        await PaidOnceAsync(two, payment);
    }

    [Fact]
    public async Task G9_nobody_pays_by_coming_back_with_the_right_words()
    {
        var host = await ShopAsync(_bayar);
        var (payment, order) = await PayableAsync(host, _bayar);
        var asked = _bayar.Questions;
        var words = $"?status=paid&transaction_status=settlement&status_code=200&invoice={order.Reference}&invoice_id={order.Reference}&final_amount={order.Total}&paid=1";
        var browser = host.Client(null);

        foreach (var page in new[] { "", "/status", "/receipt", "/receipt.txt", "/qr.svg", "/claim", "/simulate" })
            Assert.InRange((int)(await browser.GetAsync($"/pay/{payment.Text("id")}{page}{words}")).Status, 200, 499);
        foreach (var path in new[] { "/webhooks/bayar-gg", order.Hook["/qris".Length..] })
            Assert.InRange((int)(await browser.GetAsync(path + words)).Status, 404, 405);

        await UnpaidAsync(host, payment);
        Assert.Equal(asked, _bayar.Questions);
        Assert.Equal(0, await CountAsync("qris_webhooks"));
    }

    [Fact]
    public async Task G10_webhooks_come_by_post_within_a_bound_and_learn_nothing()
    {
        var host = await ShopAsync([_bayar, _qiospay, _mamzPay]);
        var (payment, order) = await PayableAsync(host, _mamzPay);
        string[] paths = ["/qris/webhooks/bayar-gg", "/qris/webhooks/qiospay/" + QiospayGateway.Key, order.Hook];
        foreach (var path in paths)
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete })
                Assert.InRange((int)(await host.Client(null).SendAsync(new HttpRequestMessage(method, path))).Status, 404, 405);
            (await TellAsync(host, path, new string('x', (1 << 20) + 1))).Is(HttpStatusCode.RequestEntityTooLarge);
        }
        Assert.Equal(0, await CountAsync("qris_webhooks"));

        // Unknown, foreign, long ended: one answer, so that nobody can sound out what is in the books.
        var (_, known) = await PayableAsync(host, _bayar);
        var ended = (await PayableAsync(host, _bayar)).Order;
        ended.Status = "expired";
        await AskedAsync(_bayar);
        var answers = new List<string>();
        foreach (var invoice in new[] { "BAYAR-1-000000", known.Reference, ended.Reference })
        {
            var answer = await TellAsync(host, "/qris/webhooks/bayar-gg",
                BayarGgGateway.Webhook(known, body => body["invoice_id"] = invoice));
            answers.Add($"{(int)answer.Status} {answer.ContentType} {answer.Body}");
        }
        Assert.Single(answers.Distinct());
        Assert.Equal((await TellAsync(host, "/qris/webhooks/nobody", "{}")).Status,
            (await TellAsync(host, "/qris/webhooks/nobody/at-all", "{}")).Status);

        // Wrong secrets: 4xx, and nothing that would make a gateway go on trying for ever.
        foreach (var (path, headers) in new (string, (string, string)[])[]
        {
            ("/qris/webhooks/qiospay/wrong-key", []), (order.Hook[..^1] + (order.Hook[^1] == '0' ? '1' : '0'), []),
            ("/qris/webhooks/bayar-gg", [("X-Webhook-Timestamp", "1"), ("X-Webhook-Signature", new string('0', 64))]),
        })
            Assert.InRange((int)(await TellAsync(host, path, BayarGgGateway.Webhook(known), headers)).Status, 401, 403);
        await WorkedOutAsync();
        await UnpaidAsync(host, payment);
    }

    [Fact]
    public async Task G12_pages_are_served_from_our_books_and_the_gateway_is_asked_ever_more_slowly()
    {
        var host = await ShopAsync(_bayar);
        var (payment, _) = await PayableAsync(host, _bayar);
        var before = _bayar.Questions;

        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => host.Client(null).GetAsync($"/pay/{payment.Text("id")}/status")));
        await Task.Delay(200);
        Assert.Equal(before, _bayar.Questions);

        // 5, 5, 10, 15, 30, 60, 60 … s, each a tenth more or less: after a quarter of an hour not many.
        var pauses = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(70));
            await LandedAsync(i + 1);
            pauses.Add((await Database.ScalarAsync<DateTime>(
                "SELECT poll_at FROM qris_attempts") - Clock.GetUtcNow().UtcDateTime).TotalSeconds);
        }
        Assert.All(pauses.Zip([5.0, 5, 10, 15, 30, 60, 60]), pair => Assert.InRange(pair.First, pair.Second * 0.89, pair.Second * 1.11));
        Assert.Equal(before + 7, _bayar.Questions);
        // And at last not at all.
        Clock.Advance(TimeSpan.FromHours(49));
        await LandedAsync(8);
        var last = _bayar.Questions;
        Clock.Advance(TimeSpan.FromHours(2));
        await Task.Delay(200);
        Assert.Equal(last, _bayar.Questions);
    }

    private Task LandedAsync(int polls) => Wait.UntilAsync(
        () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_attempts a JOIN qris_flights f ON f.account = a.account AND f.kind = "
            + "'status' WHERE a.polls = @polls AND f.lease IS NULL", new { polls }),
        landed => landed == 1, $"it was asked about {polls} times");
}

[Collection(OnMariaDb.Name)]
public sealed class CommonOnMariaDb(MariaDb database) : CommonTests(database);

public sealed class CommonOnSqlite(SqliteFile database) : CommonTests(database), IClassFixture<SqliteFile>;
