using System.Net;
using QrisPayments.Apps;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Money;

/// <summary>Evidence that contradicts itself is kept, marked and left to a person.</summary>
public abstract class ConflictTests(Database database) : MoneyTests(database)
{
    private static readonly (string, string?)[] Phone =
    [
        ("QrisPayments:Apps:1:Code", "phone"), ("QrisPayments:Apps:1:Key", "phone-key"), ("QrisPayments:Apps:1:Scopes:0", "*"),
    ];

    [Fact]
    public async Task Every_amount_that_contradicts_a_reference_has_its_own_case()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        await CreditAsync(host, "ref-1", payment.Number("total_amount"), Now);

        foreach (var amount in new[] { 222, 333, 222 })
            (await ReportAsync(host.Api, "ref-1", amount, Now)).IsProblem(HttpStatusCode.Conflict, "credit_conflict");

        Assert.Equal(2, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews WHERE kind = 'conflict' AND state = 'open'"));
        Assert.Equal(555, await Database.ScalarAsync<long>("SELECT CAST(SUM(amount) AS SIGNED) FROM qris_reviews WHERE kind = 'conflict'"));
        var paid = await host.Api.PaymentAsync(payment.Text("id")!);
        Assert.Equal(("paid", "conflict"), (paid.Text("status"), paid.Text("review")));
        Assert.Contains("payment.review_opened", await host.Api.EventTypesAsync(payment.Text("id")!));
    }

    [Fact]
    public async Task Money_in_time_leaves_the_mark_of_a_late_one_that_a_person_still_has_to_see()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        var inTime = Now.AddMinutes(5);
        await LetExpireAsync(host, payment);
        IsReview(await CreditAsync(host, "late", payment.Number("total_amount"), Now), "late");

        IsMatched(await CreditAsync(host, "in-time", payment.Number("total_amount"), inTime), payment);

        var paid = await host.Api.PaymentAsync(payment.Text("id")!);
        Assert.Equal(("paid", "late"), (paid.Text("status"), paid.Text("review")));
    }

    [Fact]
    public async Task A_bank_that_tells_minutes_and_a_phone_that_tells_seconds_speak_of_the_same_money()
    {
        var host = await StartAsync(Phone);
        var payment = await host.Api.CreateAsync();
        Clock.Advance(TimeSpan.FromMinutes(10));
        // The phone rings at 12:06:05; the bank writes "12:05" for a transfer of 12:05:59.
        IsMatched(await CreditAsync(host, "sms-1", payment.Number("total_amount"),
            new DateTimeOffset(2026, 1, 1, 12, 6, 5, TimeSpan.FromHours(7))), payment);

        var bank = (await ReportAsync(host.Client("phone-key"), "csv-1", payment.Number("total_amount"), "2026-01-01T12:05+07:00"))
            .Is(HttpStatusCode.Created);

        Assert.Equal("ignored", bank.Text("outcome"));
    }

    [Fact]
    public async Task Money_sent_moments_before_the_payment_was_made_is_for_a_person()
    {
        var host = await StartAsync();
        Clock.Advance(TimeSpan.FromHours(1));
        var payment = await host.Api.CreateAsync();

        IsReview(await CreditAsync(host, "ref-1", payment.Number("total_amount"), Now.AddSeconds(-40)), "clock");

        Assert.Equal("pending", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class ConflictOnMariaDb(MariaDb database) : ConflictTests(database);

public sealed class ConflictOnSqlite(SqliteFile database) : ConflictTests(database), IClassFixture<SqliteFile>;
