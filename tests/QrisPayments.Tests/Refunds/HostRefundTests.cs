using System.Data;
using System.Data.Common;
using System.Net;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Refunds;

/// <summary>The shop's own code gives money back, also inside its own transaction, and its handlers hear of it.</summary>
public abstract class HostRefundTests(Database database) : ModuleTests(database)
{
    private protected static IQrisPayments Payments(TestHost host) => host.App.Services.GetRequiredService<IQrisPayments>();

    private protected static NewRefund Part(long? amount, string? reference = "TRX-1", string? key = null) =>
        new() { Amount = amount, Reason = "Barang habis", Reference = reference, Key = key };

    private protected static async Task<string> PaidAsync(TestHost host)
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
        Assert.True(Assert.IsType<RefundResult.TooMuch>(await payments.RefundAsync(id, Part(60_000, "TRX-2"))).Refundable > 0);
        Assert.Equal(made, Assert.IsType<RefundResult.Made>(await payments.RefundAsync(id, Part(10_000, " TRX-1"))).Refund);
        var used = Assert.IsType<RefundResult.ReferenceUsed>(await payments.RefundAsync(id, Part(10_001)));
        Assert.Equal(made, used.Existing);
        Assert.Contains(made.Id, used.Message, StringComparison.Ordinal);
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
            Assert.IsType<RefundResult.TooMuch>(await payments.RefundAsync(id, Part(60_000, "TRX-2", "r-2"), transaction));
            if (commits) await transaction.CommitAsync();
            else await transaction.RollbackAsync();
        }

        Assert.Single(await payments.FindRefundsAsync(id));
        // The key of what was refused is free; the key of what was made answers with it.
        Assert.IsType<RefundResult.Made>(await payments.RefundAsync(id, Part(1, "TRX-2", "r-2")));
        Assert.Equal(10_000, Assert.IsType<RefundResult.Made>(await payments.RefundAsync(id, Part(10_000, key: "r-1"))).Refund.Amount);
        Assert.IsType<RefundResult.KeyReused>(await payments.RefundAsync(id, Part(10_001, key: "r-1")));
        Assert.Equal(2, (await payments.FindRefundsAsync(id)).Count);
    }

    /// <summary>
    /// Runs in a transaction of the host that looked at the books before something happened to them. SQLite lets such a transaction write
    /// nothing, so there it is rolled back and run again, as the documentation asks for.
    /// </summary>
    private async Task<T> LookedBeforeAsync<T>(Func<Task> meanwhileAsync, Func<DbTransaction, Task<T>> workAsync)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            await using var connection = await Database.OpenAsync();
            await using var transaction = connection is SqliteConnection sqlite
                ? sqlite.BeginTransaction(deferred: true)
                : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
            await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM qris_payments", transaction: transaction);
            if (isFirst) await meanwhileAsync();
            try
            {
                var result = await workAsync(transaction);
                await transaction.CommitAsync();
                return result;
            }
            catch (SqliteException) when (isFirst)
            {
                await transaction.RollbackAsync();
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(10_000L)]
    public async Task All_that_is_left_is_what_is_left_now_and_not_when_the_shops_transaction_began(long? before)
    {
        var host = await StartAsync();
        var (id, payments) = (await PaidAsync(host), Payments(host));
        var paid = (await payments.FindAsync(id))!.PaidAmount!.Value;

        var (rest, more) = await LookedBeforeAsync(
            () => payments.RefundAsync(id, Part(before, "TRX-1")),
            async transaction => (await payments.RefundAsync(id, Part(null, "TRX-2"), transaction),
                await payments.RefundAsync(id, Part(1, "TRX-3"), transaction)));

        if (before is { } gone) Assert.Equal(paid - gone, Assert.IsType<RefundResult.Made>(rest).Refund.Amount);
        else Assert.Equal(0, Assert.IsType<RefundResult.TooMuch>(rest).Refundable);
        Assert.Equal(0, Assert.IsType<RefundResult.TooMuch>(more).Refundable);
        Assert.Equal(paid, (await payments.FindAsync(id))!.RefundedAmount);
    }

    [Fact]
    public async Task What_is_found_in_the_shops_transaction_is_how_the_payment_is_now()
    {
        var host = await StartAsync();
        var payments = Payments(host);
        var id = (await host.Api.CreateAsync()).Text("id")!;

        var found = await LookedBeforeAsync(
            async () => (await host.Api.PostAsync($"/api/v1/sandbox/payments/{id}/pay")).Is(HttpStatusCode.OK),
            transaction => payments.FindAsync(id, transaction));

        Assert.Equal(PaymentStatus.Paid, found!.Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_paid_since_the_shops_transaction_began_can_be_given_back_in_it(bool wasMadeBefore)
    {
        var host = await StartAsync();
        var payments = Payments(host);
        var id = wasMadeBefore ? (await host.Api.CreateAsync()).Text("id")! : "";

        var result = await LookedBeforeAsync(
            async () =>
            {
                if (wasMadeBefore) await host.Api.PostAsync($"/api/v1/sandbox/payments/{id}/pay");
                else id = await PaidAsync(host);
            },
            transaction => payments.RefundAsync(id, Part(10_000, reference: null), transaction));

        // That its money was simulated was not to be seen before either.
        Assert.Equal(RefundWay.Sandbox, Assert.IsType<RefundResult.Made>(result).Refund.By);
        Assert.Equal(10_000, (await payments.FindAsync(id))!.RefundedAmount);
    }

    [Fact]
    public async Task A_transfer_that_was_told_since_the_shops_transaction_began_counts_once()
    {
        var host = await StartAsync();
        var (id, payments) = (await PaidAsync(host), Payments(host));

        var results = await LookedBeforeAsync(
            () => payments.RefundAsync(id, Part(10_000, "TRX-1")),
            async transaction => new[]
            {
                // Its own refund makes the payment's newest state visible to it, but not the other one's refund.
                await payments.RefundAsync(id, Part(5_000, "TRX-2"), transaction),
                await payments.RefundAsync(id, Part(5_000, "TRX-2"), transaction),
                await payments.RefundAsync(id, Part(10_000, "TRX-1"), transaction),
            });

        Assert.Equal([5_000L, 5_000L, 10_000L], results.Select(result => Assert.IsType<RefundResult.Made>(result).Refund.Amount));
        Assert.Equal(2, (await payments.FindRefundsAsync(id)).Count);
        Assert.Equal(15_000, (await payments.FindAsync(id))!.RefundedAmount);
    }

    [Fact]
    public async Task A_key_that_was_used_since_the_shops_transaction_began_asks_for_a_repeat()
    {
        var host = await StartAsync();
        var (id, payments) = (await PaidAsync(host), Payments(host));
        await using var connection = await Database.OpenAsync();
        await using (DbTransaction transaction = connection is SqliteConnection sqlite
            ? sqlite.BeginTransaction(deferred: true)
            : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead))
        {
            await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM qris_payments", transaction: transaction);
            await payments.RefundAsync(id, Part(10_000, reference: null, key: "k"));

            var told = await Assert.ThrowsAnyAsync<Exception>(
                () => payments.RefundAsync(id, Part(10_000, reference: null, key: "k"), transaction));
            // Both are what retries look for: SQLite's "busy", and a TimeoutException.
            Assert.True(told is SqliteException { SqliteErrorCode: 5 } == connection is SqliteConnection, told.ToString());
            Assert.True(told is QrisTransientException == connection is not SqliteConnection, told.ToString());
            await transaction.RollbackAsync();
        }

        await using (var again = await connection.BeginTransactionAsync())
        {
            Assert.IsType<RefundResult.Made>(await payments.RefundAsync(id, Part(10_000, reference: null, key: "k"), again));
            await again.CommitAsync();
        }
        Assert.Single(await payments.FindRefundsAsync(id));
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
        // Other events say nothing of a refund. They may come later: deliveries of one payment keep no order.
        var paid = await Wait.UntilAsync(() => Task.FromResult(listener.Find("payment.paid")), found => found is not null,
            "the callback of the payment came");
        Assert.False(paid!.Value.TryGetProperty("refund", out _));
    }
}

