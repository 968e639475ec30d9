using System.Data.Common;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Refunds;

/// <summary>The shop's own code gives money back, also inside its own transaction, and its handlers hear of it.</summary>
public abstract class HostRefundTests(Database database) : ModuleTests(database)
{
    private static IQrisPayments Payments(TestHost host) => host.App.Services.GetRequiredService<IQrisPayments>();

    private static NewRefund Part(long? amount, string? reference = "TRX-1", string? key = null) =>
        new() { Amount = amount, Reason = "Barang habis", Reference = reference, Key = key };

    private static async Task<string> PaidAsync(TestHost host)
    {
        var id = (await host.Api.CreateAsync()).Text("id")!;
        await host.Api.PostAsync($"/api/v1/sandbox/payments/{id}/pay");
        return id;
    }

    [Fact]
    public async Task Each_result_is_a_closed_one()
    {
        var host = await StartAsync();
        var (id, payments) = (await PaidAsync(host), Payments(host));
        var open = (await host.Api.CreateAsync()).Text("id")!;

        var made = Assert.IsType<RefundResult.Made>(await payments.RefundAsync(id, Part(10_000))).Refund;
        Assert.Equal((RefundStatus.Done, RefundWay.Hand, "TRX-1"), (made.Status, made.By, made.Reference));
        Assert.IsType<RefundResult.NotPaid>(await payments.RefundAsync(open, Part(1)));
        Assert.IsType<RefundResult.NotFound>(await payments.RefundAsync("pay_00000000000000000000000000", Part(1)));
        Assert.True(Assert.IsType<RefundResult.TooMuch>(await payments.RefundAsync(id, Part(60_000))).Refundable > 0);
        Assert.Equal(["amount", "key", "reason"], Assert.IsType<RefundResult.Invalid>(
            await payments.RefundAsync(id, new NewRefund { Amount = 0, Reason = "", Key = "a b" })).Faults.Select(f => f.Field).Order());
        Assert.Equal([made], await payments.FindRefundsAsync(id));
        Assert.Equal(10_000, (await payments.FindAsync(id))!.RefundedAmount);
    }

    [Fact]
    public async Task In_the_shops_transaction_the_refund_commits_or_vanishes_with_it()
    {
        var host = await StartAsync();
        var (id, payments) = (await PaidAsync(host), Payments(host));
        foreach (var commits in new[] { false, true })
        {
            await using var connection = await Database.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            Assert.IsType<RefundResult.Made>(await payments.RefundAsync(id, Part(10_000, key: "r-1"), transaction));
            Assert.IsType<RefundResult.TooMuch>(await payments.RefundAsync(id, Part(60_000, key: "r-2"), transaction));
            if (commits) await transaction.CommitAsync();
            else await transaction.RollbackAsync();
        }

        Assert.Single(await payments.FindRefundsAsync(id));
        // The key of what was refused is free; the key of what was made answers with it.
        Assert.IsType<RefundResult.Made>(await payments.RefundAsync(id, Part(1, key: "r-2")));
        Assert.Equal(10_000, Assert.IsType<RefundResult.Made>(await payments.RefundAsync(id, Part(10_000, key: "r-1"))).Refund.Amount);
        Assert.IsType<RefundResult.KeyReused>(await payments.RefundAsync(id, Part(10_001, key: "r-1")));
        Assert.Equal(2, (await payments.FindRefundsAsync(id)).Count);
    }

    /// <summary>What the handler was told.</summary>
    public sealed class Told : IPaymentHandler
    {
        public async Task HandleAsync(PaymentEvent paymentEvent, DbTransaction transaction, CancellationToken cancellationToken)
        {
            if (paymentEvent.Type.StartsWith("payment.refund", StringComparison.Ordinal))
                await transaction.Connection!.ExecuteAsync("INSERT INTO shop_refunds (told) VALUES (@told)",
                    new
                    {
                        told = $"{paymentEvent.Type} {paymentEvent.Refund?.Amount} {paymentEvent.Refund?.Status} "
                            + $"{paymentEvent.Payment.RefundedAmount}",
                    }, transaction);
        }
    }

    [Fact]
    public async Task A_handler_hears_of_each_refund_with_the_refund_in_hand()
    {
        await using (var connection = await Database.OpenAsync())
        {
            await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS shop_refunds (told VARCHAR(200) NOT NULL)");
            await connection.ExecuteAsync("DELETE FROM shop_refunds");
        }
        var host = Owned(await TestHost.StartAsync(Database, Clock,
            configure: builder => builder.Services.AddPaymentHandler<Told>()));
        var id = await PaidAsync(host);

        await Payments(host).RefundAsync(id, Part(10_000));

        await Wait.UntilAsync(() => Database.ScalarAsync<string>("SELECT told FROM shop_refunds"),
            told => told == "payment.refunded 10000 Done 10000", "the handler was told");
    }

    [Fact]
    public async Task A_callback_tells_the_payment_and_the_refund()
    {
        await using var listener = await RefundListener.StartAsync();
        var host = await StartAsync(("QrisPayments:Callbacks:AllowedPrivateHosts:0", "127.0.0.1"));
        var id = (await host.Api.CreateAsync(change: body => body["callback_url"] = listener.Address + "/hook")).Text("id")!;
        await host.Api.PostAsync($"/api/v1/sandbox/payments/{id}/pay");

        await host.Api.RefundAsync(id, 10_000, reference: "TRX-9");

        var body = await Wait.UntilAsync(() => Task.FromResult(listener.Find("payment.refunded")), found => found is not null,
            "the callback came");
        var (data, refund) = (body!.Value.GetProperty("data"), body.Value.GetProperty("refund"));
        Assert.Equal((id, 10_000L), (data.GetProperty("id").GetString(), data.GetProperty("refunded_amount").GetInt64()));
        Assert.Equal((id, "done", "TRX-9"), (refund.GetProperty("payment_id").GetString(), refund.GetProperty("status").GetString(),
            refund.GetProperty("reference").GetString()));
        // Other events say nothing of a refund.
        Assert.False(listener.Find("payment.paid")!.Value.TryGetProperty("refund", out _));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class HostRefundTestsOnMariaDb(MariaDb database) : HostRefundTests(database);

public sealed class HostRefundTestsOnSqlite(SqliteFile database) : HostRefundTests(database), IClassFixture<SqliteFile>;
