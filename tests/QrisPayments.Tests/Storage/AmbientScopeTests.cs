using System.Data.Common;
using System.Transactions;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Storage;

/// <summary>Our own work takes no part in a <see cref="TransactionScope"/> that the host has open: it commits by itself.</summary>
public abstract class AmbientScopeTests(Database database) : ModuleTests(database)
{
    private static readonly NewPayment Order = new() { OrderId = "A-1", Amount = 50_000 };

    /// <summary>In a pool of the host's own, which enlists what it opens, or in one of ours.</summary>
    private protected async Task<TestHost> StartInAsync(bool ownPool) => ownPool
        ? await StartAsync()
        : Owned(await TestHost.StartAsync(Database, Clock, [("ConnectionStrings:QrisPayments", null)],
            builder => builder.Services.AddSingleton(_ => HostPool())));

    private protected abstract DbDataSource HostPool();

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task F23_each_call_of_the_shops_own_code_commits_by_itself(bool ownPool, bool flows)
    {
        var host = await StartInAsync(ownPool);
        var payments = host.App.Services.GetRequiredService<IQrisPayments>();
        var before = (await host.Api.CreateAsync()).Text("id")!;
        await host.Api.PostAsync($"/api/v1/sandbox/payments/{before}/pay");

        var (id, status, refunded) = await InScopeAsync(flows, async () =>
        {
            var made = Assert.IsType<CreateResult.Created>(await payments.CreateAsync(Order)).New;
            Assert.NotNull(await payments.FindAsync(made.Id));
            Assert.Single(await payments.FindByOrderAsync("A-1"));
            var cancelled = await payments.CancelAsync(made.Id);
            var back = await payments.RefundAsync(before, new NewRefund { Amount = 1_000, Reason = "Habis", Reference = "T-1" });
            return (made.Id, Assert.IsType<CancelResult.Cancelled>(cancelled).Payment.Status,
                Assert.IsType<RefundResult.Made>(back).Refund.Amount);
        });

        Assert.Null(Transaction.Current);
        Assert.Equal((PaymentStatus.Cancelled, 1_000), (status, refunded));
        Assert.Equal(PaymentStatus.Cancelled, (await payments.FindAsync(id))!.Status);
        Assert.Single(await payments.FindRefundsAsync(before));
    }

    /// <summary>Runs it in a scope that is never completed.</summary>
    private static async Task<T> InScopeAsync<T>(bool flows, Func<Task<T>> workAsync)
    {
        if (!flows)
        {
            using var still = new TransactionScope();
            // A scope that does not flow belongs to its thread, so a host waits in it.
            return workAsync().GetAwaiter().GetResult();
        }
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
        var result = await workAsync();
        Assert.NotNull(Transaction.Current);
        return result;
    }
}

[Collection(OnMariaDb.Name)]
public sealed class AmbientScopeTestsOnMariaDb(MariaDb database) : AmbientScopeTests(database)
{
    private protected override DbDataSource HostPool() => new MySqlDataSource(Database.ConnectionString);

    [Fact]
    public async Task F23_with_a_transaction_of_its_own_in_the_scope_that_transaction_decides()
    {
        var host = await StartInAsync(ownPool: false);
        var payments = host.App.Services.GetRequiredService<IQrisPayments>();
        string kept, gone;
        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            await using var connection = new MySqlConnection(Database.ConnectionString + ";AutoEnlist=false");
            await connection.OpenAsync();
            await using (var transaction = await connection.BeginTransactionAsync())
            {
                kept = (await payments.CreateAsync(new NewPayment { OrderId = "A-1", Amount = 50_000 }, transaction)).Payment!.Id;
                await transaction.CommitAsync();
            }
            await using (var transaction = await connection.BeginTransactionAsync())
            {
                gone = (await payments.CreateAsync(new NewPayment { OrderId = "A-2", Amount = 50_000 }, transaction)).Payment!.Id;
                await transaction.RollbackAsync();
            }
        }

        Assert.NotNull(await payments.FindAsync(kept));
        Assert.Null(await payments.FindAsync(gone));
    }

    [Fact]
    public async Task F23_what_the_host_writes_in_its_scope_stays_the_scopes()
    {
        var host = await StartInAsync(ownPool: false);
        await using (var connection = await Database.OpenAsync())
            await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS shop_scope (id VARCHAR(64) PRIMARY KEY)");
        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            await using var connection = await Database.OpenAsync();
            await connection.ExecuteAsync("INSERT INTO shop_scope VALUES ('A-1')");
            await host.App.Services.GetRequiredService<IQrisPayments>().CreateAsync(new NewPayment { OrderId = "A-1", Amount = 50_000 });
        }

        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM shop_scope"));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
    }
}

public sealed class AmbientScopeTestsOnSqlite(SqliteFile database) : AmbientScopeTests(database), IClassFixture<SqliteFile>
{
    private protected override DbDataSource HostPool() =>
        Microsoft.Data.Sqlite.SqliteFactory.Instance.CreateDataSource(Database.ConnectionString + ";Foreign Keys=true");
}
