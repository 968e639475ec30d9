using System.Globalization;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Tests.Console;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Money;

/// <summary>Money that a person sends back through a case leaves the ledger by one line of its own, and pays nothing from then on.</summary>
public abstract class ReturnTests(Database database) : MoneyTests(database)
{
    private static readonly (string, string?)[] BankApp =
    [
        ("QrisPayments:Apps:1:Code", "bank"), ("QrisPayments:Apps:1:Key", "bank-key"), ("QrisPayments:Apps:1:Scopes:0", "*"),
    ];

    private static async Task<string> PostAsync(TestHost host, string page, params (string, string)[] fields)
    {
        using var browser = new ConsoleBrowser(host);
        return ConsoleBrowser.Goal(await browser.SubmitAsync("/plugins", page, fields)).Split("?said=")[^1];
    }

    private static Task<string> SendBackAsync(TestHost host, string page, string remark = "Sent back by transfer") =>
        PostAsync(host, page, ("action", "refund"), ("remark", remark));

    private static string Page(Answer credit) => $"/credits/{credit.Text("id")}";

    private async Task<string> CasePageAsync(string kind) =>
        "/reviews/" + await Database.ScalarAsync<string>("SELECT id FROM qris_reviews WHERE state = 'open' AND kind = @kind", new { kind });

    /// <summary>Kind, amount and balance of each line, once all that waits is numbered.</summary>
    private async Task<string> LedgerAsync(TestHost host)
    {
        await host.App.Services.GetRequiredService<LedgerBook>().CatchUpAsync(CancellationToken.None);
        await using var connection = await Database.OpenAsync();
        return string.Join(' ', (await connection.QueryAsync(
            "SELECT kind AS kind, amount AS amount, balance AS balance, total AS total FROM qris_ledger ORDER BY serial"))
            .Select(line => $"{line.kind}:{line.amount}={line.balance}" + (line.balance == line.total ? "" : "!")));
    }

