using System.Net;
using QrisPayments.Tests.Gateways;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Refunds;

/// <summary>A host whose gateway gives money back, with one payment that is paid.</summary>
public abstract class PaidGatewayTests(Database database) : GatewayTests(database)
{
    private protected static readonly string[] Refunds = [.. AsksAndHears, "IRefund"];

    private protected TestHost Host { get; private set; } = null!;

    private protected string Id { get; private set; } = "";

    private protected string Reference { get; private set; } = "";

    private int _told;

    private protected async Task PaidAsync(params string[] capabilities)
    {
        Host = await StartAsync(capabilities.Length == 0 ? Refunds : capabilities);
        (var payment, Reference) = await PayableAsync(Host);
        Id = payment.Text("id")!;
        _gateway.Status = _ => $"paid 50000 {Now}";
        // Those who can be asked only are asked by themselves; of the others, those who cannot be asked are believed.
        if (!capabilities.Contains("IReceiveWebhooks") && capabilities.Length > 0) Clock.Advance(TimeSpan.FromSeconds(6));
        else await TellAsync(Host, $"{Reference}|paid 50000 {Now}");
        await Host.Api.WaitForStatusAsync(Id, "paid");
        var paid = $"paid 50000 {Now}";
        _gateway.Status = _ => paid;
    }

    /// <summary>The gateway says something about the paid payment, and is heard.</summary>
    private protected async Task SaysAsync(string status)
    {
        _gateway.Status = _ => status;
        await TellAsync();
        await Wait.UntilAsync(
            () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_webhooks WHERE state IN ('received', 'verified')"),
            open => open == 0, "the webhook is applied");
    }

    // A webhook is a hint, and the same bytes once more are the same webhook.
    private Task TellAsync() => TellAsync(Host, $"{Reference}|news {++_told}");

    private protected async Task<Answer> RefundAsync(long? amount = null) =>
        (await Host.Api.RefundAsync(Id, amount)).Is(HttpStatusCode.Created);

    private protected Task<string> StateAsync(string state) => Wait.UntilAsync(
        async () => await Database.ScalarAsync<string>("SELECT state FROM qris_refunds ORDER BY created_at LIMIT 1") ?? "",
        seen => seen == state, $"the refund is {state}");

    private protected async Task<long> RefundedAsync() => (await Host.Api.PaymentAsync(Id)).Number("refunded_amount");

    private protected Task<long> CasesAsync(string kind) =>
        Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews WHERE kind = @kind AND state = 'open'", new { kind });

    private protected Task<long> CountAsync(string type) =>
        Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_events WHERE type = @type", new { type });

    public override async Task DisposeAsync()
    {
        await RefundBooks.HoldAsync(Database);
        await base.DisposeAsync();
    }
}

/// <summary>Refunds through the gateway: sent once after the commit, asked about until they have ended (DESIGN §4.5).</summary>
public abstract class GatewayRefundTests(Database database) : PaidGatewayTests(database)
{
    [Theory]
    [InlineData(null, 50_000L)]
    [InlineData(20_000L, 20_000L)]
    public async Task All_or_a_part_goes_back_through_the_gateway(long? asked, long refunded)
    {
        await PaidAsync();

        var refund = await RefundAsync(asked);

        Assert.Equal(("requested", "gateway"), (refund.Text("status"), refund.Text("by")));
        await StateAsync("done");
        Assert.Equal(refunded, await RefundedAsync());
        Assert.Equal([refund.Text("id")], _gateway.Refunded);
        Assert.StartsWith("GR-", (await Host.Api.RefundsAsync(Id))[0].GetProperty("reference").GetString(), StringComparison.Ordinal);
        Assert.Equal("paid", (await Host.Api.PaymentAsync(Id)).Text("status"));
        Assert.Equal((1L, 1L), (await CountAsync("payment.refund_requested"), await CountAsync("payment.refunded")));
    }

    [Fact]
    public async Task A_gateway_that_refuses_gives_the_amount_free_again()
    {
        await PaidAsync();
        _gateway.Refund = (_, _) => "no";
        await RefundAsync();
        await StateAsync("failed");
        Assert.Equal("refused: The gateway refuses.", (await Host.Api.RefundsAsync(Id))[0].GetProperty("error").GetString());
        Assert.Equal((0L, 1L), (await RefundedAsync(), await CountAsync("payment.refund_failed")));

        _gateway.Refund = (key, _) => $"done {key}";
        await RefundAsync();

        await Wait.UntilAsync(RefundedAsync, sum => sum == 50_000, "the second one is done");
    }

