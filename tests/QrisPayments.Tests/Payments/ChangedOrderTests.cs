using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Payments;
using QrisPayments.Tests.Checkout;
using QrisPayments.Tests.Console;
using QrisPayments.Tests.Harness;
using QrisPayments.Tests.Money;

namespace QrisPayments.Tests.Payments;

/// <summary>
/// An order that changes while it has an open payment: told apart, replaced on demand, and its former payment's money never lost or taken
/// for the new one's. After every test the books are checked.
/// </summary>
public abstract class ChangedOrderTests(Database database) : MoneyTests(database)
{
    private static JsonObject Body(long amount, bool replace = false, string order = "R1") => ApiClient.NewPayment(amount, body =>
    {
        body["order_id"] = order;
        if (replace) body["replace"] = true;
    });

    private protected static NewPayment Order(long amount, bool replace = false) =>
        new() { OrderId = "R1", Amount = amount, Replace = replace };

    private protected static IQrisPayments Payments(TestHost host) => host.App.Services.GetRequiredService<IQrisPayments>();

    private static async Task<Answer> ReplaceAsync(TestHost host, long amount) =>
        (await host.Api.TryCreateAsync(Body(amount, replace: true))).Is(HttpStatusCode.Created);

    [Fact]
    public async Task F04_a_changed_order_is_not_answered_with_its_former_payment_over_the_API()
    {
        var host = await StartAsync();
        var open = (await host.Api.TryCreateAsync(Body(50_000))).Is(HttpStatusCode.Created);

        var changed = (await host.Api.TryCreateAsync(Body(65_000))).IsProblem(HttpStatusCode.Conflict, "order_changed");

        Assert.Equal((open.Text("id"), 50_000L, 65_000L),
            (changed.Text("payment_id"), changed.Number("amount"), changed.Number("asked_amount")));
        Assert.Equal("amount", Assert.Single(changed["changes"].EnumerateArray()).GetString());
        Assert.Contains("\"replace\": true", changed.Text("detail"), StringComparison.Ordinal);
        Assert.Equal("pending", (await host.Api.PaymentAsync(open.Text("id")!)).Text("status"));
        var same = (await host.Api.TryCreateAsync(Body(50_000))).IsProblem(HttpStatusCode.Conflict, "order_has_open_payment");
        Assert.Equal((open.Text("id"), 50_000L), (same.Text("payment_id"), same.Number("amount")));
    }

    [Fact]
    public async Task F04_a_changed_order_sends_no_customer_to_its_former_payment_from_the_shops_own_code()
    {
        var host = await StartAsync();
        var open = (await Payments(host).CreateAsync(Order(50_000))).Payment!;

        var changed = Assert.IsType<CreateResult.OrderChanged>(await Payments(host).CreateAsync(Order(65_000)));
        Assert.Equal((open.Id, 50_000L, 65_000L, null), (changed.Open.Id, changed.Open.Amount, changed.AskedAmount, changed.Payment));
        Assert.Contains("65000", changed.Message, StringComparison.Ordinal);
        var items = Assert.IsType<CreateResult.OrderChanged>(
            await Payments(host).CreateAsync(Order(50_000) with { Items = [new PaymentItem { Name = "Teh", Price = 50_000 }] }));
        Assert.Equal(["items"], items.Changes);

        await using var connection = await Database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        Assert.IsType<CreateResult.OrderChanged>(await Payments(host).CreateAsync(Order(65_000), transaction));
        await transaction.RollbackAsync();
    }

    [Fact]
    public async Task F04_a_replacement_cancels_the_former_payment_and_both_name_each_other()
    {
        var host = await StartAsync();
        var old = (await host.Api.TryCreateAsync(Body(50_000))).Is(HttpStatusCode.Created);

        var next = await ReplaceAsync(host, 65_000);

        Assert.NotEqual(old.Text("id"), next.Text("id"));
        Assert.Equal((65_000L, old.Text("id"), null), (next.Number("amount"), next.Text("replaces"), next.Text("replaced_by")));
        Assert.Equal(next.Body, (await host.Api.PaymentAsync(next.Text("id")!)).Body);
        var former = await host.Api.PaymentAsync(old.Text("id")!);
        Assert.Equal(("cancelled", next.Text("id"), null), (former.Text("status"), former.Text("replaced_by"), former.Text("qr_string")));
        Assert.Contains($"\"replaced_by\":\"{next.Text("id")}\"",
            (await host.Api.GetAsync($"/api/v1/payments/{old.Text("id")}/events")).Body, StringComparison.Ordinal);
        Assert.Equal(1, (await host.Api.EventTypesAsync(old.Text("id")!)).Count(type => type == "payment.cancelled"));
        Assert.Equal(next.Text("id"), await OpenAsync());
        // Its total stays held, so that the money of a customer who scanned the former code is not taken for another's.
        Assert.Equal(1, await Database.ScalarAsync<long>(
            "SELECT COUNT(*) FROM qris_reservations WHERE total = @total AND held_until > @now",
            new { total = old.Number("total_amount"), now = Now.AddMinutes(59).UtcDateTime }));
    }

