using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Console;
using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Tests.Checkout;
using QrisPayments.Tests.Console;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Money;

/// <summary>The same money is heard from any number of sources, in any order and at once, and is in the books once.</summary>
public abstract class ManySourcesTests(Database database) : ModuleTests(database)
{
    private static readonly (string, string?)[] ThreeApps =
    [
        ("QrisPayments:Apps:1:Code", "phone"), ("QrisPayments:Apps:1:Key", "phone-key"), ("QrisPayments:Apps:1:Scopes:0", "*"),
        ("QrisPayments:Apps:2:Code", "bank"), ("QrisPayments:Apps:2:Key", "bank-key"), ("QrisPayments:Apps:2:Scopes:0", "*"),
    ];

    private DateTimeOffset Now => Clock.GetUtcNow();

    [Theory]
    [InlineData(1_000, 2)]
    [InlineData(300, 3)]
    public async Task F02_reports_at_the_same_moment_while_nothing_waits_are_one_piece_of_money(int count, int sources)
    {
        var host = await TestHost.StartAsync(Database, Clock, ThreeApps);
        Owned(host);
        ApiClient[] apps = [host.Api, host.Client("phone-key"), host.Client("bank-key")];
        var at = Now;

        for (var first = 0; first < count; first += 20)
            await Task.WhenAll(Enumerable.Range(first, Math.Min(20, count - first)).SelectMany(i =>
                apps.Take(sources).Select((app, source) => app.ReportAsync($"{source}-{i}", 100_001 + i, at))));

        Assert.Equal(count, await OneAsync("SELECT COUNT(*) FROM qris_credits WHERE outcome = 'unmatched' AND same_as IS NULL"));
        Assert.Equal(count * (sources - 1), await OneAsync("""
            SELECT COUNT(*) FROM qris_credits c JOIN qris_credits f ON f.id = c.same_as
            WHERE c.outcome = 'ignored' AND f.same_as IS NULL AND f.amount = c.amount AND f.source <> c.source
            """));
        Assert.Equal(count * sources, await OneAsync("SELECT COUNT(*) FROM qris_credits"));
    }

    [Fact]
    public async Task F02_a_case_without_a_candidate_is_opened_once_for_all_sources()
    {
        var host = Owned(await TestHost.StartAsync(Database, Clock,
        [
            .. ThreeApps, ("QrisPayments:Matching:CodeMin", "1"), ("QrisPayments:Matching:CodeMax", "1"),
            ("QrisPayments:Matching:Hold", "00:00:00"),
        ]));
        // Two payments could have earned "12:15": 12:00:30 to 12:15:30, and the same total from 12:15:40.
        Clock.Advance(TimeSpan.FromSeconds(30));
        var total = (await host.Api.CreateAsync(50_000)) is var old ? old.Number("total_amount") : 0;
        Clock.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(10));
        await host.Api.WaitForStatusAsync(old.Text("id")!, "expired");
        await host.Api.CreateAsync(50_000);

        var outcomes = await Task.WhenAll(new[] { host.Api, host.Client("phone-key"), host.Client("bank-key") }
            .Select(async (app, i) => (await app.ReportAsync($"ref-{i}", total, "2026-01-01T12:15")).Text("outcome")));

