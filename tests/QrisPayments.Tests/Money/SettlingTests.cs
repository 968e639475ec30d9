using System.Net;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Money;

/// <summary>Which money settles which payment, while the payment is open.</summary>
public abstract class SettlingTests(Database database) : MoneyTests(database)
{
    [Fact]
    public async Task The_exact_total_settles_the_payment()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync(50_000);
        Clock.Advance(TimeSpan.FromMinutes(3));
        var at = Now;

        var credit = await CreditAsync(host, "ref-1", payment.Number("total_amount"), at);

        IsMatched(credit, payment);
        Assert.StartsWith("crd_", credit.Text("id"), StringComparison.Ordinal);
        Assert.Equal("static-qris", credit.Text("account"));
        Assert.Equal("ref-1", credit.Text("external_ref"));
        Assert.Equal(payment.Number("total_amount"), credit.Number("amount"));
        Assert.Equal(at, credit.Time("at"));
        var paid = await host.Api.PaymentAsync(payment.Text("id")!);
        Assert.Equal("paid", paid.Text("status"));
        Assert.Equal(at, paid.Time("paid_at"));
        Assert.Equal(payment.Number("total_amount"), paid.Number("paid_amount"));
        Assert.False(paid["late"].GetBoolean());
        Assert.Null(paid.Text("review"));
    }

    [Fact]
    public async Task A_paid_payment_tells_its_story_once_and_in_order()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        await CreditAsync(host, "ref-1", payment.Number("total_amount"), Now);

        var events = (await host.Api.GetAsync($"/api/v1/payments/{payment.Text("id")}/events")).Is(HttpStatusCode.OK);

        Assert.Equal(["payment.created", "payment.opened", "payment.paid"], events.Data.Select(e => e.GetProperty("type").GetString()));
        Assert.All(events.Data, e => Assert.StartsWith("evt_", e.GetProperty("id").GetString(), StringComparison.Ordinal));
        Assert.Equal(3, events.Data.Select(e => e.GetProperty("id").GetString()).Distinct().Count());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(+1)]
    [InlineData(-1000)]
    [InlineData(+100_000)]
    public async Task Another_amount_settles_nothing(long difference)
    {
        var host = await StartAsync(("QrisPayments:Matching:CodeMin", "5"), ("QrisPayments:Matching:CodeMax", "5"));
        var payment = await host.Api.CreateAsync(50_000);

        var credit = await CreditAsync(host, "ref-1", payment.Number("total_amount") + difference, Now);

        IsUnmatched(credit);
        Assert.Equal("pending", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
    }

    [Fact]
    public async Task The_amount_without_its_unique_code_settles_nothing()
    {
        var host = await StartAsync();
        await host.Api.CreateAsync(50_000);

        IsUnmatched(await CreditAsync(host, "ref-1", 50_000, Now));
    }

    [Fact]
    public async Task Money_that_nobody_waits_for_is_unmatched()
    {
        var host = await StartAsync();

        IsUnmatched(await CreditAsync(host, "ref-1", 77_777, Now));
    }

    [Fact]
    public async Task Of_many_open_payments_only_the_one_with_that_total_is_paid()
    {
        var host = await StartAsync();
        var payments = new List<Answer>();
        for (var i = 0; i < 10; i++)
            payments.Add(await host.Api.CreateAsync(50_000));

        IsMatched(await CreditAsync(host, "ref-1", payments[6].Number("total_amount"), Now), payments[6]);

        foreach (var payment in payments)
            Assert.Equal(payment == payments[6] ? "paid" : "pending", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
    }

    [Fact]
    public async Task The_same_credit_reported_again_is_the_same_credit()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        var first = await CreditAsync(host, "ref-1", payment.Number("total_amount"), Now);

        var second = (await ReportAsync(host.Api, "ref-1", payment.Number("total_amount"), Now)).Is(HttpStatusCode.OK);

        Assert.Equal(first.Text("id"), second.Text("id"));
        Assert.Equal("matched", second.Text("outcome"));
        Assert.Equal(1, (await host.Api.EventTypesAsync(payment.Text("id")!)).Count(t => t == "payment.paid"));
        Assert.Null((await host.Api.PaymentAsync(payment.Text("id")!)).Text("review"));
    }

    [Fact]
    public async Task Another_amount_under_the_same_reference_is_a_conflict_for_a_person_and_counts_nothing()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        await CreditAsync(host, "ref-1", payment.Number("total_amount"), Now);
        var other = await host.Api.CreateAsync(60_000);

        var answer = await ReportAsync(host.Api, "ref-1", other.Number("total_amount"), Now);

        answer.IsProblem(HttpStatusCode.Conflict, "credit_conflict");
        Assert.Equal("pending", (await host.Api.PaymentAsync(other.Text("id")!)).Text("status"));
        Assert.Equal("paid", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
        Assert.Equal(1, await Database.ScalarAsync<long>(
            "SELECT COUNT(*) FROM qris_reviews WHERE kind = 'conflict' AND resolved_at IS NULL"));
    }

    [Fact]
    public async Task A_conflict_that_is_reported_many_times_is_one_case()
    {
        var host = await StartAsync();
        await CreditAsync(host, "ref-1", 70_001, Now);

        for (var i = 0; i < 3; i++)
            (await ReportAsync(host.Api, "ref-1", 70_002, Now)).IsProblem(HttpStatusCode.Conflict, "credit_conflict");

        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews WHERE kind = 'conflict'"));
    }

    [Fact]
    public async Task Fifty_reports_of_one_credit_at_once_count_once()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        var at = Now;

        var answers = await Task.WhenAll(Enumerable.Range(0, 50)
            .Select(_ => ReportAsync(host.Api, "ref-1", payment.Number("total_amount"), at)));

        Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        Assert.Equal(49, answers.Count(a => a.Status == HttpStatusCode.OK));
        Assert.Single(answers.Select(a => a.Text("id")).Distinct());
        Assert.Equal(1, (await host.Api.EventTypesAsync(payment.Text("id")!)).Count(t => t == "payment.paid"));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class SettlingOnMariaDb(MariaDb database) : SettlingTests(database);

public sealed class SettlingOnSqlite(SqliteFile database) : SettlingTests(database), IClassFixture<SqliteFile>;