    [Fact]
    public async Task Without_an_answer_it_is_unknown_and_asked_about_and_never_sent_twice()
    {
        await PaidAsync();
        _gateway.Refund = (_, _) => null;
        await RefundAsync();
        await StateAsync("unknown");
        (await Host.Api.RefundAsync(Id, 1)).IsProblem(HttpStatusCode.Conflict, "refund_too_much");
        _gateway.RefundStatus = key => $"done GR-{key[^4..]}";

        Clock.Advance(TimeSpan.FromSeconds(6));

        await StateAsync("done");
        Assert.Single(_gateway.Refunded);
        Assert.Equal(50_000, await RefundedAsync());
    }

    [Fact]
    public async Task What_never_reached_the_gateway_is_sent_again_with_the_same_key()
    {
        await PaidAsync();
        _gateway.Refund = (_, _) => null;
        await RefundAsync();
        await StateAsync("unknown");
        _gateway.Refund = (_, _) => "done GR-1";

        Clock.Advance(TimeSpan.FromSeconds(6));

        await StateAsync("done");
        Assert.Equal(2, _gateway.Refunded.Count);
        Assert.Single(_gateway.Refunded.Distinct());
    }

    [Fact]
    public async Task A_refusal_of_what_has_arrived_after_all_does_not_make_it_fail()
    {
        await PaidAsync();
        _gateway.Refund = (_, _) => null;
        await RefundAsync();
        await StateAsync("unknown");
        var asked = 0;
        _gateway.Refund = (_, _) => "no";
        // The first request arrives between the question and the second request, which is then refused as a duplicate.
        _gateway.RefundStatus = _ => Interlocked.Increment(ref asked) == 1 ? "nothing" : "done GR-1";

        Clock.Advance(TimeSpan.FromSeconds(6));

        await StateAsync("done");
        Assert.Equal(0, await CountAsync("payment.refund_failed"));
    }

    [Fact]
    public async Task A_gateway_that_takes_its_time_is_asked_until_it_has_decided()
    {
        await PaidAsync();
        (_gateway.Refund, _gateway.RefundStatus) = ((_, _) => "pending", _ => "pending");
        await RefundAsync();
        await Wait.UntilAsync(() =>
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(_gateway.Asked.Count(asked => asked.StartsWith("refund ", StringComparison.Ordinal)));
        }, times => times >= 1, "it is asked about");
        Assert.Equal(0, await RefundedAsync());
        _gateway.RefundStatus = _ => "done GR-1";

        await Wait.UntilAsync(async () =>
        {
            Clock.Advance(TimeSpan.FromSeconds(11));
            return await RefundedAsync();
        }, sum => sum == 50_000, "it is done");
        Assert.Single(_gateway.Refunded);
    }

    [Fact]
    public async Task What_stays_unknown_for_an_hour_is_shown_to_a_person_once_and_asked_about_all_the_same()
    {
        await PaidAsync();
        (_gateway.Refund, _gateway.RefundStatus) = ((_, _) => null, _ => "what");
        await RefundAsync();
        await StateAsync("unknown");
        Clock.Advance(TimeSpan.FromMinutes(61));
        await Wait.UntilAsync(() => CasesAsync("refund"), cases => cases == 1, "a case is open");
        Assert.Equal("refund", (await Host.Api.PaymentAsync(Id)).Text("review"));
        _gateway.RefundStatus = _ => "done GR-1";

        await Wait.UntilAsync(async () =>
        {
            Clock.Advance(TimeSpan.FromMinutes(31));
            return await RefundedAsync();
        }, sum => sum == 50_000, "it is done");

        Assert.Equal((0L, null), (await CasesAsync("refund"), (await Host.Api.PaymentAsync(Id)).Text("review")));
    }

    [Fact]
    public async Task A_node_that_dies_while_it_asks_leaves_the_refund_to_be_asked_about()
    {
        await PaidAsync();
        _gateway.Refund = (_, _) => null;
        await RefundAsync();
        await StateAsync("unknown");
        // As the node left it: sent, and leased for two minutes.
        await using (var connection = await Database.OpenAsync())
            await Dapper.SqlMapper.ExecuteAsync(connection, "UPDATE qris_refunds SET state = 'sent', due_at = @until",
                new { until = Clock.GetUtcNow().AddMinutes(2).UtcDateTime });
        _gateway.RefundStatus = _ => "done GR-1";

        Clock.Advance(TimeSpan.FromMinutes(3));

        await StateAsync("done");
        Assert.Single(_gateway.Refunded);
    }

    [Fact]
    public async Task A_gateway_that_cannot_give_back_leaves_it_to_a_person()
    {
        await PaidAsync(AsksAndHears);

        var refund = await RefundAsync(20_000);

        Assert.Equal(("requested", "hand"), (refund.Text("status"), refund.Text("by")));
        Assert.Equal(1, await CasesAsync("refund"));
    }
}

