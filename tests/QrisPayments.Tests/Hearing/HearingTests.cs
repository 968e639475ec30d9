using System.Net;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Hearing;

/// <summary>How money is heard of: by webhooks, which are hints, by asking the gateway, and from ledgers.</summary>
public abstract class HearingTests(Database database) : HearingBase(database)
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
    public async Task A_lost_webhook_is_made_up_for_by_asking()
    {
        var host = await StartAsync(AsksAndHears);
        var (payment, _) = await PayableAsync(host);
        _gateway.Status = _ => $"paid 50000 {Now}";

        Clock.Advance(TimeSpan.FromSeconds(6));

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
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
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++) answers.Add((await TellAsync(host, new string((char)('a' + i), 900_000), key: "wrong-key")).Status);

        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.True(await Database.ScalarAsync<long>("SELECT MAX(LENGTH(body)) FROM qris_webhooks") <= 2_000);
    }

    [Fact]
    public async Task The_same_webhook_many_times_is_one_row_and_one_credit()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);
        var (payment, reference) = await PayableAsync(host);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TellAsync(host, $"{reference}|paid 50000 2026-01-01T05:00:30Z")));

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
        Assert.DoesNotContain(hook.Segments[^1], await Database.ScalarAsync<string>("SELECT hook_hash FROM qris_attempts WHERE payment_id = @id", new { id = mine.Text("id") }), StringComparison.Ordinal);

        // Without the common key: the address is the proof. Another attempt's reference at this address is refused.
        (await TellAsync(host, $"gw-other|paid 50000 {Now}", key: null, path: hook.AbsolutePath["/qris".Length..])).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews WHERE kind = 'webhook'"), cases => cases == 1, "the contradiction is a case");
        (await TellAsync(host, $"{reference}|paid 50000 {Now}", key: null, path: hook.AbsolutePath["/qris".Length..])).Is(HttpStatusCode.OK);

        await host.Api.WaitForStatusAsync(mine.Text("id")!, "paid");
        Assert.Equal("pending", (await host.Api.PaymentAsync(other.Text("id")!)).Text("status"));
        (await TellAsync(host, $"{reference}|paid 50000 {Now}", key: null, path: "/webhooks/stub/" + new string('0', 64))).Is(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task M7_a_webhook_that_overtakes_the_answer_to_the_create_waits_for_it()
    {
        var answer = new TaskCompletionSource<string?>();
        _gateway.Create = _ => answer.Task;
        var host = await StartAsync(["IReceiveWebhooks"]);
        var creating = host.Api.TryCreateAsync(ApiClient.NewPayment(change: body => body["provider"] = "stub"));
        await Wait.UntilAsync(() => Task.FromResult(!_gateway.Hooks.IsEmpty), "the gateway was asked to create");

        (await TellAsync(host, $"gw-fast|paid 50000 {Now}", key: null, path: new Uri(_gateway.Hooks.Values.Single()).AbsolutePath["/qris".Length..])).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT tries FROM qris_webhooks"), tries => tries > 0, "it was looked at once");
        answer.SetResult("gw-fast 50000");
        var payment = (await creating).Is(HttpStatusCode.Created);
        Clock.Advance(TimeSpan.FromSeconds(10));

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
    }

    [Fact]
    public async Task Money_without_a_time_counts_in_time_when_it_is_heard_of_after_the_end()
    {
        var host = await StartAsync(AsksAndHears);
        var (payment, _) = await PayableAsync(host);
        Clock.Advance(TimeSpan.FromSeconds(6));
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_flights f JOIN qris_attempts a ON a.account = f.account WHERE f.kind = 'status' AND f.lease IS NULL AND a.polls > 0"), landed => landed == 1, "the gateway said: not paid yet");
        _gateway.Status = _ => "paid";

        Clock.Advance(TimeSpan.FromMinutes(16));

        var paid = await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        Assert.False(paid["late"].GetBoolean());
        Assert.Equal(50_000, paid.Number("paid_amount"));
    }

    [Theory]
    [InlineData("expired", "expired")]
    [InlineData("cancelled", "cancelled")]
    [InlineData("failed", "failed")]
    public async Task What_the_gateway_has_ended_ends(string said, string status)
    {
        var host = await StartAsync(AsksAndHears);
        var (payment, _) = await PayableAsync(host);
        _gateway.Status = _ => said;

        Clock.Advance(TimeSpan.FromSeconds(6));

        await host.Api.WaitForStatusAsync(payment.Text("id")!, status);
    }

    [Fact]
    public async Task G7_money_that_comes_after_the_gateway_ended_it_is_a_case_and_never_lost()
    {
        var host = await StartAsync(AsksAndHears);
        var (payment, reference) = await PayableAsync(host);
        _gateway.Status = _ => "cancelled";
        Clock.Advance(TimeSpan.FromSeconds(6));
        await host.Api.WaitForStatusAsync(payment.Text("id")!, "cancelled");

        _gateway.Status = _ => $"paid 50000 {Now}";
        await TellAsync(host, $"{reference}|paid 50000");

        await host.Api.WaitForReviewAsync(payment.Text("id")!, "late");
    }

    [Fact]
    public async Task W1_a_doubt_of_the_gateway_is_a_case_and_the_money_still_counts_later()
    {
        var host = await StartAsync(AsksAndHears);
        var (payment, _) = await PayableAsync(host);
        _gateway.Status = _ => "doubt";
        Clock.Advance(TimeSpan.FromSeconds(6));
        await host.Api.WaitForReviewAsync(payment.Text("id")!, "doubtful");

        _gateway.Status = _ => $"paid 50000 {Now}";
        Clock.Advance(TimeSpan.FromSeconds(6));

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
    }

    [Fact]
    public async Task A_doubt_that_a_person_has_put_aside_is_not_raised_at_every_question()
    {
        var host = await StartAsync(AsksAndHears);
        var (payment, _) = await PayableAsync(host);
        _gateway.Status = _ => "doubt";
        Clock.Advance(TimeSpan.FromSeconds(6));
        await host.Api.WaitForReviewAsync(payment.Text("id")!, "doubtful");
        await using (var connection = await Database.OpenAsync())
        {
            await Dapper.SqlMapper.ExecuteAsync(connection, "UPDATE qris_reviews SET state = 'resolved'");
            await Dapper.SqlMapper.ExecuteAsync(connection, "UPDATE qris_payments SET review = NULL");
        }

        var polls = await Database.ScalarAsync<long>("SELECT polls FROM qris_attempts");
        await Wait.UntilAsync(
            () =>
            {
                Clock.Advance(TimeSpan.FromSeconds(6));
                return Database.ScalarAsync<long>("SELECT polls FROM qris_attempts");
            },
            asked => asked > polls + 1, "it was asked about twice more");

        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews"));
        Assert.Null((await host.Api.PaymentAsync(payment.Text("id")!)).Text("review"));
    }

    [Fact]
    public async Task G6_a_create_that_was_never_answered_is_asked_about_and_found_paid()
    {
        _gateway.Create = _ => Task.FromResult<string?>(null);
        var host = await StartAsync(AsksAndHears);
        var payment = (await host.Api.TryCreateAsync(ApiClient.NewPayment(change: body => body["provider"] = "stub"))).Is(HttpStatusCode.Created);
        Assert.Equal("unknown", await Database.ScalarAsync<string>("SELECT state FROM qris_attempts"));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, payment["total_amount"].ValueKind);
        _gateway.Status = reference => reference.StartsWith("by-att_", StringComparison.Ordinal) ? $"paid 50000 {Now}" : "nothing";

        Clock.Advance(TimeSpan.FromSeconds(6));

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
    }

    [Fact]
    public async Task A_create_of_which_the_gateway_has_no_record_fails_after_two_minutes()
    {
        _gateway.Create = _ => Task.FromResult<string?>(null);
        _gateway.Status = _ => "nothing";
        var host = await StartAsync(AsksAndHears);
        var payment = (await host.Api.TryCreateAsync(ApiClient.NewPayment(change: body => body["provider"] = "stub"))).Is(HttpStatusCode.Created);

        Clock.Advance(TimeSpan.FromSeconds(30));
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_flights f JOIN qris_attempts a ON a.account = f.account WHERE f.kind = 'status' AND f.lease IS NULL AND a.polls > 0"), landed => landed == 1, "the gateway was asked");
        Assert.Equal("pending", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
        Clock.Advance(TimeSpan.FromMinutes(3));

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "failed");
    }

    [Fact]
    public async Task G12_a_gateway_that_asks_to_be_left_alone_is_left_alone()
    {
        _gateway.Status = _ => "busy 300";
        var host = await StartAsync(AsksAndHears);
        var (payment, _) = await PayableAsync(host);
        Clock.Advance(TimeSpan.FromSeconds(6));
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT failures FROM qris_flights WHERE kind = 'status' AND account = 'stub'"), failures => failures == 1, "429 was heard");

        var before = _gateway.Asked.Count;
        Clock.Advance(TimeSpan.FromSeconds(200));
        await host.Api.PaymentAsync(payment.Text("id")!);
        await Task.Delay(400);
        Assert.Equal(before, _gateway.Asked.Count);
        _gateway.Status = _ => $"paid 50000 {Now}";
        Clock.Advance(TimeSpan.FromSeconds(150));

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
    }

    [Fact]
    public async Task Q16_two_nodes_ask_one_account_one_at_a_time()
    {
        var one = await StartAsync(AsksAndHears);
        var two = await StartAsync(AsksAndHears);
        foreach (var host in Enumerable.Repeat(one, 10).Concat(Enumerable.Repeat(two, 10))) await PayableAsync(host);

        Clock.Advance(TimeSpan.FromSeconds(6));
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_attempts WHERE polls > 0"), asked => asked == 20, "all were asked about");

        Assert.Equal(1, _gateway.MostAtOnce);
        Assert.Equal(20, _gateway.Asked.Distinct().Count());
    }

    [Fact]
    public async Task Questions_go_on_slowly_for_two_days_and_then_end()
    {
        var host = await StartAsync(AsksAndHears);
        var (payment, reference) = await PayableAsync(host);
        Clock.Advance(TimeSpan.FromHours(1));
        await host.Api.WaitForStatusAsync(payment.Text("id")!, "expired");
        await AskedAgainAsync(0);

        Clock.Advance(TimeSpan.FromHours(47));
        await AskedAgainAsync(1);
        Clock.Advance(TimeSpan.FromHours(2));
        await AskedAgainAsync(2);

        Assert.True(await Database.ScalarAsync<DateTime>("SELECT poll_at FROM qris_attempts WHERE provider_ref = @reference", new { reference }) > Clock.GetUtcNow().AddYears(100).UtcDateTime);
    }

    private Task AskedAgainAsync(long polls) => Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT polls FROM qris_attempts"), seen => seen > polls, $"it was asked {polls + 1} times");

    [Fact]
    public async Task Q3_a_ledger_settles_by_total_and_a_webhook_only_hastens_it()
    {
        var host = await StartAsync(["IReadLedger", "IReceiveWebhooks"], traits: "NeedsUniqueAmount = true");
        _gateway.Create = words => Task.FromResult<string?>($"gw-{words[0]} {words[1]}");
        var (payment, _) = await PayableAsync(host);
        await Wait.UntilAsync(() =>
        {
            // The poller may have looked before the payment was there; then the next look comes ten seconds after it.
            Clock.Advance(TimeSpan.FromSeconds(1));
            return Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_flights WHERE kind = 'ledger' AND account = 'stub' AND done_at IS NOT NULL AND lease IS NULL");
        }, landed => landed == 1, "the ledger was read once");
        _gateway.Ledger.Enqueue($"row-1 {payment.Number("total_amount")} {Now}");
        _gateway.Ledger.Enqueue($"row-2 77 {Now}");

        Clock.Advance(TimeSpan.FromSeconds(4));
        // The same money under another id: it must not count by itself.
        (await TellAsync(host, $"money|callback-1|{payment.Number("total_amount")}|{Now}")).Is(HttpStatusCode.OK);

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        Assert.Equal(2, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits"));
        Assert.Equal("unmatched", await Database.ScalarAsync<string>("SELECT outcome FROM qris_credits WHERE external_ref = 'row-2'"));

        // Q4: the same page read again changes nothing.
        var reads = _gateway.Asked.Count;
        Clock.Advance(TimeSpan.FromMinutes(11));
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
    public async Task A_webhook_for_a_plugin_that_is_off_shall_come_again()
    {
        var host = await StartAsync(AsksAndHears);
        var (payment, reference) = await PayableAsync(host);
        await SwitchAsync(on: false);
        await Wait.UntilAsync(() => TellAsync(host, $"{reference}|paid"), answer => answer.Status == HttpStatusCode.ServiceUnavailable, "the account is away");

        _gateway.Status = _ => $"paid 50000 {Now}";
        await SwitchAsync(on: true);
        // Other words than before: while it was still on, the first may have been taken in and found unpaid.
        await Wait.UntilAsync(() => TellAsync(host, $"{reference}|paid|again"), answer => answer.Status == HttpStatusCode.OK, "the account is back");

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        (await TellAsync(host, "x|paid", path: "/webhooks/nobody")).Is(HttpStatusCode.NotFound);
    }

    private async Task SwitchAsync(bool on)
    {
        await using var connection = await Database.OpenAsync();
        await Dapper.SqlMapper.ExecuteAsync(connection, "DELETE FROM qris_plugins");
        await Dapper.SqlMapper.ExecuteAsync(connection, "INSERT INTO qris_plugins (id, enabled, position, updated_at) VALUES ('stub', @on, 0, '2026-01-01 00:00:00')", new { on });
        await Dapper.SqlMapper.ExecuteAsync(connection, "DELETE FROM qris_changes");
        await Dapper.SqlMapper.ExecuteAsync(connection, "INSERT INTO qris_changes (name, version) VALUES ('plugins', @version)", new { version = on ? 2 : 1 });
    }

    [Fact]
    public async Task Q9_no_secret_is_kept_with_a_webhook()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);
        var (payment, reference) = await PayableAsync(host);

        (await TellAsync(host, $"{reference}|paid 50000 {Now}", key: null, path: "/webhooks/stub/" + StubGateway.Key)).Is(HttpStatusCode.OK);
        await TellAsync(host, "accept", key: "an-old-secret-of-ours");

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        var stored = await Database.ScalarAsync<string>("SELECT GROUP_CONCAT(headers || query || COALESCE(path_key, '') || body) FROM qris_webhooks".Replace("headers || query || COALESCE(path_key, '') || body",
            Database is MariaDb ? "CONCAT(headers, query, COALESCE(path_key, ''), body)" : "headers || query || COALESCE(path_key, '') || body", StringComparison.Ordinal));
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
    public async Task A_host_that_stopped_between_storing_and_judging_loses_nothing()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);
        var (payment, reference) = await PayableAsync(host);
        (await TellAsync(host, $"{reference}|paid 49999 {Now}")).Is(HttpStatusCode.OK);
        await host.Api.WaitForReviewAsync(payment.Text("id")!, "underpaid");
        await using (var connection = await Database.OpenAsync())
            await Dapper.SqlMapper.ExecuteAsync(connection, "UPDATE qris_webhooks SET state = 'received', verdict = NULL, meaning = NULL, tries = 0, body = @body", new { body = $"t{reference}|paid 50000 {Now} late-judged" });

        Clock.Advance(TimeSpan.FromMinutes(2));

        await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
    }

    [Fact]
    public async Task Odd_webhooks_are_never_a_500()
    {
        var host = await StartAsync(["IReceiveWebhooks"]);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await TellAsync(host, new string('x', 1_100_000))).Status);
        foreach (var body in new[] { "", "\0", "|", "||||", "\ud800", new string('|', 5000), "money|r|-5|x", "money|r|99999999999999999999|x", "x|paid -1", "x|paid 5 9999-12-31" })
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
public sealed class HearingTestsOnMariaDb(MariaDb database) : HearingTests(database);

public sealed class HearingTestsOnSqlite(SqliteFile database) : HearingTests(database), IClassFixture<SqliteFile>;