/// <summary>The shop's own transaction, and a gateway that gives money back.</summary>
public abstract class HostGatewayRefundTests(Database database) : PaidGatewayTests(database)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_gateway_is_asked_once_after_the_shops_commit_and_never_after_its_rollback(bool commits)
    {
        await PaidAsync();
        var payments = Host.App.Services.GetRequiredService<IQrisPayments>();
        string id;
        await using (var connection = await Database.OpenAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            var made = Assert.IsType<RefundResult.Made>(
                await payments.RefundAsync(Id, new NewRefund { Amount = 20_000, Reason = "Barang habis" }, transaction)).Refund;
            id = made.Id;
            Assert.Equal((RefundStatus.Requested, RefundWay.Gateway), (made.Status, made.By));
            if (commits) await transaction.CommitAsync();
            else await transaction.RollbackAsync();
        }

        Clock.Advance(TimeSpan.FromSeconds(6));
        if (commits) await StateAsync("done");
        // What is left goes back, too: without the first one that is all.
        var rest = await RefundAsync();
        await Wait.UntilAsync(RefundedAsync, sum => sum == 50_000, "everything went back");

        Assert.Equal(commits ? 30_000 : 50_000, rest.Number("amount"));
        Assert.Equal(commits ? [id, rest.Text("id")!] : [rest.Text("id")!], _gateway.Refunded);
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT refund_reserved FROM qris_payments"));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class HostGatewayRefundTestsOnMariaDb(MariaDb database) : HostGatewayRefundTests(database);

public sealed class HostGatewayRefundTestsOnSqlite(SqliteFile database) : HostGatewayRefundTests(database), IClassFixture<SqliteFile>;

[Collection(OnMariaDb.Name)]
public sealed class HostRefundTestsOnMariaDb(MariaDb database) : HostRefundTests(database)
{
    [Fact]
    public async Task A_shops_transaction_that_DDL_has_ended_makes_no_refund()
    {
        var host = await StartAsync();
        var id = await PaidAsync(host);
        await using var connection = await Database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS shop_ddl (id INT)", transaction: transaction);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Payments(host).RefundAsync(id, Part(10_000), transaction));

        Assert.Contains("DDL", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await Payments(host).FindRefundsAsync(id));
    }
}

public sealed class HostRefundTestsOnSqlite(SqliteFile database) : HostRefundTests(database), IClassFixture<SqliteFile>;