/// <summary>F01: what a gateway says of a paid payment is never dropped, never undoes it, and never counts twice.</summary>
public abstract class ReversalTests(Database database) : PaidGatewayTests(database)
{
    private async Task IsPaidAsync(long refunded, long disputes)
    {
        var payment = await Host.Api.PaymentAsync(Id);
        Assert.Equal(("paid", refunded, disputes),
            (payment.Text("status"), payment.Number("refunded_amount"), await CasesAsync("dispute")));
        Assert.Equal(disputes, await CountAsync("payment.disputed"));
    }

    [Fact]
    public async Task F01_a_refund_made_at_the_dashboard_is_recorded_once_however_often_it_is_told()
    {
        await PaidAsync();
        for (var times = 0; times < 3; times++) await SaysAsync("reversed refund 20000 D-1:20000");

        await IsPaidAsync(20_000, disputes: 0);
        var refund = Assert.Single(await Host.Api.RefundsAsync(Id));
        Assert.Equal(("done", "gateway", "D-1"), (refund.GetProperty("status").GetString(), refund.GetProperty("by").GetString(),
            refund.GetProperty("reference").GetString()));

        await SaysAsync("reversed refund 50000 D-1:20000,D-2:30000");
        await IsPaidAsync(50_000, disputes: 0);
        Assert.Equal(2, await CountAsync("payment.refunded"));
    }

    [Fact]
    public async Task F01_a_total_alone_is_enough_where_the_gateway_lists_nothing()
    {
        await PaidAsync();
        await SaysAsync("reversed refund 20000");
        await SaysAsync("reversed refund 20000");
        await SaysAsync("reversed refund 50000");

        await IsPaidAsync(50_000, disputes: 0);
        Assert.Equal(2, await CountAsync("payment.refunded"));
    }

    [Theory]
    [InlineData("reversed refund")]
    [InlineData("reversed chargeback")]
    [InlineData("reversed void")]
    [InlineData("reversed refund 60000 D-1:60000")]
    [InlineData("reversed refund 60000")]
    [InlineData("cancelled")]
    [InlineData("failed")]
    public async Task F01_what_cannot_be_attributed_is_one_dispute_with_its_event(string status)
    {
        await PaidAsync();
        for (var times = 0; times < 3; times++) await SaysAsync(status);

        await IsPaidAsync(0, disputes: 1);
        Assert.Equal("dispute", (await Host.Api.PaymentAsync(Id)).Text("review"));
    }

    [Fact]
    public async Task F01_a_doubt_about_a_paid_payment_is_a_case()
    {
        await PaidAsync();
        for (var times = 0; times < 2; times++) await SaysAsync("doubt");

        Assert.Equal(1, await CasesAsync("doubtful"));
        await IsPaidAsync(0, disputes: 0);
    }

    [Theory]
    [InlineData("pending")]
    [InlineData("expired")]
    [InlineData("nothing")]
    public async Task Old_news_changes_nothing(string status)
    {
        await PaidAsync();
        await SaysAsync(status);

        await IsPaidAsync(0, disputes: 0);
        Assert.Null((await Host.Api.PaymentAsync(Id)).Text("review"));
    }

