using System.Net;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Refunds;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Refunds;

/// <summary>One refund told in two forms, or by the gateway and a person, is counted once or is a person's to judge.</summary>
public abstract class ToldTwiceTests(Database database) : PaidGatewayTests(database)
{
    private RefundDecisions Decisions => Host.App.Services.GetRequiredService<RefundDecisions>();

    private async Task IsAsync(long refunded, long disputes) =>
        Assert.Equal((refunded, disputes), (await RefundedAsync(), await CasesAsync("dispute")));

    private async Task<string> CaseAsync(string kind) =>
        (await Database.ScalarAsync<string>("SELECT id FROM qris_reviews WHERE kind = @kind AND state = 'open'", new { kind }))!;

    private Task<RefundDecision> ConfirmAsync(string dispute, long amount, string? reference = null) =>
        Decisions.ConfirmDisputeAsync(dispute, amount, reference, "Ya.", "Rina", CancellationToken.None);

    [Theory]
    [InlineData("reversed refund 20000", "reversed refund 20000 D-1:20000")]
    [InlineData("reversed refund 20000", "reversed refund 20000 D-1:12000,D-2:8000")]
    [InlineData("reversed refund 20000 -:20000", "reversed refund 20000 D-1:20000")]
    [InlineData("reversed refund - -:20000", "reversed refund - -:20000")]
    [InlineData("reversed refund - -:10000,-:10000", "reversed refund - -:10000,-:10000")]
    public async Task Without_a_name_first_and_by_name_later_it_counts_once(string first, string later)
    {
        await PaidAsync();
        foreach (var said in new[] { first, first, later, later }) await SaysAsync(said);

        await IsAsync(20_000, disputes: 0);
    }

    [Fact]
    public async Task What_is_more_than_the_sum_that_was_told_before_is_a_persons_to_judge()
    {
        await PaidAsync();
        await SaysAsync("reversed refund 20000");
        await SaysAsync("reversed refund 35000 D-1:17000,D-2:18000");

        await IsAsync(20_000, disputes: 2);
    }

    [Fact]
    public async Task A_sum_is_not_taken_apart_while_a_refund_of_ours_is_under_way()
    {
        await PaidAsync();
        _gateway.Refund = (_, _) => null;
        await RefundAsync(20_000);
        await StateAsync("unknown");

        await SaysAsync("reversed refund 20000");
        await StateAsync("unknown");
        await IsAsync(0, disputes: 0);

        _gateway.RefundStatus = key => "done " + key;
        Clock.Advance(TimeSpan.FromMinutes(1));
        await StateAsync("done");
        await SaysAsync("reversed refund 20000");
        await IsAsync(20_000, disputes: 0);
    }

    [Theory]
    [InlineData("reversed refund 20000 D-1:20000")]
    [InlineData("reversed refund 20000")]
    public async Task What_a_person_entered_under_another_number_is_the_same_only_if_a_person_says_so(string said)
    {
        await PaidAsync();
        var byHand = (await Host.Api.RefundAsync(Id, 20_000, reference: "TRX-1")).Is(HttpStatusCode.Created).Text("id");

        await SaysAsync(said);
        await IsAsync(20_000, disputes: 1);
        Assert.Equal(RefundDecision.Decided, await Decisions.SameAsync(await CaseAsync("dispute"), byHand, "Rina", CancellationToken.None));
        await SaysAsync(said);

        await IsAsync(20_000, disputes: 0);
        Assert.Null((await Host.Api.PaymentAsync(Id)).Text("review"));
    }

    [Fact]
    public async Task A_dispute_that_a_person_has_confirmed_is_not_counted_again_when_it_is_told_by_name()
    {
        await PaidAsync();
        await SaysAsync("reversed refund");
        Assert.Equal(RefundDecision.Decided, await ConfirmAsync(await CaseAsync("dispute"), 20_000));

        await SaysAsync("reversed refund 20000 D-1:20000");

        await IsAsync(20_000, disputes: 1);
        Assert.Equal(RefundDecision.Decided, await Decisions.SameAsync(
            await CaseAsync("dispute"), Assert.Single(await Host.Api.RefundsAsync(Id)).GetProperty("id").GetString(), "Rina",
            CancellationToken.None));
        await IsAsync(20_000, disputes: 0);
    }

