using System.Data.Common;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Notifications;
using QrisPayments.Outbox;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Notifications;

/// <summary>
/// A handler's event is lost by nothing that the handler does to its transaction, and no node without the lease runs it. (F08: DDL commits
/// implicitly on MySQL and MariaDB, and with it the acknowledgement.)
/// </summary>
public abstract class HandlerCommitTests(Database database) : ModuleTests(database)
{
    private const string Ddl = "CREATE TABLE IF NOT EXISTS shop_ddl (id INT)";

    /// <summary>What the handler does, given the number of the call, which begins with one.</summary>
    public sealed class Script
    {
        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        public Func<int, DbTransaction, Task> Act { get; init; } = (_, _) => Task.CompletedTask;

        public int Next() => Interlocked.Increment(ref _calls);
    }

    public sealed class Scripted(Script script) : IPaymentHandler
    {
        public async Task HandleAsync(PaymentEvent paymentEvent, DbTransaction transaction, CancellationToken cancellationToken)
        {
            var call = script.Next();
            await transaction.Connection!.ExecuteAsync(
                "INSERT INTO shop_commits (event_id) VALUES (@Id)", new { paymentEvent.Id }, transaction);
            await script.Act(call, transaction);
        }
    }

    private protected async Task<TestHost> StartAsync(Script script, params (string, string?)[] settings) =>
        Owned(await TestHost.StartAsync(Database, Clock, [("QrisPayments:Outbox:FirstRetry", "00:00:00"), .. settings], builder =>
        {
            builder.Services.AddSingleton(script);
            builder.Services.AddPaymentHandler<Scripted>();
        }));

    private protected static Task RunAsync(DbTransaction transaction, string sql) =>
        transaction.Connection!.ExecuteAsync(sql, transaction: transaction);

    /// <summary>Lets something happen that the handler hears of, and waits until its delivery is done.</summary>
    private protected async Task DeliverOneAsync(TestHost host)
    {
        await host.Api.CancelAsync((await host.Api.CreateAsync()).Text("id")!);
        await Wait.UntilAsync(
            () => Database.ScalarAsync<string>("SELECT state FROM qris_deliveries WHERE kind = 'handler'"), state => state == "done",
            "the delivery is done");
        Assert.NotNull(await Database.ScalarAsync<DateTime?>("SELECT done_at FROM qris_deliveries WHERE kind = 'handler'"));
    }

    private protected Task<long> EffectsAsync() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM shop_commits")!;

    private protected Task<long> TriesAsync(bool ok) =>
        Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_delivery_tries WHERE ok = @ok", new { ok })!;

    [Fact]
    public async Task F08_a_handler_that_runs_DDL_and_then_fails_hears_of_it_again()
    {
        var script = new Script
        {
            Act = async (call, transaction) =>
            {
                await RunAsync(transaction, Ddl);
                if (call < 3) throw new InvalidOperationException("The shop said no.");
            },
        };
        var host = await StartAsync(script);

        await DeliverOneAsync(host);

        Assert.Equal(3, script.Calls);
        Assert.Equal((2, 1), (await TriesAsync(ok: false), await TriesAsync(ok: true)));
    }

