using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using QrisPayments.Gateways;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Gateways;

/// <summary>What a stranger may cost who sends webhooks that nothing proves: no case, few bytes, and not for long.</summary>
public abstract class StrangerTests(Database database) : GatewayTests(database)
{
    /// <summary>The gateway signs nothing, so anybody's hint is heard.</summary>
    private Task<TestHost> StartOpenAsync() => StartAsync(AsksAndHears, more: ("QrisPayments:Providers:stub:Open", "true"));

    private Task<long> CountAsync(string where) => Database.ScalarAsync<long>("SELECT COUNT(*) FROM " + where);

    private Task WorkedOutAsync() => Wait.UntilAsync(() => CountAsync("qris_webhooks WHERE state IN ('received', 'verified')"),
        left => left == 0, "every webhook is done with");

    [Fact]
    public async Task F11_unsigned_hints_about_a_reference_in_nobodys_books_are_dropped_at_once_and_open_no_case()
    {
        var host = await StartOpenAsync();
        for (var i = 0; i < 30; i++) (await TellAsync(host, $"gw-nobody-{i}|paid 50000", key: null)).Is(HttpStatusCode.OK);

        await WorkedOutAsync();
        Clock.Advance(TimeSpan.FromHours(25));
        await Task.Delay(300);

        Assert.Equal(30, await CountAsync("qris_webhooks WHERE state = 'kept' AND tries = 1"));
        Assert.Equal(0, await CountAsync("qris_reviews"));
        Assert.Empty(_gateway.Asked);
    }

    [Fact]
    public async Task F11_an_unsigned_hint_about_a_payment_of_ours_makes_the_gateway_be_asked()
    {
        var host = await StartOpenAsync();
        var (payment, reference) = await PayableAsync(host);
        _gateway.Status = _ => $"paid 50000 {Now}";

        (await TellAsync(host, $"{reference}|paid 50000", key: null)).Is(HttpStatusCode.OK);

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
    }

    [Fact]
    public async Task F11_an_unsigned_hint_that_the_gateway_does_not_confirm_opens_no_case()
    {
        var host = await StartOpenAsync();
        var (payment, reference) = await PayableAsync(host);

        foreach (var word in new[] { "paid 50000", "doubt", "odd", "reversed chargeback" })
            (await TellAsync(host, $"{reference}|{word}", key: null)).Is(HttpStatusCode.OK);

        await WorkedOutAsync();
        await Wait.UntilAsync(() => Task.FromResult(_gateway.Asked.Contains("status " + reference)), "the gateway was asked");
        Clock.Advance(TimeSpan.FromMinutes(40));
        await host.Api.WaitForStatusAsync(payment.Text("id")!, "expired");
        Assert.Equal(0, await CountAsync("qris_reviews"));
    }