    [Fact]
    public async Task A_dispute_closes_when_its_refund_fits_and_is_counted()
    {
        await PaidAsync();
        _gateway.Refund = (_, _) => null;
        await RefundAsync(40_000);
        await StateAsync("unknown");
        await SaysAsync("reversed refund 20000 D-1:20000");
        await IsAsync(0, disputes: 1);

        _gateway.RefundStatus = _ => "no";
        Clock.Advance(TimeSpan.FromMinutes(1));
        await StateAsync("failed");
        for (var times = 0; times < 2; times++) await SaysAsync("reversed refund 20000 D-1:20000");

        await IsAsync(20_000, disputes: 0);
        Assert.Null((await Host.Api.PaymentAsync(Id)).Text("review"));
    }

    [Fact]
    public async Task A_number_that_is_in_the_books_confirms_no_dispute()
    {
        await PaidAsync();
        await SaysAsync("reversed refund 20000 D-1:20000");
        await SaysAsync("reversed chargeback");

        Assert.Equal(RefundDecision.IsAnother, await ConfirmAsync(await CaseAsync("dispute"), 20_000, "D-1"));

        await IsAsync(20_000, disputes: 1);
    }

    [Fact]
    public async Task A_whole_refund_after_a_part_that_was_confirmed_is_a_dispute_again()
    {
        await PaidAsync();
        await SaysAsync("reversed partial_refund");
        Assert.Equal(RefundDecision.Decided, await ConfirmAsync(await CaseAsync("dispute"), 10_000));
        await SaysAsync("reversed partial_refund");
        await IsAsync(10_000, disputes: 0);

        await SaysAsync("reversed refunded");

        await IsAsync(10_000, disputes: 1);
    }

    [Fact]
    public async Task A_refund_that_the_gateway_may_carry_out_is_refused_only_if_it_does_not_know_it()
    {
        await PaidAsync();
        _gateway.Refund = (_, _) => null;
        _gateway.RefundStatus = _ => "garbled";
        await RefundAsync(20_000);
        await StateAsync("unknown");
        Clock.Advance(TimeSpan.FromMinutes(61));
        await Wait.UntilAsync(() => CasesAsync("refund"), cases => cases == 1, "a person is asked");
        await StateAsync("unknown");
        var review = await CaseAsync("refund");

        Assert.Equal(RefundDecision.MayBeOnItsWay, await Decisions.RefusedAsync(review, "Batal.", "Rina", CancellationToken.None));
        await StateAsync("unknown");
        _gateway.RefundStatus = _ => "nothing";

        Assert.Equal(RefundDecision.Decided, await Wait.UntilAsync(
            () => Decisions.RefusedAsync(review, "Batal.", "Rina", CancellationToken.None),
            decision => decision != RefundDecision.MayBeOnItsWay, "no node asks"));
        await StateAsync("failed");
        Assert.Equal(0, await CasesAsync("refund"));
    }

    [Theory]
    [InlineData("GR-9", 0)]
    [InlineData("BCA-1", 1)]
    public async Task Another_number_than_the_gateways_is_a_dispute_since_it_may_be_a_transfer(string entered, long disputes)
    {
        await PaidAsync();
        _gateway.Refund = (_, _) => null;
        _gateway.RefundStatus = _ => "garbled";
        var ours = await RefundAsync(20_000);
        await StateAsync("unknown");
        Clock.Advance(TimeSpan.FromMinutes(61));
        await Wait.UntilAsync(() => CasesAsync("refund"), cases => cases == 1, "a person is asked");
        var review = await CaseAsync("refund");
        // Not while the node asks.
        Assert.Equal(RefundDecision.Decided, await Wait.UntilAsync(
            () => Decisions.SentAsync(review, entered, "Rina", CancellationToken.None),
            decision => decision != RefundDecision.MayBeOnItsWay, "no node asks"));

        await SaysAsync($"reversed refund 20000 {ours.Text("id")}:20000:{Clock.GetUtcNow().ToUnixTimeSeconds()}:GR-9");

        await IsAsync(20_000, disputes);
    }

