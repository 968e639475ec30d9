using System.Net;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Gateways;

/// <summary>
/// The gateway is asked how a payment stands: when a webhook was lost, when nobody knows, and not more often than it likes.
/// </summary>
public abstract class QuestionTests(Database database) : GatewayTests(database)
{
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
    public async Task Money_without_a_time_counts_in_time_when_it_is_heard_of_after_the_end()
    {
        var host = await StartAsync(AsksAndHears);
        var (payment, _) = await PayableAsync(host);
        Clock.Advance(TimeSpan.FromSeconds(6));
        await AskedAsync(1);
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
        await AskedAsync(1);

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
            await Dapper.SqlMapper.ExecuteAsync(connection, "UPDATE qris_reviews SET state = 'resolved', "
                + "resolved_at = opened_at, resolution = 'dismissed'");
            await Dapper.SqlMapper.ExecuteAsync(connection, "UPDATE qris_payments SET review = NULL");
        }

        var polls = await Database.ScalarAsync<long>("SELECT polls FROM qris_attempts");
        await Wait.UntilAsync(
            async () =>
            {
                await MoveOnAsync(TimeSpan.FromSeconds(6));
                return await Database.ScalarAsync<long>("SELECT polls FROM qris_attempts");
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
        var payment = (await host.Api.TryCreateAsync(ApiClient.NewPayment(change: body => body["provider"] = "stub")))
            .Is(HttpStatusCode.Created);
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
        var payment = (await host.Api.TryCreateAsync(ApiClient.NewPayment(change: body => body["provider"] = "stub")))
            .Is(HttpStatusCode.Created);

        Clock.Advance(TimeSpan.FromSeconds(30));
        await AskedAsync(1);
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
        await Wait.UntilAsync(
            () => Database.ScalarAsync<long>("SELECT failures FROM qris_flights WHERE kind = 'status' AND account = 'stub'"),
                failures => failures == 1, "429 was heard");

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
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_attempts WHERE polls > 0"), asked => asked == 20,
            "all were asked about");

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
        await AskedAsync(1);

        Clock.Advance(TimeSpan.FromHours(47));
        await AskedAsync(2);
        Clock.Advance(TimeSpan.FromHours(2));
        await AskedAsync(3);

        // Looked at a few times more, since a person may have it paid; but the gateway is not asked.
        var asked = _gateway.Asked.Count;
        await Wait.UntilAsync(async () =>
        {
            Clock.Advance(TimeSpan.FromDays(5));
            return await Database.ScalarAsync<DateTime>("SELECT poll_at FROM qris_attempts WHERE provider_ref = @reference",
                new { reference });
        }, next => next > Clock.GetUtcNow().AddYears(100).UtcDateTime, "it is not planned any more");
        Assert.Equal(asked, _gateway.Asked.Count);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class QuestionTestsOnMariaDb(MariaDb database) : QuestionTests(database);

public sealed class QuestionTestsOnSqlite(SqliteFile database) : QuestionTests(database), IClassFixture<SqliteFile>;
