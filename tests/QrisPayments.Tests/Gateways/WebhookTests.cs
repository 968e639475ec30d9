using System.Diagnostics;
using System.Net;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Gateways;

/// <summary>Webhooks are hints: stored first, verified, and confirmed where the gateway can be asked.</summary>
public abstract class WebhookTests(Database database) : GatewayTests(database)
{
    [Fact]
    public async Task A_webhook_is_a_hint_that_the_gateway_confirms()
    {
        var host = await StartAsync(AsksAndHears);
        var (payment, reference) = await PayableAsync(host);

        (await TellAsync(host, $"{reference}|paid 50000 {Now}")).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(() => Task.FromResult(_gateway.Asked.Contains("status " + reference)), "the gateway was asked");
        Assert.Equal("pending", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));

        _gateway.Status = _ => $"paid 50000 {Now} money-1";
        (await TellAsync(host, $"{reference}|paid 50000 {Now} again")).Is(HttpStatusCode.OK);
        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        Assert.Equal("money-1", await Database.ScalarAsync<string>("SELECT external_ref FROM qris_credits"));
    }

    [Fact]
    public async Task A_forged_webhook_is_kept_and_moves_nothing()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);
        var (payment, reference) = await PayableAsync(host);

        (await TellAsync(host, $"{reference}|paid 50000 {Now}", key: "wrong-key")).Is(HttpStatusCode.Forbidden);

        Assert.Equal("forged", await Database.ScalarAsync<string>("SELECT verdict FROM qris_webhooks"));
        Assert.Equal("pending", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits"));
    }

    [Fact]
    public async Task Of_forged_webhooks_little_is_kept_and_not_for_long()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);

        (await TellAsync(host, new string('x', 900_000), key: "wrong-key")).Is(HttpStatusCode.Forbidden);
        var clock = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 26)
            .Select(i => TellAsync(host, new string((char)('a' + i), 900_000), key: "wrong-key")));

        // Each counts as 55 of 500, to which every second adds 50.
        Assert.InRange(answers.Count(answer => answer.Status == HttpStatusCode.Forbidden), 1, 10 + clock.Elapsed.TotalSeconds);
        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.TooManyRequests);
        Assert.True(await Database.ScalarAsync<long>("SELECT MAX(LENGTH(body)) FROM qris_webhooks") <= 2_000);
    }

    [Fact]
    public async Task The_same_webhook_many_times_is_one_row_and_one_credit()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);
        var (payment, reference) = await PayableAsync(host);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(_ => TellAsync(host, $"{reference}|paid 50000 2026-01-01T05:00:30Z")));

        Assert.All(answers, answer => Assert.Equal("ok", answer.Is(HttpStatusCode.OK).Body));
        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_webhooks"));
        Assert.Equal(20, await Database.ScalarAsync<long>("SELECT times FROM qris_webhooks"));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits"));
    }

    [Theory]
    [InlineData(49_999, "underpaid")]
    [InlineData(50_001, "overpaid")]
    public async Task A_gateway_that_cannot_be_asked_and_names_another_amount_opens_a_case(long amount, string kind)
    {
        var host = await StartAsync(["IReceiveWebhooks"]);
        var (payment, reference) = await PayableAsync(host);

        await TellAsync(host, $"{reference}|paid {amount} {Now}");

        var held = await host.Api.WaitForReviewAsync(payment.Text("id")!, kind);
        Assert.Equal("pending", held.Text("status"));
    }

    [Fact]
    public async Task M1_an_attempt_has_an_address_of_its_own_that_nobody_can_guess()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);
        var (mine, reference) = await PayableAsync(host);
        var (other, _) = await PayableAsync(host);
        var hook = new Uri(_gateway.Hooks[(await AttemptAsync(mine))]);
        Assert.Equal("shop.example", hook.Host);
        Assert.Equal(64, hook.Segments[^1].Length);
        Assert.DoesNotContain(hook.Segments[^1],
            await Database.ScalarAsync<string>("SELECT hook_hash FROM qris_attempts WHERE payment_id = @id", new { id = mine.Text("id") }),
                StringComparison.Ordinal);

        // Without the common key: the address is the proof. Another attempt's reference at this address is refused.
        (await TellAsync(host, $"gw-other|paid 50000 {Now}", key: null, path: hook.AbsolutePath["/qris".Length..])).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews WHERE kind = 'webhook'"),
            cases => cases == 1, "the contradiction is a case");
        Assert.Equal("webhook", (await host.Api.WaitForReviewAsync(mine.Text("id")!, "webhook")).Text("review"));
        Assert.Single(await host.Api.EventTypesAsync(mine.Text("id")!), type => type == "payment.review_opened");
        (await TellAsync(host, $"{reference}|paid 50000 {Now}", key: null, path: hook.AbsolutePath["/qris".Length..]))
            .Is(HttpStatusCode.OK);

        await host.Api.WaitForStatusAsync(mine.Text("id")!, "paid");
        Assert.Equal("pending", (await host.Api.PaymentAsync(other.Text("id")!)).Text("status"));
        (await TellAsync(host, $"{reference}|paid 50000 {Now}", key: null, path: "/webhooks/stub/" + new string('0', 64)))
            .Is(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task M7_a_webhook_that_overtakes_the_answer_to_the_create_waits_for_it()
    {
        var answer = new TaskCompletionSource<string?>();
        _gateway.Create = _ => answer.Task;
        var host = await StartAsync(["IReceiveWebhooks"]);
        var creating = host.Api.TryCreateAsync(ApiClient.NewPayment(change: body => body["provider"] = "stub"));
        await Wait.UntilAsync(() => Task.FromResult(!_gateway.Hooks.IsEmpty), "the gateway was asked to create");

        (await TellAsync(host, $"gw-fast|paid 50000 {Now}", key: null,
            path: new Uri(_gateway.Hooks.Values.Single()).AbsolutePath["/qris".Length..])).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT tries FROM qris_webhooks WHERE lease_until IS NULL"),
            tries => tries > 0, "it was looked at once");
        answer.SetResult("gw-fast 50000");
        var payment = (await creating).Is(HttpStatusCode.Created);
        Clock.Advance(TimeSpan.FromSeconds(10));

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
    }

    [Fact]
    public async Task A_webhook_for_a_plugin_that_is_off_shall_come_again()
    {
        var host = await StartAsync(AsksAndHears);
        var (payment, reference) = await PayableAsync(host);
        await SwitchAsync(on: false);
        await Wait.UntilAsync(() => TellAsync(host, $"{reference}|paid"), answer => answer.Status == HttpStatusCode.ServiceUnavailable,
            "the account is away");

        _gateway.Status = _ => $"paid 50000 {Now}";
        await SwitchAsync(on: true);
        // Other words than before: while it was still on, the first may have been taken in and found unpaid.
        await Wait.UntilAsync(() => TellAsync(host, $"{reference}|paid|again"), answer => answer.Status == HttpStatusCode.OK,
            "the account is back");

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        (await TellAsync(host, "x|paid", path: "/webhooks/nobody")).Is(HttpStatusCode.NotFound);
    }

    private async Task SwitchAsync(bool on)
    {
        await using var connection = await Database.OpenAsync();
        await Dapper.SqlMapper.ExecuteAsync(connection, "DELETE FROM qris_plugins");
        await Dapper.SqlMapper.ExecuteAsync(connection, "INSERT INTO qris_plugins (id, enabled, position, updated_at) VALUES ('stub', "
            + "@on, 0, '2026-01-01 00:00:00')", new { on });
        await Dapper.SqlMapper.ExecuteAsync(connection, "DELETE FROM qris_changes");
        await Dapper.SqlMapper.ExecuteAsync(connection, "INSERT INTO qris_changes (name, version) VALUES ('plugins', @version)",
            new { version = on ? 2 : 1 });
    }

    [Fact]
    public async Task Q9_no_secret_is_kept_with_a_webhook()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);
        var (payment, reference) = await PayableAsync(host);

        (await TellAsync(host, $"{reference}|paid 50000 {Now}", key: null, path: "/webhooks/stub/" + StubGateway.Key))
            .Is(HttpStatusCode.OK);
        await TellAsync(host, "accept", key: "an-old-secret-of-ours");

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        var stored = await Database.ScalarAsync<string>(
            "SELECT GROUP_CONCAT(headers || query || COALESCE(path_key, '') || body) FROM qris_webhooks".Replace(
                "headers || query || COALESCE(path_key, '') || body",
            Database is MariaDb
                ? "CONCAT(headers, query, COALESCE(path_key, ''), body)"
                : "headers || query || COALESCE(path_key, '') || body", StringComparison.Ordinal));
        Assert.DoesNotContain(StubGateway.Key, stored, StringComparison.Ordinal);
        Assert.Contains("‹Key›", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Q18_what_was_accepted_but_not_understood_is_a_case()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);

        (await TellAsync(host, "accept")).Is(HttpStatusCode.OK);
        (await TellAsync(host, "gibberish")).Is(HttpStatusCode.BadRequest);

        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews WHERE kind = 'webhook' AND state = 'open'"));
        Assert.Equal(2, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_webhooks WHERE verdict = 'malformed'"));
    }

    [Fact]
    public async Task A_host_that_stopped_between_storing_and_verifying_loses_nothing()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);
        var (payment, reference) = await PayableAsync(host);
        (await TellAsync(host, $"{reference}|paid 49999 {Now}")).Is(HttpStatusCode.OK);
        await host.Api.WaitForReviewAsync(payment.Text("id")!, "underpaid");
        await using (var connection = await Database.OpenAsync())
            await Dapper.SqlMapper.ExecuteAsync(connection, "UPDATE qris_webhooks SET state = 'received', verdict = NULL, reading = "
                + "NULL, tries = 0, body = @body", new { body = $"t{reference}|paid 50000 {Now} late-verified" });

        Clock.Advance(TimeSpan.FromMinutes(2));

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
    }

    [Fact]
    public async Task Odd_webhooks_are_never_a_500()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await TellAsync(host, new string('x', 1_100_000))).Status);
        foreach (var body in new[] { "", "\0", "|", "||||", "\ud800", new string('|', 5000), "money|r|-5|x",
            "money|r|99999999999999999999|x", "x|paid -1", "x|paid 5 9999-12-31" })
        {
            var answer = await TellAsync(host, body);
            Assert.True((int)answer.Status is (>= 200 and < 500) or 503, $"{body}: {(int)answer.Status}");
        }
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits"));
    }

    private async Task<string> AttemptAsync(Answer payment) =>
        (await Database.ScalarAsync<string>("SELECT id FROM qris_attempts WHERE payment_id = @id", new { id = payment.Text("id") }))!;
}

[Collection(OnMariaDb.Name)]
public sealed class WebhookTestsOnMariaDb(MariaDb database) : WebhookTests(database);

public sealed class WebhookTestsOnSqlite(SqliteFile database) : WebhookTests(database), IClassFixture<SqliteFile>;