    [Theory]
    [InlineData("Review")]
    [InlineData("Accept")]
    public async Task F04_money_for_a_replaced_payment_is_a_case_that_names_the_new_one_and_pays_neither(string late)
    {
        var host = await StartAsync(("QrisPayments:Payments:LatePolicy", late));
        var old = (await host.Api.TryCreateAsync(Body(50_000))).Is(HttpStatusCode.Created);
        Clock.Advance(TimeSpan.FromMinutes(1));
        var sent = Now;
        Clock.Advance(TimeSpan.FromMinutes(1));
        var next = await ReplaceAsync(host, 65_000);

        // It was sent while the former payment was still open.
        var credit = await CreditAsync(host, "ref-1", old.Number("total_amount"), sent);

        IsReview(credit, "replaced");
        Assert.Equal(("cancelled", "replaced"), await StandingAsync(host, old));
        Assert.Equal(("pending", null), await StandingAsync(host, next));
        Assert.Contains(next.Text("id")!, await Database.ScalarAsync<string>("SELECT note FROM qris_reviews WHERE kind = 'replaced'"),
            StringComparison.Ordinal);
        IsMatched(await CreditAsync(host, "ref-2", next.Number("total_amount"), Now), next);
        Assert.Equal(("paid", null), await StandingAsync(host, next));
    }

    [Fact]
    public async Task F04_an_unchanged_order_keeps_its_payment_when_it_may_be_replaced()
    {
        var host = await StartAsync();
        var open = await ReplaceAsync(host, 50_000);

        var same = (await host.Api.TryCreateAsync(Body(50_000, replace: true)))
            .IsProblem(HttpStatusCode.Conflict, "order_has_open_payment");

        Assert.Equal(open.Text("id"), same.Text("payment_id"));
        Assert.Equal(open.Text("id"), await OpenAsync());
    }

    [Fact]
    public async Task F04_an_order_that_was_paid_is_not_replaced()
    {
        var host = await StartAsync();
        var paid = (await host.Api.TryCreateAsync(Body(50_000))).Is(HttpStatusCode.Created);
        await CreditAsync(host, "ref-1", paid.Number("total_amount"), Now);

        var refused = (await host.Api.TryCreateAsync(Body(65_000, replace: true))).IsProblem(HttpStatusCode.Conflict, "order_paid");

        Assert.Equal((paid.Text("id"), 50_000L, 65_000L),
            (refused.Text("payment_id"), refused.Number("amount"), refused.Number("asked_amount")));
        Assert.Null(await OpenAsync());
    }

    [Fact]
    public async Task F04_another_apps_order_of_that_number_is_not_replaced()
    {
        var host = await StartAsync();
        var shops = (await Payments(host).CreateAsync(Order(50_000))).Payment!;

        var apps = await ReplaceAsync(host, 65_000);

        Assert.Null(apps.Text("replaces"));
        Assert.Equal(PaymentStatus.Pending, (await Payments(host).FindAsync(shops.Id))!.Status);
    }

