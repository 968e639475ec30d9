using System.Net;
using QrisPayments.Apps;
using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;
using QrisPayments.Tests.Money;

namespace QrisPayments.Tests.Console;

/// <summary>What a person decides about money, and that the books hold whoever decides what at which moment.</summary>
public abstract class ResolveTests(Database database) : MoneyTests(database)
{
    private static async Task<string> PostAsync(TestHost host, string page, params (string, string)[] fields)
    {
        using var browser = new ConsoleBrowser(host);
        return ConsoleBrowser.Goal(await browser.SubmitAsync("/plugins", page, fields));
    }

    private async Task<string> OpenCaseAsync(string kind) =>
        (await Database.ScalarAsync<string>("SELECT id FROM qris_reviews WHERE state = 'open' AND kind = @kind", new { kind }))!;

    private Task<string?> OutcomeAsync(Answer credit) =>
        Database.ScalarAsync<string>("SELECT outcome FROM qris_credits WHERE id = @id", new { id = credit.Text("id") });

    private async Task<(Answer Payment, Answer Credit)> LateAsync(TestHost host, string reference = "late-1")
    {
        var payment = await LetExpireAsync(host, await host.Api.CreateAsync());
        Clock.Advance(TimeSpan.FromMinutes(5));
        var credit = await CreditAsync(host, reference, payment.Number("total_amount"), Now);
        IsReview(credit, "late");
        return (payment, credit);
    }

