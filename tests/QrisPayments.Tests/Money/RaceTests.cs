using System.Net;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Money;

/// <summary>Money against the things that end a payment at the same moment.</summary>
public abstract class RaceTests(Database database) : MoneyTests(database)
{
    [Fact]
    public async Task Money_sent_in_time_wins_against_an_expiry_that_runs_at_the_same_moment()
    {
        var host = await StartAsync();
        var payments = new List<Answer>();
        for (var i = 0; i < 30; i++)
            payments.Add(await host.Api.CreateAsync());
        // Whichever clock the report meets, before the expiry or after, it is neither future nor late.
        var sent = Now.AddMinutes(9);

        var expiry = Task.Run(() => Clock.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(1)));
        var credits = await Task.WhenAll(payments.Select((p, i) => Task.Run(async () =>
        {
            // Spread over the time in which the background work ends the rest.
            await Task.Delay(i * 15);
            return await CreditAsync(host, $"ref-{i}", p.Number("total_amount"), sent);
        })));
        await expiry;

        for (var i = 0; i < payments.Count; i++)
        {
            IsMatched(credits[i], payments[i]);
            var paid = await host.Api.PaymentAsync(payments[i].Text("id")!);
            Assert.Equal("paid", paid.Text("status"));
            Assert.False(paid["late"].GetBoolean());
            Assert.Equal(1, (await host.Api.EventTypesAsync(payments[i].Text("id")!)).Count(t => t == "payment.paid"));
        }
    }

    [Fact]
    public async Task Of_a_cancel_and_the_money_at_the_same_moment_one_wins_and_neither_is_lost()
    {
        var host = await StartAsync();
        for (var round = 0; round < 20; round++)
        {
            var payment = await host.Api.CreateAsync();
            var (id, total, at) = (payment.Text("id")!, payment.Number("total_amount"), Now);

            var cancel = Task.Run(() => host.Api.CancelAsync(id));
            var credit = await CreditAsync(host, $"ref-{round}", total, at);
            var cancelled = (await cancel).Status == HttpStatusCode.OK;

            var after = await host.Api.PaymentAsync(id);
            var types = await host.Api.EventTypesAsync(id);
            if (after.Text("status") == "paid")
            {
                IsMatched(credit, payment);
                Assert.Equal(1, types.Count(t => t == "payment.paid"));
            }
            else
            {
                Assert.True(cancelled, after.Body);
                Assert.Equal("cancelled", after.Text("status"));
                Assert.Equal("late", after.Text("review"));
                IsReview(credit, "late");
                Assert.DoesNotContain("payment.paid", types);
            }
        }
    }

    [Fact]
    public async Task A_cancel_that_everybody_presses_happens_once()
    {
        var host = await StartAsync();
        var id = (await host.Api.CreateAsync()).Text("id")!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.Api.CancelAsync(id)));

        Assert.All(answers, a => Assert.Equal("cancelled", a.Is(HttpStatusCode.OK).Text("status")));
        Assert.Equal(1, (await host.Api.EventTypesAsync(id)).Count(t => t == "payment.cancelled"));
    }

    [Fact]
    public async Task A_payment_expires_once_by_itself()
    {
        var host = await StartAsync();
        var payment = await LetExpireAsync(host, await host.Api.CreateAsync());

        Assert.Equal(1, (await host.Api.EventTypesAsync(payment.Text("id")!)).Count(t => t == "payment.expired"));
        (await host.Api.CancelAsync(payment.Text("id")!)).IsProblem(HttpStatusCode.Conflict, "payment_not_cancellable");
    }
}

[Collection(OnMariaDb.Name)]
public sealed class RaceOnMariaDb(MariaDb database) : RaceTests(database);

public sealed class RaceOnSqlite(SqliteFile database) : RaceTests(database), IClassFixture<SqliteFile>;