        Assert.Equal(["ignored", "ignored", "review"], outcomes.Order());
        Assert.Equal(1, await OneAsync("SELECT COUNT(*) FROM qris_reviews"));
    }

    public static TheoryData<string, bool> Situations => new()
    {
        { "nothing waits", false }, { "one waits", false }, { "one waits", true }, { "paid already", false }, { "paid already", true },
        { "late", false }, { "late", true }, { "late + claimed", false }, { "late + claimed", true }, { "clock", false }, { "clock", true },
    };

    [Theory]
    [MemberData(nameof(Situations))]
    public async Task F02_every_order_of_three_sources_ends_the_same(string situation, bool callbackNamesTheAttempt)
    {
        var host = Owned(await TestHost.StartAsync(Database, Clock));
        var intake = host.App.Services.GetRequiredService<CreditIntake>();
        string[][] orders =
        [
            ["webhook", "ledger", "api:bank"], ["webhook", "api:bank", "ledger"], ["ledger", "webhook", "api:bank"],
            ["ledger", "api:bank", "webhook"], ["api:bank", "webhook", "ledger"], ["api:bank", "ledger", "webhook"],
        ];
        foreach (var (order, round) in orders.Select((order, round) => (order, round)))
        {
            var (paymentId, attemptId, total) = await ArrangeAsync(host, intake, situation, round);
            var before = await BooksAsync(total, paymentId);
            var sent = situation == "clock" ? Now.AddSeconds(-40) : Now;
            for (var step = 0; step < order.Length; step++)
            {
                var credit = new NewCredit
                {
                    Account = "static-qris", ExternalRef = $"{order[step]}-{round}", Source = order[step], Amount = total,
                    At = sent.AddSeconds(step * 7 % 11), Precision = TimeSpan.FromSeconds(1),
                    AttemptId = order[step] == "webhook" && callbackNamesTheAttempt ? attemptId : null,
                };
                await intake.ReceiveAsync(credit, CancellationToken.None);
                if (situation == "late + claimed" && step == 0) await DismissConflictAsync(host, intake, credit);
            }

            var books = await BooksAsync(total, paymentId);
            var expected = Expected(situation, callbackNamesTheAttempt);
            Assert.True(expected == books, $"{string.Join(", ", order)}: {books}, before: {before}");
        }
    }

    [Theory]
    [InlineData("unmatched")]
    [InlineData("under_known_reference")]
    public async Task F02_what_a_gateway_names_later_is_the_money_that_was_told_before(string how)
    {
        var host = Owned(await TestHost.StartAsync(Database, Clock));
        var intake = host.App.Services.GetRequiredService<CreditIntake>();
        var payment = await host.Api.CreateAsync();
        var attemptId = await AttemptAsync(payment);
        var credit = new NewCredit
        {
            Account = "static-qris", ExternalRef = "row-1", Source = "ledger", Amount = payment.Number("total_amount") - 40, At = Now,
            Precision = TimeSpan.FromSeconds(1),
        };
        await intake.ReceiveAsync(credit, CancellationToken.None);

        await intake.ReceiveAsync(credit with
        {
            ExternalRef = how == "unmatched" ? "gw-1" : "row-1", Source = "status", AttemptId = attemptId,
        }, CancellationToken.None);

        // Too little: a case of the payment, about the one credit that counts.
        Assert.Equal(1, await OneAsync("SELECT COUNT(*) FROM qris_credits WHERE outcome = 'review' AND same_as IS NULL"));
        Assert.Equal(0, await OneAsync("SELECT COUNT(*) FROM qris_credits WHERE outcome = 'unmatched'"));
        Assert.Equal("underpaid", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("review"));
        Assert.Equal(1, await OneAsync("""
            SELECT COUNT(*) FROM qris_reviews r JOIN qris_credits c ON c.id = r.credit_id WHERE r.state = 'open' AND c.external_ref = 'row-1'
            """));
    }

    [Fact]
    public async Task F02_what_a_person_put_aside_is_not_paid_by_its_echo_and_asked_about_once_more()
    {
        var host = Owned(await TestHost.StartAsync(Database, Clock));
        var intake = host.App.Services.GetRequiredService<CreditIntake>();
        var credit = new NewCredit
        {
            Account = "static-qris", ExternalRef = "row-1", Source = "ledger", Amount = 0, At = Now.AddSeconds(30),
            Precision = TimeSpan.FromSeconds(1),
        };
        var payment = await host.Api.CreateAsync();
        credit = credit with { Amount = payment.Number("total_amount") + 1 };
        await intake.ReceiveAsync(credit, CancellationToken.None);
        var id = await Database.ScalarAsync<string>("SELECT id FROM qris_credits");
        await host.App.Services.GetRequiredService<ReviewResolver>().ResolveCreditAsync(id!,
            new Resolution { Action = ResolveAction.Dismiss, Remark = "Not ours.", By = "ani" }, CancellationToken.None);

        await intake.ReceiveAsync(credit with { ExternalRef = "gw-1", Source = "status", AttemptId = await AttemptAsync(payment) },
            CancellationToken.None);

        var after = await host.Api.PaymentAsync(payment.Text("id")!);
        Assert.Equal(("pending", "ambiguous"), (after.Text("status"), after.Text("review")));
        Assert.Equal(1, await OneAsync("SELECT COUNT(*) FROM qris_credits WHERE same_as IS NULL"));
    }

    [Fact]
    public async Task What_was_sent_back_pays_nothing_when_gateways_say_whose_it_was_and_leaves_the_ledger_once()
    {
        var host = Owned(await TestHost.StartAsync(Database, Clock));
        var (intake, resolver) = (host.App.Services.GetRequiredService<CreditIntake>(),
            host.App.Services.GetRequiredService<ReviewResolver>());
        var payment = await host.Api.CreateAsync();
        var (id, total) = (payment.Text("id")!, payment.Number("total_amount"));
        // By a clock that is wrong, so that the total alone does not say whose it is.
        var row = new NewCredit
        {
            Account = "static-qris", ExternalRef = "row-1", Source = "ledger", Amount = total, At = Now.AddMinutes(-6),
            Precision = TimeSpan.FromSeconds(1),
        };
        await intake.ReceiveAsync(row, CancellationToken.None);
        var credit = (await Database.ScalarAsync<string>("SELECT id FROM qris_credits WHERE outcome = 'unmatched'"))!;
        var back = new Resolution { Action = ResolveAction.Refund, Remark = "Sent back.", By = "ani" };
        Assert.IsType<ResolveResult.Resolved>(await resolver.ResolveCreditAsync(credit, back, CancellationToken.None));

        foreach (var source in new[] { "status", "webhook" })
            await intake.ReceiveAsync(row with { ExternalRef = "gw-" + source, Source = source, AttemptId = await AttemptAsync(payment) },
                CancellationToken.None);

        var asked = await host.Api.PaymentAsync(id);
        Assert.Equal(("pending", "ambiguous"), (asked.Text("status"), asked.Text("review")));
        var review = (await Database.ScalarAsync<string>("SELECT id FROM qris_reviews WHERE state = 'open'"))!;
        var accepted = await resolver.ResolveReviewAsync(review,
            new Resolution { Action = ResolveAction.Accept, PaymentId = id, MayDiffer = true, By = "ani" }, CancellationToken.None);
        Assert.Equal(ResolveRefusal.Returned, Assert.IsType<ResolveResult.Refused>(accepted).Why);
        using (var browser = new ConsoleBrowser(host))
            Assert.DoesNotContain("value=\"accept\"", await browser.PageAsync($"/reviews/{review}"), StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.IsType<ResolveResult.Resolved>(await resolver.ResolveReviewAsync(review, back, CancellationToken.None));
        await host.App.Services.GetRequiredService<LedgerBook>().CatchUpAsync(CancellationToken.None);
        Assert.Equal("pending", (await host.Api.PaymentAsync(id)).Text("status"));
        Assert.Equal((2, 0), (await OneAsync("SELECT COUNT(*) FROM qris_ledger"), await OneAsync("SELECT SUM(amount) FROM qris_ledger")));
    }

    [Fact]
    public async Task F02_the_console_shows_other_money_of_the_amount_by_how_exact_its_own_time_is()
    {
        var host = Owned(await TestHost.StartAsync(Database, Clock));
        var (intake, desk) = (host.App.Services.GetRequiredService<CreditIntake>(), host.App.Services.GetRequiredService<MoneyDesk>());
        // Of one source, so that none repeats another: a date, a time within that day, and one of the day before.
        foreach (var (reference, at, precision) in new[]
        {
            ("date", Now.AddHours(-5), TimeSpan.FromDays(1)), ("time", Now, TimeSpan.FromSeconds(1)),
            ("before", Now.AddHours(-6), TimeSpan.FromSeconds(1)),
        })
            await intake.ReceiveAsync(new NewCredit
            {
                Account = "static-qris", ExternalRef = reference, Source = "ledger", Amount = 77_000, At = at, Precision = precision,
            }, CancellationToken.None);

        Assert.Equal(["date"], await TwinsAsync("time"));
        Assert.Equal(["time"], await TwinsAsync("date"));
        Assert.Equal([], await TwinsAsync("before"));

        async Task<List<string>> TwinsAsync(string reference)
        {
            var id = await Database.ScalarAsync<string>("SELECT id FROM qris_credits WHERE external_ref = @reference", new { reference });
            var credit = (await desk.CreditAsync(id, CancellationToken.None))!;
            return (await desk.TwinsAsync(credit, CancellationToken.None)).Select(twin => twin.ExternalRef).Order().ToList();
        }
    }

    /// <summary>The payment, its attempt and total when the money comes.</summary>
    private async Task<(string PaymentId, string AttemptId, long Total)> ArrangeAsync(
        TestHost host, CreditIntake intake, string situation, int round)
    {
        // What happened in the round before is long ago.
        Clock.Advance(TimeSpan.FromMinutes(3));
        if (situation == "nothing waits") return ("", "", 1_000_000 + round);
        var payment = await host.Api.CreateAsync(50_000 + round * 5_000);
        var (id, total, attemptId) = (payment.Text("id")!, payment.Number("total_amount"), await AttemptAsync(payment));
        if (situation == "paid already")
        {
            await intake.ReceiveAsync(new NewCredit
            {
                Account = "static-qris", ExternalRef = $"first-{round}", Source = "api:bank", Amount = total, At = Now,
                Precision = TimeSpan.FromSeconds(1),
            }, CancellationToken.None);
            Clock.Advance(TimeSpan.FromMinutes(10));
        }
        if (situation == "late + claimed") await new CheckoutClient(host, id).SubmitAsync("claim");
        if (situation is "late" or "late + claimed")
        {
            Clock.Advance(TimeSpan.FromMinutes(20));
            await host.Api.WaitForStatusAsync(id, "expired");
        }
        return (id, attemptId, total);
    }

    /// <summary>The case about the late money is open and no longer the one that the payment shows: the claim comes before it.</summary>
    private async Task DismissConflictAsync(TestHost host, CreditIntake intake, NewCredit credit)
    {
        await intake.ReceiveAsync(credit with { Amount = credit.Amount + 1 }, CancellationToken.None);
        var conflict = await Database.ScalarAsync<string>("SELECT id FROM qris_reviews WHERE kind = 'conflict' AND state = 'open'");
        Assert.IsType<ResolveResult.Resolved>(await host.App.Services.GetRequiredService<ReviewResolver>().ResolveReviewAsync(conflict!,
            new Resolution { Action = ResolveAction.Dismiss, Remark = "A slip of the source.", By = "ani" }, CancellationToken.None));
    }

    private static string Expected(string situation, bool callbackNamesTheAttempt) => situation switch
    {
        // A reference is proof of whose money it is, whatever a clock says.
        "clock" when callbackNamesTheAttempt => "first matched; 2 echoes; 0 cases; paid",
        "clock" => "first review; 2 echoes; 1 cases; pending clock",
        "late + claimed" => "first review; 2 echoes; 2 cases; expired claimed",
        "nothing waits" => "first unmatched; 2 echoes; 0 cases; ",
        "one waits" => "first matched; 2 echoes; 0 cases; paid",
        "paid already" => "first matched, review; 2 echoes; 1 cases; paid paid_twice",
        _ => "first review; 2 echoes; 1 cases; expired late",
    };

    private async Task<string> BooksAsync(long total, string paymentId)
    {
        await using var connection = await Database.OpenAsync();
        var firsts = await Dapper.SqlMapper.QueryAsync<string>(connection,
            "SELECT outcome FROM qris_credits WHERE amount = @total AND same_as IS NULL ORDER BY outcome", new { total });
        var echoes = await OneAsync("""
            SELECT COUNT(*) FROM qris_credits c JOIN qris_credits f ON f.id = c.same_as
            WHERE c.amount = @total AND c.outcome = 'ignored' AND f.same_as IS NULL AND COALESCE(f.payment_id, '') = COALESCE(c.payment_id, '')
            """, new { total });
        var cases = await OneAsync("SELECT COUNT(*) FROM qris_reviews WHERE payment_id = @paymentId AND state = 'open'", new { paymentId });
        var status = await Database.ScalarAsync<string>("SELECT status FROM qris_payments WHERE id = @paymentId", new { paymentId });
        var review = await Database.ScalarAsync<string>("SELECT review FROM qris_payments WHERE id = @paymentId", new { paymentId });
        return string.Create(CultureInfo.InvariantCulture,
            $"first {string.Join(", ", firsts)}; {echoes} echoes; {cases} cases; {$"{status} {review}".Trim()}");
    }

    private async Task<string> AttemptAsync(Answer payment) => (await Database.ScalarAsync<string>(
        "SELECT id FROM qris_attempts WHERE payment_id = @id", new { id = payment.Text("id") }))!;

    private Task<long> OneAsync(string sql, object? parameters = null) => Database.ScalarAsync<long>(sql, parameters);
}

[Collection(OnMariaDb.Name)]
public sealed class ManySourcesOnMariaDb(MariaDb database) : ManySourcesTests(database);

public sealed class ManySourcesOnSqlite(SqliteFile database) : ManySourcesTests(database), IClassFixture<SqliteFile>;