    [Fact]
    public async Task A_refund_at_the_dashboard_before_ours_leaves_ours_what_is_left()
    {
        await PaidAsync();
        await SaysAsync("reversed refund 20000 D-1:20000");

        (await Host.Api.RefundAsync(Id, 40_000)).IsProblem(HttpStatusCode.Conflict, "refund_too_much");
        var ours = await RefundAsync();

        Assert.Equal(30_000, ours.Number("amount"));
        await Wait.UntilAsync(RefundedAsync, sum => sum == 50_000, "ours is done");
        await SaysAsync($"reversed refund 50000 D-1:20000,{ours.Text("id")}:30000");
        await IsPaidAsync(50_000, disputes: 0);
    }

    [Fact]
    public async Task A_refund_at_the_dashboard_after_ours_is_a_second_one()
    {
        await PaidAsync();
        var ours = await RefundAsync(20_000);
        await StateAsync("done");
        await SaysAsync($"reversed refund 20000 {ours.Text("id")}:20000");
        await IsPaidAsync(20_000, disputes: 0);

        await SaysAsync($"reversed refund 30000 {ours.Text("id")}:20000,D-1:10000");

        await IsPaidAsync(30_000, disputes: 0);
    }

    [Fact]
    public async Task What_the_gateway_tells_under_our_key_while_ours_is_unknown_is_ours()
    {
        await PaidAsync();
        _gateway.Refund = (_, _) => null;
        var ours = await RefundAsync(20_000);
        await StateAsync("unknown");

        await SaysAsync($"reversed refund 20000 {ours.Text("id")}:20000");

        await StateAsync("done");
        await IsPaidAsync(20_000, disputes: 0);
        Assert.Single(await Host.Api.RefundsAsync(Id));
    }

    [Fact]
    public async Task Another_refund_beside_one_that_has_reserved_everything_is_a_dispute_and_no_second_refund()
    {
        await PaidAsync();
        _gateway.Refund = (_, _) => null;
        await RefundAsync();
        await StateAsync("unknown");

        await SaysAsync("reversed refund 50000 D-1:50000");

        await IsPaidAsync(0, disputes: 1);
        Assert.Single(await Host.Api.RefundsAsync(Id));
    }

    [Fact]
    public async Task A_refund_that_failed_here_and_was_carried_out_all_the_same_is_done()
    {
        await PaidAsync();
        _gateway.Refund = (_, _) => "no";
        var ours = await RefundAsync(20_000);
        await StateAsync("failed");

        await SaysAsync($"reversed refund 20000 {ours.Text("id")}:20000");

        await StateAsync("done");
        await IsPaidAsync(20_000, disputes: 0);
    }

    [Fact]
    public async Task A_chargeback_after_a_refund_is_a_dispute_beside_it()
    {
        await PaidAsync();
        await RefundAsync(20_000);
        await StateAsync("done");

        await SaysAsync("reversed chargeback 50000");

        await IsPaidAsync(20_000, disputes: 1);
    }

    [Fact]
    public async Task A_transfer_that_a_person_was_asked_for_and_made_at_the_dashboard_is_not_made_again()
    {
        await PaidAsync(AsksAndHears);
        var byHand = await RefundAsync(20_000);

        await SaysAsync("reversed refund 20000 D-1:20000");

        await StateAsync("done");
        Assert.Equal(byHand.Text("id"), Assert.Single(await Host.Api.RefundsAsync(Id)).GetProperty("id").GetString());
        Assert.Equal(0, await CasesAsync("refund"));
        await IsPaidAsync(20_000, disputes: 0);
    }

    [Fact]
    public async Task Where_only_a_sum_is_told_a_refund_by_hand_explains_it_once()
    {
        await PaidAsync(AsksAndHears);
        await RefundAsync(20_000);
        (await Host.Api.RefundAsync(Id, 10_000, reference: "TRX-1")).Is(HttpStatusCode.Created);

        foreach (var total in new[] { 20_000, 20_000, 30_000, 30_000 }) await SaysAsync($"reversed refund {total}");

        await IsPaidAsync(30_000, disputes: 0);
        Assert.Equal(2, (await Host.Api.RefundsAsync(Id)).Count);
    }

    [Fact]
    public async Task A_number_that_a_person_entered_names_the_same_refund()
    {
        await PaidAsync();
        (await Host.Api.RefundAsync(Id, 20_000, reference: "D-1")).Is(HttpStatusCode.Created);

        await SaysAsync("reversed refund 20000 D-1:20000");

        await IsPaidAsync(20_000, disputes: 0);
        Assert.Single(await Host.Api.RefundsAsync(Id));
    }

