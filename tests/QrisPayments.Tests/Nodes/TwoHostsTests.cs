using System.Net;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Nodes;

/// <summary>
/// The same with two hosts in one process and one clock, where the test decides to the millisecond what happens together.
/// </summary>
[Collection(OnMariaDb.Name)]
public sealed class TwoHostsTests(MariaDb database) : ModuleTests(database)
{
    [Fact]
    public async Task An_expiry_that_both_hosts_see_at_the_same_moment_happens_once()
    {
        var (one, two) = (await StartAsync(), await StartAsync());
        var payments = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? one : two).Api.CreateAsync()));

        Clock.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(1));

        foreach (var payment in payments)
        {
            await one.Api.WaitForStatusAsync(payment.Text("id")!, "expired");
            Assert.Equal(1, (await two.Api.EventTypesAsync(payment.Text("id")!)).Count(t => t == "payment.expired"));
        }
    }

    [Fact]
    public async Task A_payment_made_at_one_host_is_paid_and_cancelled_at_the_other()
    {
        var (one, two) = (await StartAsync(), await StartAsync());
        var paid = await one.Api.CreateAsync();
        var cancelled = await one.Api.CreateAsync();

        Assert.Equal("matched", (await two.Api.ReportAsync("ref-1", paid.Number("total_amount"), Clock.GetUtcNow())).Text("outcome"));
        (await two.Api.CancelAsync(cancelled.Text("id")!)).Is(HttpStatusCode.OK);

        Assert.Equal("paid", (await one.Api.PaymentAsync(paid.Text("id")!)).Text("status"));
        Assert.Equal("cancelled", (await one.Api.PaymentAsync(cancelled.Text("id")!)).Text("status"));
    }

    [Fact]
    public async Task Both_hosts_together_never_give_one_total_twice()
    {
        var (one, two) = (await StartAsync(("QrisPayments:Matching:CodeMax", "50")),
            await StartAsync(("QrisPayments:Matching:CodeMax", "50")));

        var answers = await Task.WhenAll(Enumerable.Range(0, 60)
            .Select(i => (i % 2 == 0 ? one : two).Api.TryCreateAsync(ApiClient.NewPayment())));

        Assert.Equal(50, answers.Where(a => a.Status == HttpStatusCode.Created).Select(a => a.Number("total_amount")).Distinct().Count());
        Assert.Equal(10, answers.Count(a => a.Status == HttpStatusCode.Conflict && a.Text("code") == "unique_amount_exhausted"));
    }

    [Fact]
    public async Task One_credit_reported_to_both_hosts_counts_once()
    {
        var (one, two) = (await StartAsync(), await StartAsync());
        for (var round = 0; round < 10; round++)
        {
            var payment = await one.Api.CreateAsync();
            var (reference, total, at) = ($"ref-{round}", payment.Number("total_amount"), Clock.GetUtcNow());

            var answers = await Task.WhenAll(new[] { one, two, one, two }.Select(h => h.Api.ReportAsync(reference, total, at)));

            Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
            Assert.Equal(3, answers.Count(a => a.Status == HttpStatusCode.OK));
            Assert.Equal(1, (await one.Api.EventTypesAsync(payment.Text("id")!)).Count(t => t == "payment.paid"));
        }
    }

    [Fact]
    public async Task A_host_whose_money_was_settled_elsewhere_answers_from_the_database()
    {
        var (one, two) = (await StartAsync(), await StartAsync());
        var payments = one.App.Services.GetRequiredService<IQrisPayments>();
        var id = (await payments.CreateAsync(new NewPayment { OrderId = "A-1", Amount = 50_000 })).Payment!.Id;
        await two.Api.ReportAsync("ref-1", (await payments.FindAsync(id))!.TotalAmount!.Value, Clock.GetUtcNow());

        Assert.Equal(PaymentStatus.Paid, (await payments.FindAsync(id))?.Status);
    }
}