    [Fact]
    public async Task F04_a_replacement_that_is_repeated_with_its_key_happens_once()
    {
        var host = await StartAsync();
        (await host.Api.TryCreateAsync(Body(50_000))).Is(HttpStatusCode.Created);
        var body = Body(65_000, replace: true);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => host.Api.TryCreateAsync(body, "key-1")));

        Assert.Single(answers.Select(answer => answer.Is(HttpStatusCode.Created).Body).Distinct());
        Assert.Equal(2, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
        Assert.Equal(answers[0].Body, (await host.Api.TryCreateAsync(body, "key-1")).Is(HttpStatusCode.Created).Body);
    }

    [Fact]
    public async Task F04_a_replacement_commits_or_vanishes_with_the_hosts_transaction()
    {
        var host = await StartAsync();
        var old = (await Payments(host).CreateAsync(Order(50_000))).Payment!;

        await InTransactionAsync(host, Order(65_000, replace: true), commit: false);
        Assert.Equal((PaymentStatus.Pending, null), await ReadAsync(host, old.Id));

        var next = await InTransactionAsync(host, Order(65_000, replace: true), commit: true);
        Assert.Equal(old.Id, next.Payment!.Replaces);
        Assert.Equal((PaymentStatus.Cancelled, next.Payment.Id), await ReadAsync(host, old.Id));
        var open = await Wait.UntilAsync(() => Payments(host).FindAsync(next.Payment.Id), payment => payment?.QrString is not null,
            "the attempt is open");
        Assert.Equal((65_000L, old.Id), (open!.Amount, open.Replaces));
    }

    [Fact]
    public async Task F04_an_order_may_change_again_and_again_also_within_one_transaction()
    {
        var host = await StartAsync();
        await Payments(host).CreateAsync(Order(50_000));
        await using var connection = await Database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        var second = (await Payments(host).CreateAsync(Order(65_000, replace: true), transaction)).Payment!;
        var third = (await Payments(host).CreateAsync(Order(70_000, replace: true), transaction)).Payment!;
        await transaction.CommitAsync();

        Assert.Equal(second.Id, third.Replaces);
        Assert.Equal((PaymentStatus.Cancelled, third.Id), await ReadAsync(host, second.Id));
        Assert.Equal(third.Id, await OpenAsync(app: ""));
    }

    [Fact]
    public async Task F04_of_replacements_and_money_at_the_same_moment_one_open_payment_or_the_paid_one_remains()
    {
        var host = await StartAsync();
        for (var round = 0; round < 8; round++)
        {
            var order = $"R-{round}";
            var first = (await host.Api.TryCreateAsync(Body(50_000, order: order))).Is(HttpStatusCode.Created);
            var (id, at) = (first.Text("id")!, Now);

            var replacements = Enumerable.Range(1, 6).Select(i => Task.Run(async () =>
            {
                await Task.Delay(Random.Shared.Next(8));
                // Some ask for the same, most for something else.
                return await host.Api.TryCreateAsync(Body(50_000 + i / 2 * 5_000, replace: true, order));
            })).ToList();
            var paying = Task.Run(async () =>
            {
                await Task.Delay(Random.Shared.Next(30));
                return await CreditAsync(host, $"ref-{round}", first.Number("total_amount"), at);
            });
            var answers = await Task.WhenAll(replacements);
            var credit = await paying;

            var rows = await RowsAsync(order);
            var open = rows.Where(row => row.Open is not null).ToList();
            if ((await host.Api.PaymentAsync(id)).Text("status") == "paid")
            {
                IsMatched(credit, first);
                Assert.Single(rows);
                Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Conflict, answer.Status));
            }
            else
            {
                IsReview(credit, "replaced");
                Assert.Single(open);
                // A chain without a branch: each names the next, and the last is open.
                Assert.Equal(rows.Count - 1, rows.Select(row => row.By).OfType<string>().Distinct().Count());
                Assert.All(rows.Where(row => row.By is not null), row =>
                {
                    Assert.Equal("cancelled", row.Status);
                    Assert.Equal(row.Id, rows.Single(next => next.Id == row.By).Replaces);
                });
                Assert.Equal(rows.Count - 1, answers.Count(answer => answer.Status == HttpStatusCode.Created));
            }
            Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created),
                answer => Assert.Contains(answer.Text("code"), new[] { "order_has_open_payment", "order_paid" }));
        }
    }

    [Fact]
    public async Task F04_checkout_and_console_lead_from_the_former_payment_to_the_new_one()
    {
        var host = await StartAsync();
        var old = (await host.Api.TryCreateAsync(Body(50_000))).Is(HttpStatusCode.Created);
        var next = await ReplaceAsync(host, 65_000);
        var (from, to) = (old.Text("id")!, next.Text("id")!);
        var browser = new CheckoutClient(host, from);

        var page = await browser.PageAsync();
        Assert.Contains("<h1>Pesanan Anda sudah berubah</h1>", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/qris/pay/{to}\"", page, StringComparison.Ordinal);
        var english = await browser.PageAsync("?lang=en");
        Assert.Contains("<h1>Your order has changed</h1>", english, StringComparison.Ordinal);
        Assert.Contains($"href=\"/qris/pay/{to}?lang=en\"", english, StringComparison.Ordinal);
        var status = (await browser.GetAsync("/status")).Is(HttpStatusCode.OK);
        Assert.Equal(("cancelled", to), (status.Text("state"), status.Text("replaced_by")));

        using var console = new ConsoleBrowser(host);
        Assert.Contains($"/payments/{to}\"", await console.PageAsync($"/payments/{from}"), StringComparison.Ordinal);
        Assert.Contains($"/payments/{from}\"", await console.PageAsync($"/payments/{to}"), StringComparison.Ordinal);
        await CreditAsync(host, "ref-1", old.Number("total_amount"), Now);
        var review = await Database.ScalarAsync<string>("SELECT id FROM qris_reviews WHERE kind = 'replaced'");
        var money = await console.PageAsync($"/reviews/{review}?lang=en");
        Assert.Contains("Money for a changed order", money, StringComparison.Ordinal);
        Assert.Contains($"/payments/{to}\"", money, StringComparison.Ordinal);
        Assert.Equal("review", await browser.StateAsync());
    }

    private protected async Task<CreateResult> InTransactionAsync(TestHost host, NewPayment payment, bool commit)
    {
        await using var connection = await Database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var result = await Payments(host).CreateAsync(payment, transaction);
        if (commit) await transaction.CommitAsync();
        else await transaction.RollbackAsync();
        return result;
    }

    private protected static async Task<(PaymentStatus, string?)> ReadAsync(TestHost host, string id)
    {
        var payment = (await Payments(host).FindAsync(id))!;
        return (payment.Status, payment.ReplacedBy);
    }

    private static async Task<(string?, string?)> StandingAsync(TestHost host, Answer payment)
    {
        var now = await host.Api.PaymentAsync(payment.Text("id")!);
        return (now.Text("status"), now.Text("review"));
    }

    private Task<string?> OpenAsync(string app = "demo") =>
        Database.ScalarAsync<string>("SELECT id FROM qris_payments WHERE app = @app AND open_order_id = 'R1'", new { app });

    private async Task<List<Row>> RowsAsync(string order)
    {
        await using var connection = await Database.OpenAsync();
        return (await connection.QueryAsync<Row>("SELECT id AS Id, status AS Status, open_order_id AS Open, replaces AS Replaces, "
            + "replaced_by AS `By` FROM qris_payments WHERE order_id = @order", new { order })).AsList();
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Status { get; init; } = "";
        public string? Open { get; init; }
        public string? Replaces { get; init; }
        public string? By { get; init; }
    }
}

