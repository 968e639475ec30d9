using System.Net;
using QrisPayments.Apps;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Money;

/// <summary>One transfer heard on two channels is one transfer; two transfers are two.</summary>
public abstract class SameMoneyTests(Database database) : MoneyTests(database)
{
    private static readonly (string, string?)[] ThreeApps =
    [
        ("QrisPayments:Apps:1:Code", "phone"),
        ("QrisPayments:Apps:1:Key", "phone-key"),
        ("QrisPayments:Apps:1:Scopes:0", "*"),
        ("QrisPayments:Apps:2:Code", "bank"),
        ("QrisPayments:Apps:2:Key", "bank-key"),
        ("QrisPayments:Apps:2:Scopes:0", "*"),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(+60)]
    [InlineData(-60)]
    public async Task The_same_money_from_another_source_within_a_minute_is_ignored(int seconds)
    {
        var host = await StartAsync(ThreeApps);
        Clock.Advance(TimeSpan.FromMinutes(30));
        var payment = await host.Api.CreateAsync();
        Clock.Advance(TimeSpan.FromMinutes(5));
        await CreditAsync(host, "bot-1", payment.Number("total_amount"), Now);

        var again = (await ReportAsync(host.Client("phone-key"), "sms-1", payment.Number("total_amount"), Now.AddSeconds(seconds)))
            .Is(HttpStatusCode.Created);

        Assert.Equal("ignored", again.Text("outcome"));
        var paid = await host.Api.PaymentAsync(payment.Text("id")!);
        Assert.Equal("paid", paid.Text("status"));
        Assert.Null(paid.Text("review"));
    }

    [Fact]
    public async Task A_second_payment_of_the_same_total_from_the_same_source_is_paid_twice()
    {
        var host = await StartAsync(ThreeApps);
        var payment = await host.Api.CreateAsync();
        await CreditAsync(host, "bot-1", payment.Number("total_amount"), Now);

        IsReview(await CreditAsync(host, "bot-2", payment.Number("total_amount"), Now), "paid_twice");

        var paid = await host.Api.PaymentAsync(payment.Text("id")!);
        Assert.Equal("paid", paid.Text("status"));
        Assert.Equal("paid_twice", paid.Text("review"));
        Assert.Equal(payment.Number("total_amount"), paid.Number("paid_amount"));
    }

    [Fact]
    public async Task Money_from_another_source_minutes_apart_is_paid_twice()
    {
        var host = await StartAsync(ThreeApps);
        var payment = await host.Api.CreateAsync();
        await CreditAsync(host, "bot-1", payment.Number("total_amount"), Now);
        Clock.Advance(TimeSpan.FromMinutes(4));

        IsReview((await ReportAsync(host.Client("phone-key"), "sms-1", payment.Number("total_amount"), Now)).Is(HttpStatusCode.Created),
            "paid_twice");
    }

    [Fact]
    public async Task A_second_payment_that_the_other_source_reports_too_is_not_taken_for_the_first()
    {
        var host = await StartAsync(ThreeApps);
        var phone = host.Client("phone-key");
        var payment = await host.Api.CreateAsync();
        await CreditAsync(host, "bot-1", payment.Number("total_amount"), Now);
        Assert.Equal("ignored", (await ReportAsync(phone, "sms-1", payment.Number("total_amount"), Now)).Text("outcome"));

        // The phone knows of two, so two there were.
        IsReview((await ReportAsync(phone, "sms-2", payment.Number("total_amount"), Now)).Is(HttpStatusCode.Created), "paid_twice");
    }

    [Fact]
    public async Task Two_sources_that_report_at_the_same_moment_settle_once()
    {
        var host = await StartAsync(ThreeApps);
        var phone = host.Client("phone-key");
        for (var round = 0; round < 10; round++)
        {
            var payment = await host.Api.CreateAsync(50_000 + round * 1000);
            var (total, at) = (payment.Number("total_amount"), Now);

            var answers = await Task.WhenAll(
                ReportAsync(host.Api, $"bot-{round}", total, at),
                ReportAsync(phone, $"sms-{round}", total, at));

            Assert.Equal(["ignored", "matched"], answers.Select(a => a.Is(HttpStatusCode.Created).Text("outcome")).Order());
            Assert.Null((await host.Api.PaymentAsync(payment.Text("id")!)).Text("review"));
        }
    }

    [Fact]
    public async Task The_same_money_from_a_third_source_never_settles_anything_more()
    {
        var host = await StartAsync(ThreeApps);
        var payment = await host.Api.CreateAsync();
        await CreditAsync(host, "bot-1", payment.Number("total_amount"), Now);
        await ReportAsync(host.Client("phone-key"), "sms-1", payment.Number("total_amount"), Now);

        var third = (await ReportAsync(host.Client("bank-key"), "csv-1", payment.Number("total_amount"), Now)).Is(HttpStatusCode.Created);

        Assert.Contains(third.Text("outcome"), new[] { "ignored", "review" });
        Assert.Equal(1, (await host.Api.EventTypesAsync(payment.Text("id")!)).Count(t => t == "payment.paid"));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class SameMoneyOnMariaDb(MariaDb database) : SameMoneyTests(database);

public sealed class SameMoneyOnSqlite(SqliteFile database) : SameMoneyTests(database), IClassFixture<SqliteFile>;