    [Fact]
    public async Task Money_that_no_payment_asked_for_leaves_the_ledger_when_it_is_sent_back()
    {
        var host = await StartAsync();
        await CreditAsync(host, "kept-1", 13_000, Now);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var credit = await CreditAsync(host, "back-1", 700, Now);
        Assert.Equal("credit:13000=13000 credit:700=13700", await LedgerAsync(host));
        Clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal("refunded", await SendBackAsync(host, Page(credit), "Private transfer, sent back"));

        Assert.Equal("credit:13000=13000 credit:700=13700 return:-700=13000", await LedgerAsync(host));
        await using var connection = await Database.OpenAsync();
        var line = await connection.QuerySingleAsync("SELECT subject AS subject, at AS at FROM qris_ledger WHERE kind = 'return'");
        Assert.Equal(credit.Text("id"), (string)line.subject);
        Assert.Equal(Now.UtcDateTime, Convert.ToDateTime(line.at, CultureInfo.InvariantCulture));
        var decided = await connection.QuerySingleAsync(
            "SELECT kind AS kind, resolution AS resolution, resolved_by AS who, remark AS remark FROM qris_reviews WHERE credit_id = @id",
            new { id = credit.Text("id") });
        Assert.Equal(("unmatched", "refunded", "start link (Development)", "Private transfer, sent back"),
            ((string)decided.kind, (string)decided.resolution, (string)decided.who, (string)decided.remark));
        using var browser = new ConsoleBrowser(host);
        Assert.Contains("<dt>Sent back</dt>", await browser.PageAsync(Page(credit)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Late_money_leaves_the_ledger_when_its_case_sends_it_back()
    {
        var host = await StartAsync();
        var payment = await LetExpireAsync(host, await host.Api.CreateAsync());
        Clock.Advance(TimeSpan.FromMinutes(5));
        var total = payment.Number("total_amount");
        IsReview(await CreditAsync(host, "late-1", total, Now), "late");

        Assert.Equal("refunded", await SendBackAsync(host, await CasePageAsync("late")));

        Assert.Equal($"credit:{total}={total} return:{-total}=0", await LedgerAsync(host));
        Assert.Equal("expired", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
    }

    [Fact]
    public async Task Of_money_that_came_twice_the_second_leaves_and_the_first_stays()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        var total = payment.Number("total_amount");
        IsMatched(await CreditAsync(host, "once", total, Now), payment);
        Clock.Advance(TimeSpan.FromMinutes(5));
        IsReview(await CreditAsync(host, "twice", total, Now), "paid_twice");

        await SendBackAsync(host, await CasePageAsync("paid_twice"));

        Assert.Equal($"credit:{total}={total} credit:{total}={2 * total} return:{-total}={total}", await LedgerAsync(host));
        var paid = await host.Api.PaymentAsync(payment.Text("id")!);
        Assert.Equal(("paid", total, 0L), (paid.Text("status"), paid.Number("paid_amount"), paid.Number("refunded_amount")));
    }

    [Fact]
    public async Task Money_that_two_sources_told_of_leaves_once()
    {
        var host = await StartAsync(BankApp);
        var bank = host.Client("bank-key");
        var (before, after) = (await CreditAsync(host, "before", 50_500, Now), await CreditAsync(host, "after", 60_600, Now));
        var echo = await ReportAsync(bank, "before-again", 50_500, Now);
        Assert.Equal("ignored", echo.Text("outcome"));

        await SendBackAsync(host, Page(before));
        await SendBackAsync(host, Page(after));
        // The second source is slower than the operator.
        var late = await ReportAsync(bank, "after-again", 60_600, Now);

        Assert.Equal("ignored", late.Text("outcome"));
        // What only repeats it is no money that could be sent back once more.
        foreach (var repeated in new[] { echo, late }) Assert.Equal("late", await SendBackAsync(host, Page(repeated)));
        Assert.Equal(2, (await LedgerAsync(host)).Split(' ').Count(line => line.StartsWith("return:", StringComparison.Ordinal)));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT SUM(amount) FROM qris_ledger"));
        Assert.Equal(2, await Database.ScalarAsync<long>(
            "SELECT COUNT(*) FROM qris_credits WHERE same_as IS NULL AND returned_at IS NOT NULL"));
    }

    [Fact]
    public async Task Two_who_send_it_back_at_once_write_one_line()
    {
        var host = await StartAsync();
        for (var round = 1; round <= 6; round++)
        {
            var credit = await CreditAsync(host, $"back-{round}", 10_000 + round, Now);

            var said = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => SendBackAsync(host, Page(credit)))));

            Assert.Equal(["late", "late", "refunded"], said.Order(StringComparer.Ordinal));
            Assert.EndsWith($"return:-{10_000 + round}=0", await LedgerAsync(host), StringComparison.Ordinal);
            Assert.Equal(round, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_ledger WHERE kind = 'return'"));
        }
    }

    [Fact]
    public async Task Money_that_a_person_accepted_or_put_aside_does_not_leave()
    {
        var host = await StartAsync();
        var payment = await host.Api.CreateAsync();
        var (accepted, aside) = (await CreditAsync(host, "short-1", 50_000, Now), await CreditAsync(host, "aside-1", 700, Now));
        Assert.Equal("accepted",
            await PostAsync(host, Page(accepted), ("action", "accept"), ("payment_id", payment.Text("id")!), ("differs", "yes")));
        Assert.Equal("dismissed", await PostAsync(host, Page(aside), ("action", "dismiss"), ("remark", "Private")));

        Assert.Equal("late", await SendBackAsync(host, Page(accepted)));
        Assert.Equal("late", await SendBackAsync(host, Page(aside)));

        Assert.DoesNotContain("return", await LedgerAsync(host), StringComparison.Ordinal);
        Assert.Equal("paid", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits WHERE returned_at IS NOT NULL"));
    }

    [Fact]
    public async Task A_case_without_money_of_its_own_sends_nothing_back()
    {
        var host = await StartAsync();
        var credit = await CreditAsync(host, "ref-1", 50_000, Now);
        await host.Api.ReportAsync("ref-1", 12_345, Now);
        var conflict = await CasePageAsync("conflict");
        using (var browser = new ConsoleBrowser(host))
            Assert.DoesNotContain("value=\"refund\"", await browser.PageAsync(conflict), StringComparison.Ordinal);

        Assert.Equal("no_money", await SendBackAsync(host, conflict));

        Assert.Equal("unmatched", await Database.ScalarAsync<string>("SELECT outcome FROM qris_credits"));
        Assert.Equal("credit:50000=50000", await LedgerAsync(host));
        // The money itself can be.
        Assert.Equal("refunded", await SendBackAsync(host, Page(credit)));
        Assert.Equal("credit:50000=50000 return:-50000=0", await LedgerAsync(host));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class ReturnsOnMariaDb(MariaDb database) : ReturnTests(database);

public sealed class ReturnsOnSqlite(SqliteFile database) : ReturnTests(database), IClassFixture<SqliteFile>;