    [Fact]
    public async Task Review1_a_confirmed_dispute_is_one_refund_under_its_key_and_its_number()
    {
        await PaidAsync();
        (await Host.Api.RefundAsync(Id, 20_000, reference: "TRX-1")).Is(HttpStatusCode.Created);
        var said = $"reversed refund 20000 K-1:20000:{Clock.GetUtcNow().ToUnixTimeSeconds()}:7001";
        await SaysAsync(said);
        Assert.Equal(RefundDecision.Decided, await ConfirmAsync(await CaseAsync("dispute"), 20_000));

        await SaysAsync(said);

        await IsAsync(40_000, disputes: 0);
    }

    [Fact]
    public async Task Review1_a_failed_refund_that_a_person_confirmed_without_a_number_is_told_by_the_gateway_without_alarm()
    {
        await PaidAsync();
        _gateway.Refund = (_, _) => "no";
        var ours = await RefundAsync(30_000);
        await StateAsync("failed");
        Clock.Advance(TimeSpan.FromSeconds(1));
        _gateway.Refund = (_, _) => null;
        _gateway.RefundStatus = _ => "garbled";
        await RefundAsync(30_000);
        await RefundsAsync("unknown", 1);
        var said = $"reversed refund 30000 {ours.Text("id")}:30000:{Clock.GetUtcNow().ToUnixTimeSeconds()}:7001";
        await SaysAsync(said);
        await IsAsync(0, disputes: 1);
        _gateway.RefundStatus = _ => "no";
        Clock.Advance(TimeSpan.FromMinutes(1));
        await RefundsAsync("failed", 2);
        Assert.Equal(RefundDecision.Decided, await ConfirmAsync(await CaseAsync("dispute"), 30_000));

        await SaysAsync(said);

        await IsAsync(30_000, disputes: 0);
    }

    private Task<long> RefundsAsync(string state, long count) => Wait.UntilAsync(
        () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_refunds WHERE state = @state", new { state }),
        seen => seen == count, $"{count} are {state}");

    [Fact]
    public async Task Review2_a_refund_that_was_carried_out_after_all_leaves_no_case_that_asks_for_a_transfer()
    {
        await PaidAsync();
        _gateway.Refund = (_, _) => "no";
        await Host.App.Services.GetRequiredService<RefundDesk>().MakeAsync(
            new RefundAsked { PaymentId = Id, Refund = new NewRefund { Amount = 20_000, Reason = "Batal." }, App = "", By = "Rina" },
            CancellationToken.None);
        await Wait.UntilAsync(() => CasesAsync("refund_failed"), cases => cases == 1, "a person is told");
        var ours = await Database.ScalarAsync<string>("SELECT id FROM qris_refunds");

        await SaysAsync($"reversed refund 20000 {ours}:20000");

        await IsAsync(20_000, disputes: 0);
        Assert.Equal((0L, null), (await CasesAsync("refund_failed"), (await Host.Api.PaymentAsync(Id)).Text("review")));
    }

    [Fact]
    public async Task One_attempt_that_cannot_be_taken_in_keeps_no_other_waiting()
    {
        BreaksOnPurpose("an answer that cannot be taken in", "refund_sums");
        await PaidAsync();
        _gateway.Refund = (_, _) => null;
        var ours = await RefundAsync(20_000);
        await StateAsync("unknown");
        var (other, reference) = await PayableAsync(Host);
        var paid = $"paid 50000 {Now}";
        await Database.ScalarAsync<long?>("UPDATE qris_payments SET refund_reserved = 0 WHERE id = @id", new { id = Id });
        await Database.ScalarAsync<long?>("UPDATE qris_attempts SET poll_at = @then, created_at = @then WHERE payment_id = @id",
            new { id = Id, then = Clock.GetUtcNow().UtcDateTime.AddHours(-2) });
        _gateway.Status = asked => asked == reference ? paid : $"reversed refund 20000 {ours.Text("id")}:20000";

        await Wait.UntilAsync(async () =>
        {
            Clock.Advance(TimeSpan.FromSeconds(6));
            return (await Host.Api.PaymentAsync(other.Text("id")!)).Text("status");
        }, status => status == "paid", "the other is paid");
    }
}

[Collection(OnMariaDb.Name)]
public sealed class ToldTwiceOnMariaDb(MariaDb database) : ToldTwiceTests(database);

public sealed class ToldTwiceOnSqlite(SqliteFile database) : ToldTwiceTests(database), IClassFixture<SqliteFile>;