    [Fact]
    public async Task Late_money_that_is_accepted_pays_the_payment_late_and_tells_its_story()
    {
        var host = await StartAsync();
        var (payment, credit) = await LateAsync(host);
        var review = await OpenCaseAsync("late");

        var goal = await PostAsync(host, $"/reviews/{review}", ("action", "accept"), ("possible", payment.Text("id")!),
            ("remark", "Barang masih ada"));

        Assert.Equal($"/qris/admin/payments/{payment.Text("id")}?said=accepted", goal);
        var paid = await host.Api.PaymentAsync(payment.Text("id")!);
        Assert.Equal("paid", paid.Text("status"));
        Assert.True(paid["late"].GetBoolean());
        Assert.Null(paid.Text("review"));
        Assert.Equal("matched", await OutcomeAsync(credit));
        Assert.Equal(1, (await host.Api.EventTypesAsync(payment.Text("id")!)).Count(type => type == "payment.paid"));
        using var browser = new ConsoleBrowser(host);
        var story = await browser.PageAsync($"/payments/{payment.Text("id")}");
        Assert.Contains("Barang masih ada", story, StringComparison.Ordinal);
        Assert.Contains("by start link (Development)", story, StringComparison.Ordinal);
        // Names of staff are for the console; apps read the events.
        Assert.DoesNotContain("start link", (await host.Api.GetAsync($"/api/v1/payments/{payment.Text("id")}/events")).Body,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_is_closed_without_counting_only_with_a_note()
    {
        var host = await StartAsync();
        var (payment, credit) = await LateAsync(host);
        var review = await OpenCaseAsync("late");

        Assert.EndsWith("?said=remark_missing", await PostAsync(host, $"/reviews/{review}", ("action", "refund"), ("remark", "  ")),
            StringComparison.Ordinal);
        Assert.Equal("review", await OutcomeAsync(credit));
        Assert.EndsWith("?said=refunded", await PostAsync(host, $"/reviews/{review}", ("action", "refund"), ("remark", "Sent back")),
            StringComparison.Ordinal);

        var after = await host.Api.PaymentAsync(payment.Text("id")!);
        Assert.Equal("expired", after.Text("status"));
        Assert.Null(after.Text("review"));
        Assert.Equal("ignored", await OutcomeAsync(credit));
        Assert.Equal("payment.review_resolved", (await host.Api.EventTypesAsync(payment.Text("id")!))[^1]);
        Assert.EndsWith("?said=late", await PostAsync(host, $"/reviews/{review}", ("action", "accept"), ("possible", payment.Text("id")!)),
            StringComparison.Ordinal);
        Assert.Equal("expired", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
    }

    [Fact]
    public async Task Money_of_another_account_needs_a_word_more()
    {
        var host = await StartAsync(("QrisPayments:Providers:static-qris:Accounts:two:Qris", Qris.Static));
        var payment = await host.Api.CreateAsync(change: body => body["provider"] = "static-qris.two");
        var credit = await CreditAsync(host, "other-1", payment.Number("total_amount"), Now);
        IsUnmatched(credit);
        var (page, id) = ($"/credits/{credit.Text("id")}", payment.Text("id")!);

        Assert.EndsWith("?said=account_differs", await PostAsync(host, page, ("action", "accept"), ("payment_id", id)),
            StringComparison.Ordinal);
        Assert.Equal("pending", (await host.Api.PaymentAsync(id)).Text("status"));
        Assert.EndsWith($"{id}?said=accepted", await PostAsync(host, page, ("action", "accept"), ("payment_id", id), ("differs", "yes")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Money_that_nobody_asked_for_pays_the_payment_that_a_person_names()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync(50_000);
        var credit = await CreditAsync(host, "short-1", 50_000, Now);
        IsUnmatched(credit);
        var (page, id) = ($"/credits/{credit.Text("id")}", payment.Text("id")!);

        Assert.EndsWith("?said=amount_differs", await PostAsync(host, page, ("action", "accept"), ("payment_id", id)),
            StringComparison.Ordinal);
        Assert.Equal("pending", (await host.Api.PaymentAsync(id)).Text("status"));
        Assert.EndsWith($"{id}?said=accepted", await PostAsync(host, page, ("action", "accept"), ("payment_id", id), ("differs", "yes")),
            StringComparison.Ordinal);

        var paid = await host.Api.PaymentAsync(id);
        Assert.Equal("paid", paid.Text("status"));
        Assert.Equal(50_000, paid.Number("paid_amount"));
        Assert.False(paid["late"].GetBoolean());
        // The total that was asked for comes, too: it is never counted a second time.
        IsReview(await CreditAsync(host, "full-1", payment.Number("total_amount"), Now), "paid_twice");
    }

    [Theory]
    [InlineData("pay_00000000000000000000000000", "payment_unknown")]
    [InlineData("'; DROP TABLE qris_payments; --", "payment_unknown")]
    [InlineData("", "payment_unknown")]
    public async Task Money_goes_to_no_payment_that_is_not_there(string id, string said)
    {
        var host = await StartAsync();
        var credit = await CreditAsync(host, "lost-1", 77_777, Now);

        Assert.EndsWith($"?said={said}",
            await PostAsync(host, $"/credits/{credit.Text("id")}", ("action", "accept"), ("payment_id", id), ("differs", "yes")),
                StringComparison.Ordinal);

        Assert.Equal("unmatched", await OutcomeAsync(credit));
    }

    [Fact]
    public async Task A_paid_payment_gets_no_second_money_but_the_second_money_may_pay_another()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        await CreditAsync(host, "once", payment.Number("total_amount"), Now);
        var second = await CreditAsync(host, "twice", payment.Number("total_amount"), Now);
        IsReview(second, "paid_twice");
        var other = await host.Api.CreateAsync();
        var page = $"/reviews/{await OpenCaseAsync("paid_twice")}";

        Assert.EndsWith("?said=payment_paid",
            await PostAsync(host, page, ("action", "accept"), ("payment_id", payment.Text("id")!), ("differs", "yes")),
                StringComparison.Ordinal);
        Assert.Equal("review", await OutcomeAsync(second));
        Assert.EndsWith("?said=accepted",
            await PostAsync(host, page, ("action", "accept"), ("payment_id", other.Text("id")!), ("differs", "yes")),
                StringComparison.Ordinal);

        Assert.Equal("paid", (await host.Api.PaymentAsync(other.Text("id")!)).Text("status"));
        Assert.Null((await host.Api.PaymentAsync(payment.Text("id")!)).Text("review"));
        Assert.Contains("payment.review_resolved", await host.Api.EventTypesAsync(payment.Text("id")!));
    }

    [Fact]
    public async Task A_conflict_and_a_claim_hold_no_money_to_accept()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        await CreditAsync(host, "ref-1", payment.Number("total_amount") + 1_000, Now);
        await host.Api.ReportAsync("ref-1", 12_345, Now);
        var conflict = await OpenCaseAsync("conflict");

        Assert.EndsWith("?said=no_money",
            await PostAsync(host, $"/reviews/{conflict}", ("action", "accept"), ("payment_id", payment.Text("id")!), ("differs", "yes")),
                StringComparison.Ordinal);
        Assert.EndsWith("?said=dismissed",
            await PostAsync(host, $"/reviews/{conflict}", ("action", "dismiss"), ("remark", "Typing error of the bank script")),
                StringComparison.Ordinal);

        Assert.Equal("pending", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_reviews WHERE state = 'open'"));
    }

    [Fact]
    public async Task Money_that_was_also_reported_with_another_amount_can_still_be_given_to_its_payment()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync(50_000);
        var credit = await CreditAsync(host, "ref-1", 50_000, Now);
        await host.Api.ReportAsync("ref-1", 51_000, Now);
        await PostAsync(host, $"/reviews/{await OpenCaseAsync("conflict")}", ("action", "dismiss"), ("remark", "Typing error"));
        using var browser = new ConsoleBrowser(host);

        var goal = ConsoleBrowser.Goal(await browser.SubmitAsync($"/credits/{credit.Text("id")}", $"/credits/{credit.Text("id")}",
            ("action", "accept"), ("possible", payment.Text("id")!), ("differs", "yes")));

        Assert.EndsWith("said=accepted", goal, StringComparison.Ordinal);
        Assert.Contains("The money", await browser.PageAsync($"/credits/{credit.Text("id")}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_decide_at_once_one_wins_and_the_other_is_told()
    {
        var host = await StartAsync();
        for (var round = 0; round < 6; round++)
        {
            var (payment, credit) = await LateAsync(host, $"late-{round}");
            var page = $"/reviews/{await OpenCaseAsync("late")}";

            var goals = await Task.WhenAll(
                Task.Run(() => PostAsync(host, page, ("action", "accept"), ("possible", payment.Text("id")!))),
                Task.Run(() => PostAsync(host, page, ("action", "accept"), ("possible", payment.Text("id")!))),
                Task.Run(() => PostAsync(host, page, ("action", "refund"), ("remark", "Sent back"))));

            Assert.Single(goals, goal => goal.EndsWith("accepted", StringComparison.Ordinal)
                || goal.EndsWith("refunded", StringComparison.Ordinal));
            Assert.Equal(2, goals.Count(goal => goal.EndsWith("said=late", StringComparison.Ordinal)));
            var isPaid = (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status") == "paid";
            Assert.Equal(isPaid ? "matched" : "ignored", await OutcomeAsync(credit));
        }
    }

    [Fact]
    public async Task Money_that_arrives_while_a_person_accepts_other_money_is_counted_or_becomes_a_case_never_both()
    {
        var host = await StartAsync();
        for (var round = 0; round < 8; round++)
        {
            var payment = await host.Api.CreateAsync(50_000);
            var (id, total, at) = (payment.Text("id")!, payment.Number("total_amount"), Now);
            var wrong = await CreditAsync(host, $"wrong-{round}", 40_000 + round, at);

            var accept = Task.Run(
                () => PostAsync(host, $"/credits/{wrong.Text("id")}", ("action", "accept"), ("payment_id", id), ("differs", "yes")));
            var right = await CreditAsync(host, $"right-{round}", total, at);
            var goal = await accept;

            Assert.Equal("paid", (await host.Api.PaymentAsync(id)).Text("status"));
            Assert.Equal(1, (await host.Api.EventTypesAsync(id)).Count(type => type == "payment.paid"));
            if (goal.EndsWith("said=accepted", StringComparison.Ordinal)) IsReview(right, "paid_twice");
            else
            {
                Assert.EndsWith("said=payment_paid", goal, StringComparison.Ordinal);
                IsMatched(right, payment);
                Assert.Equal("unmatched", await OutcomeAsync(wrong));
            }
        }
    }

    [Fact]
    public async Task One_credit_that_two_give_to_two_payments_pays_one_of_them()
    {
        var host = await StartAsync();
        var payments = new[] { await host.Api.CreateAsync(), await host.Api.CreateAsync() };
        var credit = await CreditAsync(host, "lost", 33_333, Now);

        await Task.WhenAll(payments.Select(payment => Task.Run(() =>
            PostAsync(host, $"/credits/{credit.Text("id")}", ("action", "accept"), ("payment_id", payment.Text("id")!),
                ("differs", "yes")))));

        var statuses = new List<string?>();
        foreach (var payment in payments) statuses.Add((await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
        Assert.Equal(["paid", "pending"], statuses.Order());
        Assert.Equal(1, await Database.ScalarAsync<long>(
            "SELECT COUNT(*) FROM qris_reviews WHERE kind = 'unmatched' AND state = 'resolved'"));
    }

    [Fact]
    public async Task The_echo_of_money_that_was_put_aside_pays_nobody()
    {
        var host = await StartAsync(("QrisPayments:Apps:1:Code", "bank"), ("QrisPayments:Apps:1:Key", "bank-key"),
            ("QrisPayments:Apps:1:Scopes:0", "*"));
        var credit = await CreditAsync(host, "aside", 50_500, Now);
        await PostAsync(host, $"/credits/{credit.Text("id")}", ("action", "refund"), ("remark", "Private transfer"));

        var echo = (await ReportAsync(host.Client("bank-key"), "aside-again", 50_500, Now)).Is(HttpStatusCode.Created);

        Assert.Equal("ignored", echo.Text("outcome"));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class ResolveOnMariaDb(MariaDb database) : ResolveTests(database);

public sealed class ResolveOnSqlite(SqliteFile database) : ResolveTests(database), IClassFixture<SqliteFile>;
