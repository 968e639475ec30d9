using System.Net;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Refunds;

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

    /// <summary>It may be the same money, or the gateway's dashboard has sent it once more.</summary>
    [Theory]
    [InlineData("reversed refund", 50_000)]
    [InlineData("reversed partial_refund", 10_000)]
    public async Task F01_a_word_for_money_that_a_person_gave_back_is_one_case_that_names_it(string status, long byHand)
    {
        await PaidAsync();
        var refund = (await Host.Api.RefundAsync(Id, byHand, reference: "TRX-1")).Is(HttpStatusCode.Created);

        for (var times = 0; times < 3; times++) await SaysAsync(status);

        await IsPaidAsync(byHand, disputes: 1);
        Assert.Contains($"{refund.Text("id")} (TRX-1)", await Database.ScalarAsync<string>("SELECT note FROM qris_reviews"),
            StringComparison.Ordinal);
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

        await SaysAsync($"reversed refund 20000 D-1:20000:{Clock.GetUtcNow().ToUnixTimeSeconds() + 1}");

        await StateAsync("done");
        Assert.Equal(byHand.Text("id"), Assert.Single(await Host.Api.RefundsAsync(Id)).GetProperty("id").GetString());
        Assert.Equal(0, await CasesAsync("refund"));
        await IsPaidAsync(20_000, disputes: 0);
    }

    [Fact]
    public async Task What_went_back_before_a_transfer_was_asked_for_is_another_refund()
    {
        await PaidAsync(AsksAndHears);
        var before = Clock.GetUtcNow().ToUnixTimeSeconds();
        Clock.Advance(TimeSpan.FromDays(2));
        await RefundAsync(20_000);

        await SaysAsync($"reversed refund 20000 D-1:20000:{before}");

        await IsPaidAsync(20_000, disputes: 0);
        Assert.Equal(1, await CasesAsync("refund"));
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
    public async Task Money_that_came_from_elsewhere_is_not_disputed_by_a_gateway_that_cancelled()
    {
        Host = await StartAsync(AsksAndHears);
        (var payment, Reference) = await PayableAsync(Host);
        Id = payment.Text("id")!;
        await Host.Api.ReportAsync("bank-1", payment.Number("total_amount"), Clock.GetUtcNow(), account: "stub");
        await Host.Api.WaitForStatusAsync(Id, "paid");

        await SaysAsync("cancelled");

        await IsPaidAsync(0, disputes: 0);
    }

    [Fact]
    public async Task F01_what_was_paid_and_refunded_in_part_before_it_was_heard_of_is_paid_and_refunded()
    {
        Host = await StartAsync(Refunds);
        (var payment, Reference) = await PayableAsync(Host);
        Id = payment.Text("id")!;

        await SaysAsync("reversed refund 5000 D-1:5000 50000");

        await Host.Api.WaitForStatusAsync(Id, "paid");
        await Wait.UntilAsync(RefundedAsync, sum => sum == 5_000, "the refund is recorded");
        await IsPaidAsync(5_000, disputes: 0);
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
}

[Collection(OnMariaDb.Name)]
public sealed class ReversalTestsOnMariaDb(MariaDb database) : ReversalTests(database);

public sealed class ReversalTestsOnSqlite(SqliteFile database) : ReversalTests(database), IClassFixture<SqliteFile>;
