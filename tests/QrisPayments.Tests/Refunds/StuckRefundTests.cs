using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Refunds;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Refunds;

/// <summary>A refund that its gateway has taken and never ends, or can no longer be asked about, is ended by a person.</summary>
public abstract class StuckRefundTests(Database database) : PaidGatewayTests(database)
{
    private RefundDecisions Decisions => Host.App.Services.GetRequiredService<RefundDecisions>();

    private Task<RefundDecision> RefuseAsync(string review) =>
        Decisions.RefusedAsync(review, "Batal.", "Rina", CancellationToken.None);

    private Task<RefundDecision> SentAsync(string review) =>
        Decisions.SentAsync(review, "GR-1", "Rina", CancellationToken.None);

    // A node may be asking at the very moment.
    private static Task<RefundDecision> DecidedAsync(Func<Task<RefundDecision>> decideAsync) =>
        Wait.UntilAsync(decideAsync, decision => decision != RefundDecision.MayBeOnItsWay, "a person may decide");

    /// <summary>A refund that has a case after an hour.</summary>
    private async Task<string> StuckAsync(string? answer)
    {
        await PaidAsync();
        (_gateway.Refund, _gateway.RefundStatus) = ((_, _) => answer, _ => answer is null ? "garbled" : "nothing");
        await RefundAsync(20_000);
        if (answer is null) await StateAsync("unknown");
        else
            await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_refunds WHERE accepted_at IS NOT NULL"),
                taken => taken == 1, "the gateway has taken it");
        Clock.Advance(TimeSpan.FromMinutes(61));
        await Wait.UntilAsync(() => CasesAsync("refund"), cases => cases == 1, "a person is asked");
        return (await Database.ScalarAsync<string>("SELECT id FROM qris_reviews WHERE kind = 'refund'"))!;
    }

    /// <summary>The host starts again without the gateway's plugin.</summary>
    private async Task LosePluginAsync()
    {
        await Host.DisposeAsync();
        // What the host that stopped had claimed is free again.
        Clock.Advance(TimeSpan.FromMinutes(3));
        Host = await StartAsync();
    }

    private Task<string> RemarkAsync() => Database.ScalarAsync<string>("SELECT remark FROM qris_reviews WHERE kind = 'refund'")!;

    [Fact]
    public async Task Review5_what_was_taken_and_is_not_known_for_a_day_can_be_refused()
    {
        var review = await StuckAsync("pending");
        Assert.Equal(RefundDecision.MayBeOnItsWay, await RefuseAsync(review));
        Clock.Advance(TimeSpan.FromHours(24));

        Assert.Equal(RefundDecision.Decided, await DecidedAsync(() => RefuseAsync(review)));

        await StateAsync("failed");
        Assert.Equal((0L, 0L), (await RefundedAsync(), await CasesAsync("refund")));
    }

    [Fact]
    public async Task Review5_what_was_taken_and_a_person_has_seen_done_is_done()
    {
        var review = await StuckAsync("pending");

        Assert.Equal(RefundDecision.Decided, await DecidedAsync(() => SentAsync(review)));

        await StateAsync("done");
        Assert.Equal((20_000L, 0L), (await RefundedAsync(), await CasesAsync("refund")));
    }

    [Theory]
    [InlineData("pending")]
    [InlineData(null)]
    public async Task Review5_without_its_plugin_it_can_be_refused(string? answer)
    {
        var review = await StuckAsync(answer);
        await LosePluginAsync();

        Assert.Equal(RefundDecision.Decided, await DecidedAsync(() => RefuseAsync(review)));

        await StateAsync("failed");
        Assert.Contains("Batal.", await RemarkAsync(), StringComparison.Ordinal);
        Assert.Contains("not asked", await RemarkAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pending")]
    [InlineData(null)]
    public async Task Review5_without_its_plugin_it_can_be_entered_as_sent(string? answer)
    {
        var review = await StuckAsync(answer);
        await LosePluginAsync();

        Assert.Equal(RefundDecision.Decided, await DecidedAsync(() => SentAsync(review)));

        await StateAsync("done");
        Assert.Contains("not asked", await RemarkAsync(), StringComparison.Ordinal);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class StuckRefundsOnMariaDb(MariaDb database) : StuckRefundTests(database);

public sealed class StuckRefundsOnSqlite(SqliteFile database) : StuckRefundTests(database), IClassFixture<SqliteFile>;
