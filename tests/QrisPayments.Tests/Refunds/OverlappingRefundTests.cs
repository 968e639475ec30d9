using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Money;
using QrisPayments.Plugins;
using QrisPayments.Refunds;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Refunds;

/// <summary>What a gateway says in several words about the same money is counted once, and only for the payment that has the money.</summary>
public abstract class OverlappingRefundTests(Database database) : PaidGatewayTests(database)
{
    private RefundDecisions Decisions => Host.App.Services.GetRequiredService<RefundDecisions>();

    private async Task IsAsync(long refunded, long disputes) =>
        Assert.Equal((refunded, disputes), (await RefundedAsync(), await CasesAsync("dispute")));

    private async Task<RefundDecision> ConfirmAsync(long? amount = null, string? reference = null) =>
        await Decisions.ConfirmDisputeAsync((await Database.ScalarAsync<string>(
            "SELECT id FROM qris_reviews WHERE kind = 'dispute' AND state = 'open'"))!, amount, reference, "Ya.", "Rina", CancellationToken.None);

    /// <summary>A genuine webhook says so, and the gateway does not when it is asked.</summary>
    private async Task DenyAsync(params (string Key, long Amount)[] refunds) =>
        await Host.App.Services.GetRequiredService<Reversals>().DenyAsync(
            (await Database.ScalarAsync<string>("SELECT id FROM qris_attempts WHERE payment_id = @id", new { id = Id }))!, Id,
            new StatusResult.Reversed
            {
                Kind = ReversalKind.Refund, Code = "refund", Message = "Money went back.", TotalRefunded = refunds.Sum(one => one.Amount),
                Refunds = [.. refunds.Select(one => new GatewayRefund { Key = one.Key, Amount = one.Amount })],
            }, CancellationToken.None);

    /// <summary>A person accepts a transfer to another account for the payment.</summary>
    private async Task PaidElsewhereAsync()
    {
        Host = await StartAsync(Refunds);
        (var payment, Reference) = await PayableAsync(Host);
        Id = payment.Text("id")!;
        var money = await Host.Api.ReportAsync("bank-1", payment.Number("total_amount"), Clock.GetUtcNow(), account: "static-qris");
        Assert.IsType<ResolveResult.Resolved>(await Host.App.Services.GetRequiredService<ReviewResolver>().ResolveCreditAsync(
            money.Text("id")!, new Resolution { Action = ResolveAction.Accept, PaymentId = Id, MayDiffer = true, By = "Rina" },
            CancellationToken.None));
    }

    [Theory]
    [InlineData("reversed refund 50000 D-1:50000")]
    [InlineData("reversed refund 50000")]
    public async Task Review3_a_refund_of_the_duplicate_is_no_refund_of_the_payment_that_was_paid_elsewhere(string said)
    {
        await PaidElsewhereAsync();
        var paid = $"paid 50000 {Now}";
        await SaysAsync(paid);
        await Wait.UntilAsync(() => CasesAsync("paid_twice"), cases => cases == 1, "the customer has paid at the gateway, too");

        await SaysAsync(said);

        await IsAsync(0, disputes: 0);
        Assert.Equal(1, await CasesAsync("doubtful"));
    }

    [Fact]
    public async Task Review3_a_webhook_about_the_duplicate_that_the_gateway_denies_is_no_dispute_of_the_payment()
    {
        await PaidElsewhereAsync();

        await DenyAsync(("D-1", 50_000));

        await IsAsync(0, disputes: 0);
        Assert.Equal(1, await CasesAsync("doubtful"));
    }

    [Theory]
    [InlineData("reversed refund 50000 D-1:50000")]
    [InlineData("reversed refund 50000")]
    public async Task Review3_where_both_moneys_are_at_the_gateway_a_person_says_which_went_back(string said)
    {
        await PaidAsync();
        Clock.Advance(TimeSpan.FromHours(1));
        await Host.Api.ReportAsync("twice-1", 50_000, Clock.GetUtcNow(), account: "stub");
        await Database.ScalarAsync<long?>(
            "UPDATE qris_credits SET attempt_id = (SELECT attempt_id FROM qris_payments WHERE id = @id) WHERE outcome = 'review'", new { id = Id });

        await SaysAsync(said);

        await IsAsync(0, disputes: 1);
    }

    [Fact]
    public async Task Review4_a_larger_sum_replaces_the_dispute_about_the_smaller_one()
    {
        await PaidAsync(AsksAndHears);
        await RefundAsync(20_000);
        await SaysAsync("reversed refund 10000");
        await SaysAsync("reversed refund 15000");
        // Old news.
        await SaysAsync("reversed refund 10000");

        await IsAsync(0, disputes: 1);
        Assert.Equal(RefundDecision.TooMuch, await ConfirmAsync(15_001));
        Assert.Equal(RefundDecision.Decided, await ConfirmAsync());

        await IsAsync(15_000, disputes: 0);
    }

    [Fact]
    public async Task Review4_a_sum_that_was_told_by_name_since_confirms_nothing()
    {
        await PaidAsync(AsksAndHears);
        await RefundAsync(20_000);
        await SaysAsync("reversed refund 10000");
        await SaysAsync("reversed refund 10000 D-1:10000");
        await IsAsync(10_000, disputes: 1);

        Assert.Equal(RefundDecision.IsAnother, await ConfirmAsync(10_000));
        await SaysAsync("reversed refund 10000");

        await IsAsync(10_000, disputes: 0);
    }

    [Fact]
    public async Task Review4_what_a_webhook_lists_and_the_gateway_denies_is_one_dispute_each_until_it_is_counted()
    {
        await PaidAsync();
        await DenyAsync(("D-1", 20_000), ("D-2", 10_000));
        await IsAsync(0, disputes: 2);

        await SaysAsync("reversed refund 20000 D-1:20000");
        await IsAsync(20_000, disputes: 1);
        await SaysAsync("reversed refund 30000 D-1:20000,D-2:10000");

        await IsAsync(30_000, disputes: 0);
    }

    [Fact]
    public async Task Review4_what_was_put_aside_because_the_gateway_denied_it_counts_when_the_gateway_says_it()
    {
        await PaidAsync();
        await DenyAsync(("D-1", 20_000));
        await Database.ScalarAsync<long?>("UPDATE qris_reviews SET state = 'resolved', resolution = 'dismissed', resolved_at = @now",
            new { now = Clock.GetUtcNow().UtcDateTime });
        await Database.ScalarAsync<long?>("UPDATE qris_payments SET review = NULL");

        await SaysAsync("reversed refund 20000 D-1:20000");

        await IsAsync(20_000, disputes: 0);
    }

    [Fact]
    public async Task Review4_a_dispute_without_a_name_needs_a_number_once_another_refund_was_counted()
    {
        await PaidAsync();
        await SaysAsync("reversed chargeback");
        Clock.Advance(TimeSpan.FromSeconds(10));
        await SaysAsync("reversed refund 20000 D-1:20000");

        Assert.Equal(RefundDecision.IsAnother, await ConfirmAsync(20_000));
        await IsAsync(20_000, disputes: 1);
        Assert.Equal(RefundDecision.Decided, await ConfirmAsync(20_000, "CB-1"));

        await IsAsync(40_000, disputes: 0);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class OverlappingRefundsOnMariaDb(MariaDb database) : OverlappingRefundTests(database);

public sealed class OverlappingRefundsOnSqlite(SqliteFile database) : OverlappingRefundTests(database), IClassFixture<SqliteFile>;
