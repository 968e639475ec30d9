using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Tests.Checkout;
using QrisPayments.Tests.Harness;
using QrisPayments.Tests.Money;

namespace QrisPayments.Tests.Payments;

/// <summary>
/// An order that changes after its payment has ended, while the money for that payment may still be on its way: it is replaced as an open
/// one is, so that the customer is not asked to pay twice.
/// </summary>
public abstract class EndedOrderTests(Database database) : MoneyTests(database)
{
    private static JsonObject Body(long amount, bool replace = true, string order = "E1") => ApiClient.NewPayment(amount, body =>
    {
        body["order_id"] = order;
        if (replace) body["replace"] = true;
    });

    private protected static NewPayment Order(long amount) => new() { OrderId = "E1", Amount = amount, Replace = true };

    private protected static IQrisPayments Payments(TestHost host) => host.App.Services.GetRequiredService<IQrisPayments>();

    private static async Task<Answer> CreateAsync(TestHost host, long amount, bool replace = true) =>
        (await host.Api.TryCreateAsync(Body(amount, replace))).Is(HttpStatusCode.Created);

    [Theory]
    [InlineData("Review", true)]
    [InlineData("Review", false)]
    [InlineData("Accept", true)]
    [InlineData("Accept", false)]
    public async Task F04_money_for_a_payment_that_expired_before_its_order_changed_pays_neither(string late, bool inTime)
    {
        var host = await StartAsync(("QrisPayments:Payments:LatePolicy", late));
        var old = await CreateAsync(host, 50_000);
        await LetExpireAsync(host, old);
        Clock.Advance(TimeSpan.FromSeconds(30));
        var next = await CreateAsync(host, 65_000);

        var credit = await CreditAsync(
            host, "ref-1", old.Number("total_amount"), old.Time("expires_at") + TimeSpan.FromSeconds(inTime ? -10 : 10));

        IsReview(credit, "replaced");
        Assert.Equal(("expired", "replaced", next.Text("id")), await StandingAsync(host, old));
        Assert.Equal(("pending", null, null), await StandingAsync(host, next));
        Assert.Equal(old.Text("id"), next.Text("replaces"));
        Assert.Contains(next.Text("id")!, await Database.ScalarAsync<string>("SELECT note FROM qris_reviews WHERE kind = 'replaced'"),
            StringComparison.Ordinal);
        IsMatched(await CreditAsync(host, "ref-2", next.Number("total_amount"), Now), next);
    }

