using System.Data.Common;
using System.Globalization;
using System.Net;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Api;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Payments;

/// <summary>One visitor of the shop has at most so many payments open (DESIGN §10).</summary>
public abstract class VisitorTests(Database database) : ModuleTests(database)
{
    private protected static (string, string?) Limit(int limit) =>
        ("QrisPayments:Limits:OpenPerVisitor", limit.ToString(CultureInfo.InvariantCulture));

    private protected static IQrisPayments Payments(TestHost host) => host.App.Services.GetRequiredService<IQrisPayments>();

    private protected static NewPayment Order(int number, string? visitor = "203.0.113.7", long amount = 50_000) =>
        new() { OrderId = $"V-{number}", Amount = amount, Visitor = visitor };

    private static async Task<Payment> MakeAsync(TestHost host, int number, string? visitor = "203.0.113.7") =>
        Assert.IsType<CreateResult.Created>(await Payments(host).CreateAsync(Order(number, visitor))).New;

    /// <summary>Makes a payment in a transaction of its own, as a shop does that runs it again when the database asks for it.</summary>
    private protected async Task<CreateResult> JoinAsync(TestHost host, NewPayment payment)
    {
        while (true)
        {
            try
            {
                await using var connection = await Database.OpenAsync();
                await using var transaction = await connection.BeginTransactionAsync();
                var result = await Payments(host).CreateAsync(payment, transaction);
                if (result.Payment is not null) await transaction.CommitAsync();
                return result;
            }
            catch (DbException exception) when (exception.IsTransient)
            {
                await Task.Delay(20);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task F13_a_visitor_has_at_most_so_many_open_payments(bool inTheHostsTransaction)
    {
        var host = await StartAsync(Limit(3));
        Func<NewPayment, Task<CreateResult>> createAsync = inTheHostsTransaction
            ? payment => JoinAsync(host, payment)
            : payment => Payments(host).CreateAsync(payment);
        for (var i = 1; i <= 3; i++) Assert.IsType<CreateResult.Created>(await createAsync(Order(i)));
        var before = await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments");

        var refused = Assert.IsType<CreateResult.TooManyOpen>(await createAsync(Order(4)));

        Assert.Null(refused.Payment);
        Assert.Equal(3, refused.Limit);
        Assert.InRange(refused.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(15));
        Assert.Equal(before, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
        // An order that is among them is answered with its payment, and may change.
        Assert.IsType<CreateResult.OrderHasOpenPayment>(await createAsync(Order(1)));
        Assert.IsType<CreateResult.OrderChanged>(await createAsync(Order(1, amount: 60_000)));
        Assert.IsType<CreateResult.Created>(await createAsync(Order(1, amount: 60_000) with { Replace = true }));
        Assert.IsType<CreateResult.TooManyOpen>(await createAsync(Order(4) with { Replace = true }));
        // Others are none of it.
        Assert.IsType<CreateResult.Created>(await createAsync(Order(5, "203.0.113.8")));
        Assert.IsType<CreateResult.Created>(await createAsync(Order(6, visitor: null)));
        await host.Api.CreateAsync();
    }

    [Fact]
    public async Task F13_the_limit_frees_when_a_payment_ends()
    {
        var host = await StartAsync(Limit(1));
        var paid = await MakeAsync(host, 1);
        await host.Api.PostAsync($"/api/v1/sandbox/payments/{paid.Id}/pay");
        await host.Api.WaitForStatusAsync(paid.Id, "paid");

        var cancelled = await MakeAsync(host, 2);
        Assert.IsType<CreateResult.TooManyOpen>(await Payments(host).CreateAsync(Order(3)));
        await Payments(host).CancelAsync(cancelled.Id);

        var expired = await MakeAsync(host, 3);
        Assert.IsType<CreateResult.TooManyOpen>(await Payments(host).CreateAsync(Order(4)));
        Clock.Advance(TimeSpan.FromMinutes(16));
        await host.Api.WaitForStatusAsync(expired.Id, "expired");

        await MakeAsync(host, 4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task F13_fifty_creates_of_one_visitor_at_once_never_exceed_the_limit(bool inTheHostsTransaction)
    {
        var host = await StartAsync(Limit(5));

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => inTheHostsTransaction
            ? JoinAsync(host, Order(i))
            : Payments(host).CreateAsync(Order(i)))));

        Assert.Equal(5, results.Count(result => result is CreateResult.Created));
        Assert.Equal(45, results.Count(result => result is CreateResult.TooManyOpen));
        Assert.Equal(5, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments WHERE status = 'pending'"));
    }

    [Fact]
    public async Task F13_a_limit_of_zero_is_none_and_less_is_a_fault()
    {
        var host = await StartAsync(Limit(0));
        for (var i = 0; i < 25; i++) await MakeAsync(host, i);

        var refused = await Assert.ThrowsAsync<QrisSetupException>(() => StartAsync(Limit(-1)));

        Assert.Contains(refused.Faults, fault => fault.Field == "QrisPayments:Limits:OpenPerVisitor");
    }

    [Fact]
    public async Task F13_a_visitor_is_text_within_bounds_and_only_its_hash_is_stored()
    {
        var host = await StartAsync();
        foreach (var wrong in new[] { "", new string('x', 201) })
            Assert.Contains(Assert.IsType<CreateResult.Invalid>(await Payments(host).CreateAsync(Order(1, wrong))).Faults,
                fault => fault.Field == "visitor");

        await MakeAsync(host, 1, "Budi, di meja 7 ☕");

        await using var connection = await Database.OpenAsync();
        var stored = (await connection.QueryAsync<string>("SELECT visitor FROM qris_payments UNION ALL SELECT visitor FROM qris_visitors"))
            .ToList();
        Assert.Equal(2, stored.Count);
        Assert.All(stored, visitor => Assert.Matches("^[0-9a-f]{64}$", visitor));
    }

    [Fact]
    public async Task F13_visitors_who_have_not_come_for_a_day_are_forgotten()
    {
        var host = await StartAsync();
        await MakeAsync(host, 1);
        Clock.Advance(TimeSpan.FromHours(23));
        await MakeAsync(host, 2, "198.51.100.1");
        Clock.Advance(TimeSpan.FromHours(2));

        await StartAsync();

        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_visitors"), left => left == 1,
            "one is forgotten");
    }

    [Fact]
    public async Task F13_a_client_of_the_API_names_no_visitor()
    {
        var host = await StartAsync(Limit(1));

        for (var i = 0; i < 3; i++) await host.Api.CreateAsync(change: body => body["visitor"] = "203.0.113.7");

        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_visitors"));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class VisitorsOnMariaDb(MariaDb database) : VisitorTests(database)
{
    [Fact]
    public async Task F13_a_hosts_transaction_that_sees_old_rows_counts_the_new_ones()
    {
        var host = await StartAsync(Limit(2));
        await using var connection = await Database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM qris_payments", transaction: transaction));
        Assert.IsType<CreateResult.Created>(await Payments(host).CreateAsync(Order(1)));

        Assert.IsType<CreateResult.Created>(await Payments(host).CreateAsync(Order(2), transaction));
        Assert.IsType<CreateResult.TooManyOpen>(await Payments(host).CreateAsync(Order(3), transaction));

        await transaction.CommitAsync();
        Assert.Equal(2, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
    }
}

public sealed class VisitorsOnSqlite(SqliteFile database) : VisitorTests(database), IClassFixture<SqliteFile>;

/// <summary>What needs no database.</summary>
public sealed class VisitorNameTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::")]
    public void F13_a_visitor_is_an_address_or_the_network_of_one_customer(string address, string visitor) =>
        Assert.Equal(visitor, PaymentVisitor.Of(new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } }));

    [Fact]
    public void F13_a_request_without_an_address_has_no_visitor() => Assert.Null(PaymentVisitor.Of(new DefaultHttpContext()));

    [Fact]
    public void F13_the_API_says_429_too_many_open()
    {
        var answer = PaymentsApi.Answer(new CreateResult.TooManyOpen(20, TimeSpan.FromSeconds(90)), []);

        Assert.Equal(429, answer.Status);
        Assert.Contains("\"too_many_open\"", answer.Body, StringComparison.Ordinal);
    }
}