    [Fact]
    public async Task F11_an_unsigned_hint_that_overtakes_the_answer_to_the_create_waits_for_it()
    {
        var answer = new TaskCompletionSource<string?>();
        _gateway.Create = _ => answer.Task;
        _gateway.Status = _ => $"paid 50000 {Now}";
        var host = await StartOpenAsync();
        var creating = host.Api.TryCreateAsync(ApiClient.NewPayment(change: body => body["provider"] = "stub"));
        await Wait.UntilAsync(() => Task.FromResult(!_gateway.Hooks.IsEmpty), "the gateway was asked to create");

        (await TellAsync(host, "gw-fast|paid 50000", key: null)).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT tries FROM qris_webhooks WHERE lease_until IS NULL"),
            tries => tries > 0, "it was looked at once");
        answer.SetResult("gw-fast 50000");
        var payment = (await creating).Is(HttpStatusCode.Created);
        Clock.Advance(TimeSpan.FromSeconds(4));
        await WorkedOutAsync();

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
    }

    [Fact]
    public async Task F11_where_a_create_was_never_answered_a_hint_waits_for_minutes_and_no_longer()
    {
        _gateway.Create = _ => Task.FromResult<string?>(null);
        _gateway.Status = _ => "gibberish";
        var host = await StartOpenAsync();
        (await host.Api.TryCreateAsync(ApiClient.NewPayment(change: body => body["provider"] = "stub"))).Is(HttpStatusCode.Created);
        (await TellAsync(host, "gw-nobody|paid 50000", key: null)).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT tries FROM qris_webhooks WHERE lease_until IS NULL"),
            tries => tries > 0, "it was looked at once");
        Assert.Equal("verified", await Database.ScalarAsync<string>("SELECT state FROM qris_webhooks"));

        Clock.Advance(TimeSpan.FromMinutes(6));

        await Wait.UntilAsync(() => Database.ScalarAsync<string>("SELECT state FROM qris_webhooks"), state => state == "kept",
            "it is dropped");
        Assert.Equal(0, await CountAsync("qris_reviews WHERE kind = 'webhook'"));
    }

    [Fact]
    public async Task F11_money_that_an_unsigned_hint_tells_of_is_looked_for_in_the_ledger_and_counts_for_nothing_by_itself()
    {
        var host = await StartAsync(["IReadLedger", "IReceiveWebhooks"], traits: "NeedsUniqueAmount = true",
            more: ("QrisPayments:Providers:stub:Open", "true"));
        var (payment, _) = await PayableAsync(host);
        var told = $"money|row-1|{payment.Number("total_amount")}|{Now}";

        (await TellAsync(host, told, key: null)).Is(HttpStatusCode.OK);
        await WorkedOutAsync();

        Assert.Equal(0, await CountAsync("qris_credits"));
        Clock.Advance(TimeSpan.FromMinutes(40));
        await host.Api.WaitForStatusAsync(payment.Text("id")!, "expired");
        Assert.Equal(0, await CountAsync("qris_reviews"));
    }

    [Fact]
    public async Task F11_an_unsigned_hint_at_a_gateway_that_cannot_be_asked_counts_for_nothing()
    {
        var host = await StartAsync(["IReceiveWebhooks"], more: ("QrisPayments:Providers:stub:Open", "true"));
        var (payment, reference) = await PayableAsync(host);

        (await TellAsync(host, $"{reference}|paid 50000", key: null)).Is(HttpStatusCode.OK);
        (await TellAsync(host, "accept this", key: null)).Is(HttpStatusCode.OK);
        await WorkedOutAsync();

        Assert.Equal("pending", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
        Assert.Equal(0, await CountAsync("qris_reviews"));
        Assert.Equal(2, await CountAsync("qris_webhooks WHERE state = 'kept'"));
    }

    [Fact]
    public async Task F12_past_the_days_budget_strangers_are_answered_as_before_and_not_stored_and_the_gateway_is_heard()
    {
        const int Budget = 40_000;
        var log = new FakeLogCollector();
        var host = Owned(await TestHost.StartAsync(Database, Clock,
            [.. _gateway.Settings(PluginFolder, "stub", AsksAndHears, ""), ("QrisPayments:Providers:stub:Open", "true")], builder =>
            {
                builder.LogTo(log);
                builder.Services.AddSingleton(services =>
                    new StrangerBudget(services.GetRequiredService<ILogger<StrangerBudget>>()) { PerAccount = Budget });
            }));
        var (payment, reference) = await PayableAsync(host);
        var (hinted, about) = await PayableAsync(host);

        for (var i = 0; i < 40; i++)
        {
            (await TellAsync(host, $"forged {i} {new string('x', 10_000)}", "wrong-key")).Is(HttpStatusCode.Forbidden);
            (await TellAsync(host, $"malformed {i} {new string('x', 10_000)}")).Is(HttpStatusCode.BadRequest);
            (await TellAsync(host, $"gw-nobody-{i}|paid 50000", key: null)).Is(HttpStatusCode.OK);
        }

        const string Bytes = "SELECT SUM(LENGTH(body) + LENGTH(headers) + LENGTH(query)) FROM qris_webhooks";
        Assert.InRange(await Database.ScalarAsync<long>(Bytes), 1_000, Budget);
        Assert.InRange(await Database.ScalarAsync<long>("SELECT SUM(stranger_bytes) FROM qris_webhooks"), Budget / 2, Budget);
        var line = Assert.Single(log.GetSnapshot(), record => record.Id.Name == "StrangersPastBudget");
        Assert.Contains("Account stub", line.Message, StringComparison.Ordinal);

        // A payment of ours is asked about though the hint has no room, and what the gateway proves is stored and applied.
        _gateway.Status = asked => asked == about ? $"paid 50000 {Now}" : "pending";
        (await TellAsync(host, $"{about}|paid 50000", key: null)).Is(HttpStatusCode.OK);
        await host.Api.WaitForStatusAsync(hinted.Text("id")!, "paid");
        _gateway.Status = _ => $"paid 50000 {Now}";
        (await TellAsync(host, $"{reference}|paid 50000|{new string('x', 20_001)}")).Is(HttpStatusCode.OK);
        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        Assert.Equal(1, await CountAsync("qris_webhooks WHERE verdict = 'genuine' AND is_cut = 0 AND LENGTH(body) > 20000"));

        // A day later there is room again.
        Clock.Advance(TimeSpan.FromHours(25));
        await WorkedOutAsync();
        await host.App.Services.GetRequiredService<WebhookInbox>().SweepAsync(CancellationToken.None);
        (await TellAsync(host, "forged once more", "wrong-key")).Is(HttpStatusCode.Forbidden);
        Assert.Equal(1, await CountAsync("qris_webhooks WHERE verdict = 'forged'"));
    }

    /// <summary>All accounts together are bounded, too, whatever the nodes and however the flood is spread.</summary>
    [Fact]
    public void F12_a_day_of_floods_at_every_account_stays_far_below_200_MB()
    {
        var budget = new StrangerBudget(Microsoft.Extensions.Logging.Abstractions.NullLogger<StrangerBudget>.Instance);
        var kept = 0L;
        for (var i = 0; i < 100_000; i++)
            if (budget.TryTake($"account-{i % 20}", 5_000)) kept += 5_000;

        // Pages of a table are half full at worst.
        Assert.InRange(kept * 2, 100_000_000, 200_000_000);
        Assert.InRange(kept, StrangerBudget.MaxTotal - 5_000, StrangerBudget.MaxTotal);
        budget.Set([("account-1", budget.PerAccount)]);
        Assert.False(budget.TryTake("account-1", 5_000));
        Assert.True(budget.TryTake("account-2", 5_000));
    }

    /// <summary>300 bytes or 900 KB, with 20 KB of headers and 7 KB of query: what is kept of any has the same bound.</summary>
    [Theory]
    [InlineData("forged")]
    [InlineData("malformed")]
    [InlineData("hint")]
    public async Task F12_of_what_a_stranger_sends_little_is_kept_of_body_headers_and_query(string kind)
    {
        var host = kind == "hint" ? await StartOpenAsync() : await StartAsync(["IReceiveWebhooks"]);
        for (var i = 0; i < 3; i++)
        {
            var request = new HttpRequestMessage(HttpMethod.Post,
                $"/qris/webhooks/stub?{i}={new string('q', 3_500)}&b={new string('é', 500)}")
            {
                Content = new StringContent((kind == "hint" ? "gw-nobody|" : "malformed ") + new string('x', 200_000), Encoding.UTF8,
                    "text/plain"),
            };
            request.Headers.Host = "shop.example";
            if (kind != "hint") request.Headers.Add("X-Key", kind == "forged" ? "wrong-key" : StubGateway.Key);
            for (var h = 0; h < 20; h++) request.Headers.Add($"X-Junk-{h}", new string('h', 1_000));
            (await host.Api.SendAsync(request)).Is(kind switch
            {
                "forged" => HttpStatusCode.Forbidden, "malformed" => HttpStatusCode.BadRequest, _ => HttpStatusCode.OK,
            });
        }

        await WorkedOutAsync();
        Assert.Equal(3, await CountAsync("qris_webhooks"));
        Assert.InRange(await Database.ScalarAsync<long>("SELECT MAX(LENGTH(body) + LENGTH(headers) + LENGTH(query)) FROM qris_webhooks"),
            300, 5_000);
        Assert.Equal(3, await CountAsync("qris_webhooks WHERE is_cut = 1"));
        Clock.Advance(TimeSpan.FromHours(25));
        await host.App.Services.GetRequiredService<WebhookInbox>().SweepAsync(CancellationToken.None);
        Assert.Equal(0, await CountAsync("qris_webhooks"));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class StrangersOnMariaDb(MariaDb database) : StrangerTests(database);

public sealed class StrangersOnSqlite(SqliteFile database) : StrangerTests(database), IClassFixture<SqliteFile>;
