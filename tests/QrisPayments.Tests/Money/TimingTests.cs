using System.Net;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Money;

/// <summary>When the money moved decides, not when we hear of it.</summary>
public abstract class TimingTests(Database database) : MoneyTests(database)
{
    private static readonly (string, string?) AcceptLate = ("QrisPayments:Payments:LatePolicy", "Accept");

    private static readonly (string, string?)[] OneCode =
        [("QrisPayments:Matching:CodeMin", "1"), ("QrisPayments:Matching:CodeMax", "1")];

    [Fact]
    public async Task A_late_credit_is_held_for_review()
    {
        var host = await StartAsync();
        var payment = await LetExpireAsync(host, await host.Api.CreateAsync());

        var credit = await CreditAsync(host, "ref-1", payment.Number("total_amount"), Now);

        IsReview(credit, "late");
        var after = await host.Api.PaymentAsync(payment.Text("id")!);
        Assert.Equal("expired", after.Text("status"));
        Assert.Equal("late", after.Text("review"));
        Assert.Contains("payment.review_opened", await host.Api.EventTypesAsync(payment.Text("id")!));
    }

    [Fact]
    public async Task A_late_credit_pays_where_the_shop_accepts_late_money()
    {
        var host = await StartAsync(AcceptLate);
        var payment = await LetExpireAsync(host, await host.Api.CreateAsync());

        IsMatched(await CreditAsync(host, "ref-1", payment.Number("total_amount"), Now), payment);

        var paid = await host.Api.PaymentAsync(payment.Text("id")!);
        Assert.Equal("paid", paid.Text("status"));
        Assert.True(paid["late"].GetBoolean());
    }

    [Theory]
    [InlineData(16)]
    [InlineData(74)]
    [InlineData(500)]
    public async Task Money_sent_in_time_is_not_late_however_late_we_hear_of_it(int minutesLater)
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        var sent = Now.AddMinutes(5);
        Clock.Advance(TimeSpan.FromMinutes(minutesLater));
        await host.Api.WaitForStatusAsync(payment.Text("id")!, "expired");

        IsMatched(await CreditAsync(host, "ref-1", payment.Number("total_amount"), sent), payment);

