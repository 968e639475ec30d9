using System.Net;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Gateways;

/// <summary>Money that was nearly not heard of: what fails on the way is made up for, and nothing is heard twice.</summary>
public abstract class MishearingTests(Database database) : GatewayTests(database)
{
    [Fact]
    public async Task What_the_plugin_failed_to_read_is_read_when_it_comes_again()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);
        var (payment, reference) = await PayableAsync(host);

        (await TellAsync(host, $"{reference}|paid 50000|once", times: 1)).Is(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("received", await Database.ScalarAsync<string>("SELECT state FROM qris_webhooks"));
        (await TellAsync(host, $"{reference}|paid 50000|once", times: 1)).Is(HttpStatusCode.OK);

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        Assert.Equal(2, await Database.ScalarAsync<long>("SELECT times FROM qris_webhooks"));
    }

    [Fact]
    public async Task What_the_plugin_failed_to_read_is_read_though_it_never_comes_again()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);
        var (payment, reference) = await PayableAsync(host);

        (await TellAsync(host, $"{reference}|paid 50000|once", times: 1)).Is(HttpStatusCode.ServiceUnavailable);
        Clock.Advance(TimeSpan.FromMinutes(2));

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
    }

    [Fact]
    public async Task What_was_forged_under_a_wrong_secret_counts_once_the_secret_is_mended()
    {
        var wrong = await StartAsync(["IReceiveWebhooks"], more: ("QrisPayments:Providers:stub:Key", "wrong-one"));
        var (payment, reference) = await PayableAsync(wrong);
        var signed = $"sum:{StubGateway.Key.Length}";
        (await TellAsync(wrong, $"{reference}|paid 50000", signed)).Is(HttpStatusCode.Forbidden);
        Assert.Equal("kept", await Database.ScalarAsync<string>("SELECT state FROM qris_webhooks"));

        var mended = await StartAsync(["IReceiveWebhooks"]);
        (await TellAsync(mended, $"{reference}|paid 50000", signed)).Is(HttpStatusCode.OK);

        await mended.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_webhooks"));
    }

    [Fact]
    public async Task What_is_genuine_and_never_understood_becomes_a_case()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);
        (await TellAsync(host, "gw-nobody|paid 50000")).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT tries FROM qris_webhooks WHERE lease_until IS NULL"),
            tries => tries > 0, "it was looked at");

        Clock.Advance(TimeSpan.FromHours(25));

        await Wait.UntilAsync(() => Database.ScalarAsync<string>("SELECT state FROM qris_webhooks"), state => state == "dead",
            "it is given up");
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews WHERE kind = 'webhook' AND state = 'open'"));
    }

    [Fact]
    public async Task Q5_what_is_genuine_and_tells_nothing_is_done_at_once()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);

        (await TellAsync(host, "|withdrawn")).Is(HttpStatusCode.OK);

        await Wait.UntilAsync(() => Database.ScalarAsync<string>("SELECT state FROM qris_webhooks"), state => state == "applied",
            "it is done with");
    }

    [Fact]
    public async Task One_attempt_that_the_gateway_cannot_tell_about_holds_up_no_other()
    {
        var host = await StartAsync(AsksAndHears);
        var (_, silent) = await PayableAsync(host);
        var (payment, _) = await PayableAsync(host);
        _gateway.Status = reference => reference == silent ? "gibberish" : $"paid 50000 {Now}";

        Clock.Advance(TimeSpan.FromSeconds(6));

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        // Which of the two is asked about first is left to chance.
        await Wait.UntilAsync(() => Task.FromResult(_gateway.Asked.Contains("status " + silent)), asked => asked,
            "the other one was asked about");
    }

    [Fact]
    public async Task G3_a_time_before_the_attempt_does_not_undo_a_cancel()
    {
        var host = await StartAsync(AsksAndHears);
        var (payment, reference) = await PayableAsync(host);
        var before = StubGateway.Time(Clock.GetUtcNow().AddHours(-7));
        _gateway.Status = _ => "cancelled";
        Clock.Advance(TimeSpan.FromSeconds(6));
        await host.Api.WaitForStatusAsync(payment.Text("id")!, "cancelled");

        _gateway.Status = _ => $"paid 50000 {before}";
        await TellAsync(host, $"{reference}|paid 50000");

        await host.Api.WaitForReviewAsync(payment.Text("id")!, "late");
    }

    [Fact]
    public async Task G3_a_time_before_the_attempt_does_not_make_late_money_timely()
    {
        var host = await StartAsync(AsksAndHears);
        var (payment, reference) = await PayableAsync(host);
        var before = StubGateway.Time(Clock.GetUtcNow().AddHours(-7));
        Clock.Advance(TimeSpan.FromMinutes(30));
        await host.Api.WaitForStatusAsync(payment.Text("id")!, "expired");
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT polls FROM qris_attempts"), polls => polls > 0,
            "it was not paid after the end");

        _gateway.Status = _ => $"paid 50000 {before}";
        await TellAsync(host, $"{reference}|paid 50000");

        await host.Api.WaitForReviewAsync(payment.Text("id")!, "late");
    }

    [Fact]
    public async Task A_gateway_that_is_asked_and_read_reports_each_payment_once()
    {
        var host = await StartAsync(["IQueryStatus", "IReadLedger"], traits: "NeedsUniqueAmount = true");
        var (payment, _) = await PayableAsync(host);
        var total = payment.Number("total_amount");
        _gateway.Ledger.Enqueue($"row-1 {total} {Now}");
        // The same moment at every question: later ones would be other money.
        var paid = $"paid {total} {Now} money-1";
        _gateway.Status = _ => paid;

        await Wait.UntilAsync(async () =>
        {
            await MoveOnAsync(TimeSpan.FromSeconds(4));
            return await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits") >= 1
                && (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status") == "paid";
        }, "one of the two was heard");
        // The question is asked once more, or the ledger read: whichever was not heard yet.
        await TellBothAsync(host);

        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits WHERE outcome = 'matched'"));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews"));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits WHERE source = 'gateway'"));
    }

    [Fact]
    public async Task Money_under_another_payments_reference_counts_for_neither_and_is_one_case()
    {
        var host = await StartAsync(AsksAndHears);
        var (other, reference) = await PayableAsync(host);
        (await host.Api.CancelAsync(other.Text("id")!)).Is(HttpStatusCode.OK);
        _gateway.Create = _ => Task.FromResult<string?>(null);
        var mine = (await host.Api.TryCreateAsync(ApiClient.NewPayment(change: body => body["provider"] = "stub")))
            .Is(HttpStatusCode.Created);
        _gateway.Status = asked => asked == reference ? "pending" : $"paid 50000 {Now} money-1 {reference}";

        Clock.Advance(TimeSpan.FromSeconds(6));

        await host.Api.WaitForReviewAsync(mine.Text("id")!, "webhook");
        var note = await Database.ScalarAsync<string>("SELECT note FROM qris_reviews WHERE payment_id = @id AND state = 'open'",
            new { id = mine.Text("id") });
        Assert.Contains($"Rp50.000 (money-1) as paid under {reference}", note, StringComparison.Ordinal);
        Assert.Contains(other.Text("id")!, note, StringComparison.Ordinal);
        // The gateway says it at every question.
        var asked = await PollsAsync(mine);
        await Wait.UntilAsync(
            async () =>
            {
                await MoveOnAsync(TimeSpan.FromSeconds(6));
                return await PollsAsync(mine);
            },
            polls => polls > asked + 1, "it was asked about twice more");
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews"));
        Assert.Equal(1, (await host.Api.EventTypesAsync(mine.Text("id")!)).Count(type => type == "payment.review_opened"));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits"));
        Assert.Equal(("pending", "cancelled"),
            ((await host.Api.PaymentAsync(mine.Text("id")!)).Text("status"),
                (await host.Api.PaymentAsync(other.Text("id")!)).Text("status")));
    }

    private Task<long> PollsAsync(Answer payment) =>
        Database.ScalarAsync<long>("SELECT polls FROM qris_attempts WHERE payment_id = @id", new { id = payment.Text("id") });

    private async Task TellBothAsync(TestHost host)
    {
        var reads = _gateway.Asked.Count(asked => asked == "ledger");
        await Wait.UntilAsync(async () =>
        {
            await MoveOnAsync(TimeSpan.FromSeconds(10));
            await host.Api.GetAsync("/api/v1/payments");
            return _gateway.Asked.Count(asked => asked == "ledger") > reads + 1;
        }, "the ledger was read twice more");
    }

    [Fact]
    public async Task A_look_that_was_not_taken_leaves_the_ledgers_watermark_and_a_new_attempt_hastens_the_next()
    {
        var host = await StartAsync(["IReadLedger"], traits: "NeedsUniqueAmount = true");
        await PayableAsync(host);
        await Wait.UntilAsync(async () =>
        {
            await MoveOnAsync(TimeSpan.FromSeconds(15));
            return await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_flights WHERE kind = 'ledger' AND account = 'stub' AND "
                + "done_at IS NOT NULL AND lease IS NULL") == 1;
        }, "the ledger was read");
        Clock.Advance(TimeSpan.FromDays(5));
        await Wait.UntilAsync(DueAsync, due => due > Clock.GetUtcNow().UtcDateTime.AddMinutes(5), "nobody looked, and nobody will soon");

        Assert.True(await Database.ScalarAsync<DateTime>(
            "SELECT done_at FROM qris_flights WHERE kind = 'ledger' AND account = 'stub'") < Clock.GetUtcNow().UtcDateTime.AddDays(-4));
        await PayableAsync(host);
        Assert.True(await DueAsync() <= Clock.GetUtcNow().UtcDateTime.AddSeconds(10));
    }

    private Task<DateTime> DueAsync() =>
        Database.ScalarAsync<DateTime>("SELECT due_at FROM qris_flights WHERE kind = 'ledger' AND account = 'stub'");
}

[Collection(OnMariaDb.Name)]
public sealed class MishearingTestsOnMariaDb(MariaDb database) : MishearingTests(database);

public sealed class MishearingTestsOnSqlite(SqliteFile database) : MishearingTests(database), IClassFixture<SqliteFile>;
