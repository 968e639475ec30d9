using System.Transactions;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Storage;

/// <summary>A connection string may say what it likes: on the module's own pool its statements find what they rely on.</summary>
[Collection(OnMariaDb.Name)]
public sealed class OwnPoolTests(MariaDb database) : ModuleTests(database)
{
    private const string Contrary =
        ";Connection Reset=true;Auto Enlist=true;Use Affected Rows=true;Allow Zero DateTime=true;DateTimeKind=Local;No Backslash Escapes=true";

    [Fact]
    public async Task A_payment_commits_in_the_middle_of_somebody_elses_transaction()
    {
        var host = await StartAsync(("ConnectionStrings:QrisPayments", Database.ConnectionString + Contrary));
        var payments = host.App.Services.GetRequiredService<IQrisPayments>();

        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            Assert.IsType<CreateResult.Created>(await payments.CreateAsync(new NewPayment { OrderId = "A-1", Amount = 50_000 }));
            // Not completed: what had enlisted would be undone.
        }

        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments WHERE order_id = 'A-1'"));
    }

    [Theory]
    [InlineData("\\' OR ''='")]
    [InlineData("\\\\")]
    [InlineData("\\'); DROP TABLE qris_payments; -- ")]
    public async Task A_backslash_is_text(string description)
    {
        var host = await StartAsync(("ConnectionStrings:QrisPayments", Database.ConnectionString + Contrary));

        var payment = await host.Api.CreateAsync(change: body => body["description"] = description);

        Assert.Equal(description, (await host.Api.PaymentAsync(payment.Text("id")!)).Text("description"));
    }

    [Fact]
    public async Task Times_come_back_as_they_were_written_and_a_repeated_word_is_no_refusal()
    {
        var host = await StartAsync(("ConnectionStrings:QrisPayments", Database.ConnectionString + Contrary));
        var payment = await host.Api.CreateAsync();
        var at = Clock.GetUtcNow();

        for (var i = 0; i < 2; i++)
            Assert.Equal("matched", (await host.Api.ReportAsync("ref-1", payment.Number("total_amount"), at)).Text("outcome"));

        var paid = await host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        Assert.Equal(at, paid.Time("paid_at"));
        Assert.Equal(at, paid.Time("created_at"));
    }
}
