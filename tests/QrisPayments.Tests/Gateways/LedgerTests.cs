using System.Net;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Gateways;

/// <summary>Money that an account's ledger lists, and what a webhook adds to it.</summary>
public abstract class LedgerTests(Database database) : GatewayTests(database)
{
    [Fact]
    public async Task Q3_a_ledger_settles_by_total_and_a_webhook_only_hastens_it()
    {
        var host = await StartAsync(["IReadLedger", "IReceiveWebhooks"], traits: "NeedsUniqueAmount = true");
        _gateway.Create = words => Task.FromResult<string?>($"gw-{words[0]} {words[1]}");
        var (payment, _) = await PayableAsync(host);
        // A host looks at once, and then again ten seconds after there is somebody to pay.
        Clock.Advance(TimeSpan.FromSeconds(11));
        await LandedAsync();
        _gateway.Ledger.Enqueue($"row-1 {payment.Number("total_amount")} {Now}");
        _gateway.Ledger.Enqueue($"row-2 77 {Now}");

        Clock.Advance(TimeSpan.FromSeconds(4));
        // The same money under another id: it must not count by itself.
        (await TellAsync(host, $"money|callback-1|{payment.Number("total_amount")}|{Now}")).Is(HttpStatusCode.OK);

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        // Each row is in a transaction of its own.
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits"), credits => credits == 2,
            "the second row is taken in too");
        Assert.Equal("unmatched", await Database.ScalarAsync<string>("SELECT outcome FROM qris_credits WHERE external_ref = 'row-2'"));

        // Q4: the same page read again changes nothing.
        await LandedAsync();
        var reads = _gateway.Asked.Count;
        // Nobody is to pay any more: the next look is ten to twelve minutes away.
        Clock.Advance(TimeSpan.FromMinutes(13));
        await Wait.UntilAsync(() => Task.FromResult(_gateway.Asked.Count > reads), "the ledger was read again");
        Assert.Equal(2, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits"));
    }

    [Fact]
    public async Task A_webhook_that_is_trusted_counts_by_itself()
    {
        var host = await StartAsync(["IReadLedger", "IReceiveWebhooks"], traits: "NeedsUniqueAmount = true, WebhooksAreEvidence = true");
        var (payment, _) = await PayableAsync(host);

        (await TellAsync(host, $"money|callback-1|{payment.Number("total_amount")}|{Now}")).Is(HttpStatusCode.OK);

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
    }

