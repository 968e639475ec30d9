using System.Net;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Money;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Refunds;

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
    public async Task A_refusal_of_what_the_gateway_has_done_already_is_looked_at_twice_and_counts()
    {
        await PaidAsync();
        // Something on the way asked twice: the first was carried out, and the answer is the second one's.
        _gateway.Refund = (_, _) => "no";
        _gateway.RefundStatus = key => $"done GR-{key[^4..]}";

        await RefundAsync();

        await StateAsync("done");
        Assert.Equal((50_000L, 0L), (await RefundedAsync(), await CountAsync("payment.refund_failed")));
        Assert.Single(_gateway.Refunded);
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
    public async Task Money_that_arrived_elsewhere_goes_back_by_hand_from_there()
    {
        Host = await StartAsync(Refunds);
        (var payment, Reference) = await PayableAsync(Host);
        Id = payment.Text("id")!;
        var money = await Host.Api.ReportAsync("bank-1", payment.Number("total_amount"), Clock.GetUtcNow(), account: "static-qris");
        Assert.IsType<ResolveResult.Resolved>(await Host.App.Services.GetRequiredService<ReviewResolver>().ResolveCreditAsync(
            money.Text("id")!, new Resolution { Action = ResolveAction.Accept, PaymentId = Id, MayDiffer = true, By = "Rina" },
            CancellationToken.None));

        var refund = await RefundAsync(20_000);

        Assert.Equal(("hand", "requested"), (refund.Text("by"), refund.Text("status")));
        Assert.Empty(_gateway.Refunded);
        Assert.Equal("static-qris", await Database.ScalarAsync<string>("SELECT account FROM qris_refunds"));
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

[Collection(OnMariaDb.Name)]
public sealed class GatewayRefundTestsOnMariaDb(MariaDb database) : GatewayRefundTests(database);

public sealed class GatewayRefundTestsOnSqlite(SqliteFile database) : GatewayRefundTests(database), IClassFixture<SqliteFile>;