        var paid = await host.Api.PaymentAsync(payment.Text("id")!);
        Assert.Equal("paid", paid.Text("status"));
        Assert.False(paid["late"].GetBoolean());
        Assert.Equal(sent, paid.Time("paid_at"));
    }

    [Fact]
    public async Task Money_after_the_hold_belongs_to_nobody()
    {
        var host = await StartAsync(AcceptLate);
        var payment = await LetExpireAsync(host, await host.Api.CreateAsync());
        Clock.Advance(TimeSpan.FromMinutes(61));

        IsUnmatched(await CreditAsync(host, "ref-1", payment.Number("total_amount"), Now));

        Assert.Equal("expired", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
    }

    [Fact]
    public async Task Money_from_before_the_payment_belongs_to_nobody()
    {
        var host = await StartAsync();
        Clock.Advance(TimeSpan.FromHours(1));
        var payment = await host.Api.CreateAsync();

        IsUnmatched(await CreditAsync(host, "ref-1", payment.Number("total_amount"), Now.AddMinutes(-5).AddSeconds(-2)));

        Assert.Equal("pending", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(70)]
    [InlineData(300)]
    public async Task F32_exact_money_that_seems_to_come_before_its_payment_is_a_case_about_the_clock(int seconds)
    {
        var host = await StartAsync();
        Clock.Advance(TimeSpan.FromHours(1));
        var payment = await host.Api.CreateAsync();

        IsReview(await CreditAsync(host, "ref-1", payment.Number("total_amount"), Now.AddSeconds(-seconds)), "clock");

        var after = await host.Api.PaymentAsync(payment.Text("id")!);
        Assert.Equal(("pending", "clock"), (after.Text("status"), after.Text("review")));
        Assert.Contains("this server's", await Database.ScalarAsync<string>("SELECT note FROM qris_reviews"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task F32_money_from_before_a_payment_that_is_paid_is_not_its_money()
    {
        var host = await StartAsync();
        Clock.Advance(TimeSpan.FromHours(1));
        var payment = await host.Api.CreateAsync();
        var created = Now;
        Clock.Advance(TimeSpan.FromMinutes(4));
        await CreditAsync(host, "ref-1", payment.Number("total_amount"), Now);

        IsUnmatched(await CreditAsync(host, "ref-2", payment.Number("total_amount"), created.AddMinutes(-2)));
    }

    [Fact]
    public async Task A_total_that_was_given_again_settles_the_one_that_was_open_when_the_money_moved()
    {
        var host = await StartAsync(OneCode);
        var first = await host.Api.CreateAsync(50_000);
        var sent = Now.AddMinutes(5);
        await LetExpireAsync(host, first);
        Clock.Advance(TimeSpan.FromMinutes(61));
        var second = await host.Api.CreateAsync(50_000);
        Assert.Equal(first.Number("total_amount"), second.Number("total_amount"));

        IsMatched(await CreditAsync(host, "ref-old", first.Number("total_amount"), sent), first);
        // The first one was settled just now, but its total is the second one's since its hold ended.
        IsMatched(await CreditAsync(host, "ref-new", second.Number("total_amount"), Now), second);
    }

    [Fact]
    public async Task Two_possible_payments_are_for_a_person_to_tell_apart()
    {
        var host = await StartAsync([.. OneCode, ("QrisPayments:Matching:Hold", "00:00:00")]);
        // 12:00:30 to 12:15:30, then the same total from 12:15:40: "12:15" may mean either.
        Clock.Advance(TimeSpan.FromSeconds(30));
        var first = await host.Api.CreateAsync(50_000);
        Clock.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(10));
        await host.Api.WaitForStatusAsync(first.Text("id")!, "expired");
        var second = await host.Api.CreateAsync(50_000);
        Assert.Equal(first.Number("total_amount"), second.Number("total_amount"));

        var credit = (await ReportAsync(host.Api, "ref-1", first.Number("total_amount"), "2026-01-01T12:15")).Is(HttpStatusCode.Created);

        IsReview(credit, "ambiguous");
        Assert.Equal("expired", (await host.Api.PaymentAsync(first.Text("id")!)).Text("status"));
        Assert.Equal("pending", (await host.Api.PaymentAsync(second.Text("id")!)).Text("status"));
    }

    [Theory]
    [InlineData("2026-01-01T12:07:00")]
    [InlineData("2026-01-01T12:07:00+07:00")]
    [InlineData("2026-01-01T05:07:00Z")]
    [InlineData("2026-01-01T12:07:00.000")]
    public async Task A_time_without_a_zone_is_Jakarta_time(string at)
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        Clock.Advance(TimeSpan.FromMinutes(10));

        IsMatched((await ReportAsync(host.Api, "ref-1", payment.Number("total_amount"), at)).Is(HttpStatusCode.Created), payment);

        Assert.Equal(new DateTimeOffset(2026, 1, 1, 12, 7, 0, TimeSpan.FromHours(7)),
            (await host.Api.PaymentAsync(payment.Text("id")!)).Time("paid_at"));
    }

    [Fact]
    public async Task A_source_that_knows_only_the_minute_still_finds_a_payment_made_within_that_minute()
    {
        var host = await StartAsync();
        Clock.Advance(TimeSpan.FromSeconds(40));
        var payment = await host.Api.CreateAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));

        IsMatched((await ReportAsync(host.Api, "ref-1", payment.Number("total_amount"), "2026-01-01T12:00")).Is(HttpStatusCode.Created),
            payment);
    }

    [Fact]
    public async Task A_clock_that_runs_ahead_is_borne_for_ten_minutes()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();

        (await ReportAsync(host.Api, "ref-1", payment.Number("total_amount"), Now.AddMinutes(11)))
            .IsProblem(HttpStatusCode.UnprocessableEntity, "invalid_request", "at");
        IsMatched(await CreditAsync(host, "ref-1", payment.Number("total_amount"), Now.AddMinutes(9)), payment);
    }

    [Fact]
    public async Task Money_for_a_cancelled_payment_is_held_for_review()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        (await host.Api.CancelAsync(payment.Text("id")!)).Is(HttpStatusCode.OK);
        Clock.Advance(TimeSpan.FromMinutes(1));

        IsReview(await CreditAsync(host, "ref-1", payment.Number("total_amount"), Now), "late");

        var after = await host.Api.PaymentAsync(payment.Text("id")!);
        Assert.Equal("cancelled", after.Text("status"));
        Assert.Equal("late", after.Text("review"));
    }

    [Fact]
    public async Task Money_for_a_cancelled_payment_pays_it_where_the_shop_accepts_late_money()
    {
        var host = await StartAsync(AcceptLate);
        var payment = await host.Api.CreateAsync();
        (await host.Api.CancelAsync(payment.Text("id")!)).Is(HttpStatusCode.OK);
        Clock.Advance(TimeSpan.FromMinutes(1));

        IsMatched(await CreditAsync(host, "ref-1", payment.Number("total_amount"), Now), payment);

        var paid = await host.Api.PaymentAsync(payment.Text("id")!);
        Assert.Equal("paid", paid.Text("status"));
        Assert.True(paid["late"].GetBoolean());
    }

    [Fact]
    public async Task Nothing_leaves_paid()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        await CreditAsync(host, "ref-1", payment.Number("total_amount"), Now);

        (await host.Api.CancelAsync(payment.Text("id")!)).IsProblem(HttpStatusCode.Conflict, "payment_not_cancellable");
        var other = await host.Api.CreateAsync(60_000);
        await LetExpireAsync(host, other);

        Assert.Equal("paid", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class TimingOnMariaDb(MariaDb database) : TimingTests(database);

public sealed class TimingOnSqlite(SqliteFile database) : TimingTests(database), IClassFixture<SqliteFile>;
