using System.Net;
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