    [Fact]
    public async Task F01_a_webhook_that_is_the_only_evidence_is_taken_and_kept_with_all_that_it_says()
    {
        await PaidAsync("IReceiveWebhooks");

        await TellAsync(Host, $"{Reference}|reversed refund 20000 D-1:20000");

        await Wait.UntilAsync(RefundedAsync, sum => sum == 20_000, "the refund is recorded");
        await TellAsync(Host, $"{Reference}|reversed chargeback|again");
        await Wait.UntilAsync(() => CasesAsync("dispute"), cases => cases == 1, "the chargeback is a dispute");
    }

    [Fact]
    public async Task F01_money_that_went_back_without_a_webhook_is_found_by_asking()
    {
        await PaidAsync("IQueryStatus");
        _gateway.Status = _ => "reversed refund 20000 D-1:20000";

        await Wait.UntilAsync(async () =>
        {
            Clock.Advance(TimeSpan.FromMinutes(20));
            return await RefundedAsync();
        }, sum => sum == 20_000, "the refund is recorded");

        await IsPaidAsync(20_000, disputes: 0);
    }

    [Fact]
    public async Task F01_money_that_went_back_before_it_was_counted_is_a_case_and_pays_nothing()
    {
        var host = await StartAsync(Refunds);
        var (payment, reference) = await PayableAsync(host);
        _gateway.Status = _ => "reversed refund 50000 D-1:50000";

        await TellAsync(host, $"{reference}|news");

        await host.Api.WaitForReviewAsync(payment.Text("id")!, "doubtful");
        Assert.Equal("pending", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
    }

    [Fact]
    public async Task Fifty_at_once_never_give_back_more_than_was_paid_and_each_is_told_once()
    {
        await PaidAsync();
        var random = new Random(7);
        _gateway.Refund = (key, _) => key[^1] % 3 == 0 ? "no" : $"done GR-{key[^8..]}";
        _gateway.RefundStatus = key => $"done GR-{key[^8..]}";
        var answers = new System.Collections.Concurrent.ConcurrentBag<Answer>();
        // Requests of the shop, and what the gateway tells of its own dashboard, in any order.
        var requests = Enumerable.Range(0, 40).Select(i => (Func<Task>)(async () => answers.Add(await Host.Api.RefundAsync(Id,
            1_000 + (i % 7 * 997), reference: i % 4 == 0 ? $"TRX-{i}" : null, idempotencyKey: i % 5 == 0 ? $"key-{i / 10}" : null))));
        var words = Enumerable.Range(0, 10).Select(i => (Func<Task>)(() =>
        {
            _gateway.Status = _ => $"reversed refund - D-{i % 4}:{2_000 + (i % 4 * 500)}";
            return TellAsync(Host, $"{Reference}|word {i}");
        }));
        await Task.WhenAll(requests.Concat(words).OrderBy(_ => random.Next()).Select(step => Task.Run(step)));

        await Wait.UntilAsync(async () =>
        {
            Clock.Advance(TimeSpan.FromSeconds(6));
            return await Database.ScalarAsync<long>("SELECT (SELECT COUNT(*) FROM qris_refunds WHERE due_at IS NOT NULL) + "
                + "(SELECT COUNT(*) FROM qris_webhooks WHERE state IN ('received', 'verified'))");
        }, open => open == 0, "everything has ended", TimeSpan.FromSeconds(90));

        // 503: too many wanted the same row at once, and nothing was written.
        Assert.All(answers, answer => Assert.Contains(answer.Status,
            new[]
            {
                HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity, HttpStatusCode.ServiceUnavailable,
            }));
        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.Conflict);
        // The books themselves are looked at when the test ends.
        Assert.InRange(await RefundedAsync(), 1, 50_000);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class GatewayRefundTestsOnMariaDb(MariaDb database) : GatewayRefundTests(database);

public sealed class GatewayRefundTestsOnSqlite(SqliteFile database) : GatewayRefundTests(database), IClassFixture<SqliteFile>;

[Collection(OnMariaDb.Name)]
public sealed class ReversalTestsOnMariaDb(MariaDb database) : ReversalTests(database);

public sealed class ReversalTestsOnSqlite(SqliteFile database) : ReversalTests(database), IClassFixture<SqliteFile>;