    [Fact]
    public async Task F04_an_ended_payment_leads_to_the_one_that_replaced_it_and_its_timeline_says_when()
    {
        var host = await StartAsync();
        var old = await CreateAsync(host, 50_000);
        await LetExpireAsync(host, old);

        var next = await CreateAsync(host, 65_000);

        Assert.Equal(next.Body, (await host.Api.PaymentAsync(next.Text("id")!)).Body);
        var former = await host.Api.PaymentAsync(old.Text("id")!);
        Assert.Equal(("expired", next.Text("id")), (former.Text("status"), former.Text("replaced_by")));
        Assert.Equal(["payment.expired", "payment.replaced"], (await host.Api.EventTypesAsync(old.Text("id")!)).TakeLast(2));
        var page = await new CheckoutClient(host, old.Text("id")!).PageAsync();
        Assert.Contains("<h1>Pesanan Anda sudah berubah</h1>", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/qris/pay/{next.Text("id")}\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F04_a_cancelled_payment_of_a_changed_order_is_replaced_too()
    {
        var host = await StartAsync(("QrisPayments:Payments:LatePolicy", "Accept"));
        var old = await CreateAsync(host, 50_000);
        await host.Api.CancelAsync(old.Text("id")!);

        var next = await CreateAsync(host, 65_000);

        Assert.Equal(("cancelled", null, next.Text("id")), await StandingAsync(host, old));
        IsReview(await CreditAsync(host, "ref-1", old.Number("total_amount"), Now), "replaced");
    }

    [Fact]
    public async Task F04_an_unchanged_order_that_is_made_anew_after_its_end_replaces_nothing()
    {
        var host = await StartAsync();
        var old = await CreateAsync(host, 50_000);
        await LetExpireAsync(host, old);

        var next = await CreateAsync(host, 50_000);

        Assert.Null(next.Text("replaces"));
        Assert.Equal(("expired", null, null), await StandingAsync(host, old));
        IsMatched(await CreditAsync(
            host, "ref-1", old.Number("total_amount"), old.Time("expires_at") - TimeSpan.FromSeconds(10)), old);
    }

    [Fact]
    public async Task F04_a_create_that_does_not_ask_to_replace_leaves_the_ended_payment_its_money()
    {
        var host = await StartAsync();
        var old = await CreateAsync(host, 50_000);
        await LetExpireAsync(host, old);

        var next = await CreateAsync(host, 65_000, replace: false);

        Assert.Null(next.Text("replaces"));
        IsMatched(await CreditAsync(
            host, "ref-1", old.Number("total_amount"), old.Time("expires_at") - TimeSpan.FromSeconds(10)), old);
    }

    [Fact]
    public async Task F04_every_former_payment_of_a_changed_order_is_replaced_and_the_new_one_names_the_newest()
    {
        var host = await StartAsync();
        var first = await CreateAsync(host, 50_000);
        await LetExpireAsync(host, first);
        var second = await CreateAsync(host, 50_000);
        await LetExpireAsync(host, second);
        var third = await CreateAsync(host, 50_000);

        var next = await CreateAsync(host, 65_000);

        Assert.Equal(third.Text("id"), next.Text("replaces"));
        foreach (var (former, status) in new[] { (first, "expired"), (second, "expired"), (third, "cancelled") })
            Assert.Equal((status, null, next.Text("id")), await StandingAsync(host, former));
        // What was replaced once keeps the name of the one that took its place.
        await LetExpireAsync(host, next);
        var last = await CreateAsync(host, 70_000);
        Assert.Equal(next.Text("id"), last.Text("replaces"));
        Assert.Equal(("expired", null, next.Text("id")), await StandingAsync(host, second));
    }

    [Fact]
    public async Task F04_the_end_of_a_former_payment_is_marked_or_not_with_the_hosts_transaction()
    {
        var host = await StartAsync();
        var old = (await Payments(host).CreateAsync(Order(50_000))).Payment!;
        await LetExpireAsync(host, await host.Api.PaymentAsync(old.Id));

        await InTransactionAsync(host, commit: false);
        Assert.Equal((PaymentStatus.Expired, null), await ReadAsync(host, old.Id));

        var next = await InTransactionAsync(host, commit: true);
        Assert.Equal(old.Id, next.Replaces);
        Assert.Equal((PaymentStatus.Expired, next.Id), await ReadAsync(host, old.Id));
    }

    [Fact]
    public async Task F04_of_money_in_time_and_replacements_after_the_end_one_wins()
    {
        var host = await StartAsync();
        for (var round = 0; round < 8; round++)
        {
            var order = $"E-{round}";
            var old = (await host.Api.TryCreateAsync(Body(50_000, order: order))).Is(HttpStatusCode.Created);
            await LetExpireAsync(host, old);

            var replacements = Enumerable.Range(1, 4).Select(i => Task.Run(async () =>
            {
                await Task.Delay(Random.Shared.Next(8));
                return await host.Api.TryCreateAsync(Body(60_000 + i * 5_000, order: order));
            })).ToList();
            var credit = await Task.Run(async () =>
            {
                await Task.Delay(Random.Shared.Next(20));
                return await CreditAsync(
                    host, $"ref-{round}", old.Number("total_amount"), old.Time("expires_at") - TimeSpan.FromSeconds(10));
            });
            var answers = await Task.WhenAll(replacements);

            var rows = await RowsAsync(order);
            if ((await host.Api.PaymentAsync(old.Text("id")!)).Text("status") == "paid")
            {
                IsMatched(credit, old);
                Assert.Single(rows);
                Assert.All(answers, answer => answer.IsProblem(HttpStatusCode.Conflict, "order_paid"));
            }
            else
            {
                IsReview(credit, "replaced");
                Assert.Single(rows, row => row.By is null);
                Assert.All(rows.Where(row => row.By is not null),
                    row => Assert.Equal(row.Id, rows.Single(next => next.Id == row.By).Replaces));
                Assert.Equal(rows.Count - 1, answers.Count(answer => answer.Status == HttpStatusCode.Created));
            }
        }
    }

    private protected async Task<Payment> InTransactionAsync(TestHost host, bool commit)
    {
        await using var connection = await Database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var payment = (await Payments(host).CreateAsync(Order(65_000), transaction)).Payment!;
        if (commit) await transaction.CommitAsync();
        else await transaction.RollbackAsync();
        return payment;
    }

    private protected static async Task<(PaymentStatus, string?)> ReadAsync(TestHost host, string id)
    {
        var payment = (await Payments(host).FindAsync(id))!;
        return (payment.Status, payment.ReplacedBy);
    }

    private static async Task<(string?, string?, string?)> StandingAsync(TestHost host, Answer payment)
    {
        var now = await host.Api.PaymentAsync(payment.Text("id")!);
        return (now.Text("status"), now.Text("review"), now.Text("replaced_by"));
    }

    private async Task<List<Row>> RowsAsync(string order)
    {
        await using var connection = await Database.OpenAsync();
        return (await connection.QueryAsync<Row>("SELECT id AS Id, replaces AS Replaces, replaced_by AS `By` FROM qris_payments "
            + "WHERE order_id = @order", new { order })).AsList();
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string? Replaces { get; init; }
        public string? By { get; init; }
    }
}

[Collection(OnMariaDb.Name)]
public sealed class EndedOrderOnMariaDb(MariaDb database) : EndedOrderTests(database)
{
    [Fact]
    public async Task F04_a_transaction_that_began_before_the_former_payment_ended_replaces_it_as_it_is_now()
    {
        var host = await StartAsync();
        var old = (await Payments(host).CreateAsync(Order(50_000))).Payment!;
        await using var connection = await Database.OpenAsync();
        // REPEATABLE READ, MySQL's default: all that follows sees the database as it is now.
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM qris_payments", transaction: transaction);
        await LetExpireAsync(host, await host.Api.PaymentAsync(old.Id));

        var next = (await Payments(host).CreateAsync(Order(65_000), transaction)).Payment!;
        await transaction.CommitAsync();

        Assert.Equal(old.Id, next.Replaces);
        Assert.Equal((PaymentStatus.Expired, next.Id), await ReadAsync(host, old.Id));
    }
}

public sealed class EndedOrderOnSqlite(SqliteFile database) : EndedOrderTests(database), IClassFixture<SqliteFile>;