[Collection(OnMariaDb.Name)]
public sealed class ChangedOrderOnMariaDb(MariaDb database) : ChangedOrderTests(database)
{
    [Fact]
    public async Task F04_a_transaction_that_began_before_the_money_came_sees_that_the_order_is_paid()
    {
        var host = await StartAsync();
        var old = (await Payments(host).FindAsync((await Payments(host).CreateAsync(Order(50_000))).Payment!.Id))!;
        await using var connection = await Database.OpenAsync();
        // REPEATABLE READ, MySQL's default: all that follows sees the database as it is now.
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM qris_payments", transaction: transaction);
        await CreditAsync(host, "ref-1", old.TotalAmount!.Value, Now);

        var result = Assert.IsType<CreateResult.OrderPaid>(await Payments(host).CreateAsync(Order(65_000, replace: true), transaction));
        await transaction.CommitAsync();

        Assert.Equal((old.Id, 65_000L, null), (result.Paid.Id, result.AskedAmount, result.Payment));
        Assert.Equal((PaymentStatus.Paid, null), await ReadAsync(host, old.Id));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
    }

    [Fact]
    public async Task F04_a_transaction_that_began_before_the_former_attempt_was_opened_ends_that_attempt_too()
    {
        var host = await StartAsync();
        await using var connection = await Database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM qris_payments", transaction: transaction);
        var old = (await Payments(host).FindAsync((await Payments(host).CreateAsync(Order(50_000))).Payment!.Id))!;

        var next = (await Payments(host).CreateAsync(Order(65_000, replace: true), transaction)).Payment!;
        await transaction.CommitAsync();

        Assert.Equal((PaymentStatus.Cancelled, next.Id), await ReadAsync(host, old.Id));
        Assert.Equal("cancelled",
            await Database.ScalarAsync<string>("SELECT state FROM qris_attempts WHERE payment_id = @id", new { id = old.Id }));
        IsReview(await CreditAsync(host, "ref-1", old.TotalAmount!.Value, Now), "replaced");
    }
}

public sealed class ChangedOrderOnSqlite(SqliteFile database) : ChangedOrderTests(database), IClassFixture<SqliteFile>;