    [Fact]
    public async Task F08_a_handler_that_commits_by_itself_and_then_fails_hears_of_it_again()
    {
        var script = new Script
        {
            Act = async (call, transaction) =>
            {
                if (call > 1) return;
                await transaction.CommitAsync();
                throw new InvalidOperationException("The shop said no.");
            },
        };
        var host = await StartAsync(script);

        await DeliverOneAsync(host);

        Assert.Equal(2, script.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F08_a_handler_that_commits_by_itself_and_is_content_has_its_effect_once(bool byTheDriver)
    {
        var script = new Script
        {
            Act = (_, transaction) => byTheDriver ? transaction.CommitAsync() : RunAsync(transaction, "COMMIT"),
        };
        var host = await StartAsync(script);

        await DeliverOneAsync(host);

        // Outside of a transaction the log comes after the seal.
        await Wait.UntilAsync(() => TriesAsync(ok: true), tries => tries == 1, "the try is logged");
        Assert.Equal((1, 1, 0), (script.Calls, await EffectsAsync(), await TriesAsync(ok: false)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F08_a_handler_that_rolls_back_by_itself_has_done_nothing_and_hears_of_it_again(bool byTheDriver)
    {
        var script = new Script
        {
            Act = (call, transaction) => call > 1 ? Task.CompletedTask
                : byTheDriver ? transaction.RollbackAsync() : RunAsync(transaction, "ROLLBACK"),
        };
        var host = await StartAsync(script);

        await DeliverOneAsync(host);

        Assert.Equal((2, 1), (script.Calls, await EffectsAsync()));
    }

    [Fact]
    public async Task F08_a_handler_is_not_even_asked_on_a_node_whose_lease_another_one_has_taken_over()
    {
        var script = new Script();
        var host = await StartAsync(script);
        var store = host.App.Services.GetRequiredService<DeliveryStore>();
        var handlers = host.App.Services.GetServices<IDeliver>().OfType<HandlerDeliveries>().Single();
        var (slow, quick) = (await ParkAsync(host), await ParkAsync(host, again: true));
        Assert.Equal(Claim.Ours, await store.ClaimAsync(slow, CancellationToken.None));
        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(Claim.Ours, await store.ClaimAsync(quick, CancellationToken.None));

        Assert.IsType<DeliveryResult.Lost>(await handlers.DeliverAsync(slow, CancellationToken.None));
        // Not undone afterwards, but never done: it may send a mail.
        Assert.Equal((0, 0), (script.Calls, await EffectsAsync()));

        Assert.IsType<DeliveryResult.Acknowledged>(await handlers.DeliverAsync(quick, CancellationToken.None));
        Assert.IsType<DeliveryResult.Lost>(await handlers.DeliverAsync(quick, CancellationToken.None));
        Assert.IsType<DeliveryResult.Lost>(await handlers.DeliverAsync(slow, CancellationToken.None));
        // What a node without the lease says afterwards of its try takes nothing back.
        await store.FailedAsync(slow, new DeliveryResult.Failed("Too late."), RetryRules.Default, TimeSpan.Zero, CancellationToken.None);
        await store.FailedAsync(quick, new DeliveryResult.Failed("Too late."), RetryRules.Default, TimeSpan.Zero, CancellationToken.None);
        Assert.Equal((1, 1), (script.Calls, await EffectsAsync()));
        Assert.Equal("done", await Database.ScalarAsync<string>("SELECT state FROM qris_deliveries"));
    }

    [Fact]
    public async Task F08_an_acknowledgement_that_was_committed_alone_comes_again_when_its_lease_has_run_out()
    {
        var script = new Script();
        var host = await StartAsync(script);
        var store = host.App.Services.GetRequiredService<DeliveryStore>();
        var handlers = host.App.Services.GetServices<IDeliver>().OfType<HandlerDeliveries>().Single();
        var (first, second) = (await ParkAsync(host), await ParkAsync(host, again: true));
        Assert.Equal(Claim.Ours, await store.ClaimAsync(first, CancellationToken.None));
        // As a node leaves it that dies after DDL of its handler.
        await using (var connection = await Database.OpenAsync())
            await connection.ExecuteAsync("UPDATE qris_deliveries SET done_at = @now WHERE id = 'dlv_1'",
                new { now = Clock.GetUtcNow().UtcDateTime });

        Assert.Equal(Claim.Others, await store.ClaimAsync(second, CancellationToken.None));
        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(Claim.Ours, await store.ClaimAsync(second, CancellationToken.None));
        Assert.IsType<DeliveryResult.Acknowledged>(await handlers.DeliverAsync(second, CancellationToken.None));
        Assert.Equal((1, 1), (script.Calls, await EffectsAsync()));
    }

    /// <summary>A delivery to the handler, with a receiver for which no lane looks, as a node sees it.</summary>
    /// <param name="host">That has the handler.</param>
    /// <param name="again">The one that is there, after its first try.</param>
    private protected async Task<Delivery> ParkAsync(TestHost host, bool again = false)
    {
        var target = typeof(Scripted).FullName!;
        if (!again)
        {
            var payment = await host.Api.CreateAsync();
            await using var connection = await Database.OpenAsync();
            await connection.ExecuteAsync("""
                INSERT INTO qris_deliveries (id, subject, event_id, kind, target, receiver, args, state, tries, due_at, created_at)
                SELECT 'dlv_1', @id, MIN(id), 'handler', @target, 'parked', @args, 'due', 0, @now, @now
                FROM qris_events WHERE payment_id = @id
                """, new
            {
                id = payment.Text("id"), target, now = Clock.GetUtcNow().UtcDateTime,
                args = new DeliveryArgs { Type = PaymentEventTypes.Paid, At = Clock.GetUtcNow() }.ToStored(),
            });
        }
        var args = await Database.ScalarAsync<string>("SELECT args FROM qris_deliveries WHERE id = 'dlv_1'");
        var subject = await Database.ScalarAsync<string>("SELECT subject FROM qris_deliveries WHERE id = 'dlv_1'");
        var eventId = await Database.ScalarAsync<string>("SELECT event_id FROM qris_deliveries WHERE id = 'dlv_1'");
        return new Delivery
        {
            Id = "dlv_1", Kind = HandlerDeliveries.KindName, Subject = subject!, EventId = eventId, Target = target, Receiver = "parked",
            Args = args, Tries = again ? 1 : 0,
        };
    }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS shop_commits (event_id VARCHAR(64) NOT NULL)");
        await connection.ExecuteAsync("DELETE FROM shop_commits");
        await connection.ExecuteAsync("DROP TABLE IF EXISTS shop_ddl");
    }
}

[Collection(OnMariaDb.Name)]
public sealed class HandlerCommitOnMariaDb(MariaDb database) : HandlerCommitTests(database)
{
    [Fact]
    public async Task F08_a_deadlock_after_DDL_runs_the_handler_again_at_once()
    {
        var script = new Script
        {
            Act = async (call, transaction) =>
            {
                await RunAsync(transaction, "CREATE TABLE IF NOT EXISTS shop_ddl (id INT)");
                if (call == 1) await RunAsync(transaction, "SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213");
            },
        };
        var host = await StartAsync(script);

        await DeliverOneAsync(host);

        Assert.Equal((2, 0, 1), (script.Calls, await TriesAsync(ok: false), await TriesAsync(ok: true)));
    }

    [Fact]
    public async Task F08_a_connection_that_is_lost_before_the_handler_runs_is_no_failed_try()
    {
        var parts = new MySqlConnectionStringBuilder(Database.ConnectionString);
        await using var wire = new MySqlWire(parts.Server, (int)parts.Port);
        parts.Port = (uint)wire.Port;
        var script = new Script();
        await using var host = await TestHost.StartAsync(Database, Clock,
            [("ConnectionStrings:QrisPayments", parts.ConnectionString), ("QrisPayments:Outbox:PollInterval", "00:01:00")], builder =>
            {
                builder.Services.AddSingleton(script);
                builder.Services.AddPaymentHandler<Scripted>();
            });
        var delivery = await ParkAsync(host);
        Assert.Equal(Claim.Ours, await host.App.Services.GetRequiredService<DeliveryStore>().ClaimAsync(delivery, CancellationToken.None));

        wire.Cut();
        var made = await host.App.Services.GetServices<IDeliver>().OfType<HandlerDeliveries>().Single()
            .DeliverAsync(delivery, CancellationToken.None);

        Assert.IsType<DeliveryResult.Acknowledged>(made);
        Assert.Equal((1, 1), (script.Calls, await EffectsAsync()));
    }

    [Fact]
    public async Task F08_a_hosts_transaction_that_DDL_has_ended_takes_no_payment()
    {
        var host = await StartAsync(new Script());
        await using var connection = await Database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await RunAsync(transaction, "CREATE TABLE IF NOT EXISTS shop_ddl (id INT)");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => host.App.Services.GetRequiredService<IQrisPayments>()
            .CreateAsync(new NewPayment { OrderId = "A-1", Amount = 50_000 }, transaction));

        Assert.Contains("DDL", refused.Message, StringComparison.Ordinal);
        // Not half of it either, which the host could not roll back.
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT (SELECT COUNT(*) FROM qris_payments) + (SELECT COUNT(*) FROM "
            + "qris_deliveries)"));
    }
}

public sealed class HandlerCommitOnSqlite(SqliteFile database) : HandlerCommitTests(database), IClassFixture<SqliteFile>;