    [Fact]
    public async Task F03_money_that_is_told_and_never_in_the_ledger_is_a_case_until_it_is()
    {
        var host = await StartAsync(["IReadLedger", "IReceiveWebhooks"], traits: "NeedsUniqueAmount = true");
        var (payment, _) = await PayableAsync(host);
        var (id, total, sent) = (payment.Text("id")!, payment.Number("total_amount"), Now);
        (await TellAsync(host, $"money|callback-1|{total}|{sent}")).Is(HttpStatusCode.OK);
        Clock.Advance(TimeSpan.FromSeconds(11));
        await LandedAsync();
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews"));

        // The ledger is read again and again and shows nothing.
        await PassAsync(TimeSpan.FromMinutes(40), () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews"));

        var shown = await host.Api.PaymentAsync(id);
        Assert.Equal(("expired", "webhook"), (shown.Text("status"), shown.Text("review")));
        Assert.Contains("payment.review_opened", await host.Api.EventTypesAsync(id));
        Assert.Contains(Rupiah.Format(total), await Database.ScalarAsync<string>("SELECT note FROM qris_reviews"), StringComparison.Ordinal);

        // Days later it says so after all.
        _gateway.Ledger.Enqueue($"row-1 {total} {sent}");
        await PassAsync(TimeSpan.FromMinutes(30),
            () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews WHERE state = 'resolved'"));
        var paid = await host.Api.WaitForStatusAsync(id, "paid");
        Assert.Null(paid.Text("review"));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews"));
    }

    [Fact]
    public async Task F03_rows_that_cannot_be_read_are_a_case_each_and_show_on_the_account()
    {
        var host = await StartAsync(["IReadLedger"], traits: "NeedsUniqueAmount = true");
        var (payment, _) = await PayableAsync(host);
        _gateway.Ledger.Enqueue($"?amount 66.519 {StubGateway.Key}");
        _gateway.Ledger.Enqueue("bad-1 -5 2026-01-01T05:00:00Z");
        _gateway.Ledger.Enqueue($"row-1 {payment.Number("total_amount")} {Now}");

        Clock.Advance(TimeSpan.FromSeconds(11));
        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        Clock.Advance(TimeSpan.FromMinutes(13));
        await LandedAsync();

        Assert.Equal(2, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews WHERE kind = 'unreadable' AND state = 'open'"));
        var note = await Database.ScalarAsync<string>("SELECT note FROM qris_reviews WHERE note LIKE '%66.519%'");
        Assert.DoesNotContain(StubGateway.Key, note, StringComparison.Ordinal);
        Assert.Equal(PluginCondition.Failing, host.App.Services.GetRequiredService<PluginHost>().Current.Find("stub")!.Loaded!.Guard
            .Health.Condition);
    }

    [Fact]
    public async Task F03_an_entry_that_the_ledger_shows_late_is_read_by_a_plugin_that_leaves_out_what_is_older()
    {
        var host = await StartAsync(["IReadLedger", "IReceiveWebhooks"], traits: "NeedsUniqueAmount = true");
        _gateway.KeepsToSince = true;
        var (payment, _) = await PayableAsync(host);
        var (total, sent) = (payment.Number("total_amount"), Now);
        (await TellAsync(host, $"money|callback-1|{total}|{sent}")).Is(HttpStatusCode.OK);
        await PassAsync(TimeSpan.FromMinutes(24));

        _gateway.Ledger.Enqueue($"row-1 {total} {sent}");

        await PassAsync(TimeSpan.FromMinutes(30), () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits"));
        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
    }

    [Fact]
    public async Task F03_a_ledger_that_tells_only_dates_confirms_what_a_webhook_told()
    {
        var host = await StartAsync(["IReadLedger", "IReceiveWebhooks"], traits: "NeedsUniqueAmount = true");
        var (payment, _) = await PayableAsync(host);
        var day = StubGateway.Time(Clock.GetUtcNow().AddHours(-5));
        _gateway.Ledger.Enqueue($"row-1 {payment.Number("total_amount")} {day} 86400");
        (await TellAsync(host, $"money|callback-1|{payment.Number("total_amount")}|{Now}")).Is(HttpStatusCode.OK);

        await PassAsync(TimeSpan.FromMinutes(40), () => EndedAsync("applied"));

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews"));
    }

    [Fact]
    public async Task F03_one_entry_of_the_ledger_confirms_one_money_that_webhooks_told_however_often_that_was_told()
    {
        var host = await StartAsync(["IReadLedger", "IReceiveWebhooks"], traits: "NeedsUniqueAmount = true");
        await PayableAsync(host);
        var sent = Now;
        _gateway.Ledger.Enqueue($"row-1 77 {sent}");
        (await TellAsync(host, $"money|callback-1|77|{sent}")).Is(HttpStatusCode.OK);
        await PassAsync(TimeSpan.FromMinutes(10), () => EndedAsync("applied"));

        // Another customer's transfer of the same amount, and the first one once more in other words.
        (await TellAsync(host, $"money|callback-2|77|{sent}")).Is(HttpStatusCode.OK);
        (await TellAsync(host, $"money|callback-1|77|{sent}|again")).Is(HttpStatusCode.OK);
        await PassAsync(TimeSpan.FromMinutes(50), () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews"));
        Assert.Equal((2, 1), (await EndedAsync("applied"), await EndedAsync("verified")));

        _gateway.Ledger.Enqueue($"row-2 77 {sent}");
        await PassAsync(TimeSpan.FromMinutes(30),
            () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews WHERE state = 'resolved'"));
        Assert.Equal((3, 2), (await EndedAsync("applied"), await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits")));
    }

    private Task<long> EndedAsync(string state) =>
        Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_webhooks WHERE state = @state", new { state });

    /// <summary>Lets time pass in small steps, in which the ledger is read again and again.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMinutes(2))
        {
            Clock.Advance(TimeSpan.FromMinutes(2));
            await LandedAsync();
        }
    }

    /// <summary>Lets time pass in small steps, so that everything is looked at on the way, until something is to be seen.</summary>
    private async Task PassAsync(TimeSpan time, Func<Task<long>> seen)
    {
        for (var passed = TimeSpan.Zero; passed < time && await seen() == 0; passed += TimeSpan.FromMinutes(2))
        {
            Clock.Advance(TimeSpan.FromMinutes(2));
            await LandedAsync();
            await Task.Delay(150);
        }
        await Wait.UntilAsync(seen, count => count > 0, "it is seen");
    }

    /// <summary>
    /// The ledger was read, and nothing is read while the clock stands: from here on it may move. A read sets when the next is due by the
    /// clock as it ends, so a clock that moved during the read would put the next one out of reach.
    /// </summary>
    private Task LandedAsync() => Wait.UntilAsync(
        () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_flights WHERE kind = 'ledger' AND account = 'stub' AND done_at IS "
            + "NOT NULL AND lease IS NULL AND due_at > @now", new { now = Clock.GetUtcNow().UtcDateTime }),
        landed => landed == 1, "the ledger was read");
}

[Collection(OnMariaDb.Name)]
public sealed class LedgerTestsOnMariaDb(MariaDb database) : LedgerTests(database);

public sealed class LedgerTestsOnSqlite(SqliteFile database) : LedgerTests(database), IClassFixture<SqliteFile>;
