using Dapper;
using Microsoft.EntityFrameworkCore;
using QrisPayments.Tests.EntityFramework;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Pomelo;

/// <summary>EF Core 9 and Pomelo as most shops have them: from a connection string, with retries on.</summary>
internal static class OnPomelo
{
    public static void Use(DbContextOptionsBuilder options, Database database, bool retries = true) =>
        options.UseMySql(database.ConnectionString, new MariaDbServerVersion("10.11"), mysql =>
        {
            if (retries) mysql.EnableRetryOnFailure();
        });
}

[Collection(OnMariaDb.Name)]
public sealed class SaveWithPaymentOnPomeloTests(MariaDb database) : SaveWithPaymentTests(database)
{
    protected override void Use(DbContextOptionsBuilder options) => OnPomelo.Use(options, Database);

    [Fact]
    public async Task F25_A_lock_wait_inside_the_module_is_known_to_the_strategy_which_runs_all_of_it_again()
    {
        var host = await StartShopAsync();
        await using var other = await Database.OpenAsync();
        await using var blocking = await other.BeginTransactionAsync();
        await Payments(host).CreateAsync(Payment("A-1"), blocking);
        await using var db = Context();
        await db.Database.OpenConnectionAsync();
        await db.Database.ExecuteSqlRawAsync("SET innodb_lock_wait_timeout = 1");
        db.Orders.Add(Order("A-1"));

        var saving = Payments(host).SaveWithPaymentAsync(db, Payment("A-1"));
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        await blocking.RollbackAsync();

        Assert.IsType<CreateResult.Created>(await saving);
        Assert.Equal((1, 1), (await OrdersAsync(), await PaymentsAsync()));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class DbContextHandlerOnPomeloTests(MariaDb database) : DbContextHandlerTests(database)
{
    protected override void Use(DbContextOptionsBuilder options) => OnPomelo.Use(options, Database);

    [Fact]
    public async Task F25_A_context_on_another_database_of_the_server_is_refused_with_both_names()
    {
        using var elsewhere = MariaDb.New();
        await using var db = Context();
        await using var other = await elsewhere.OpenAsync();

        var exception = await RefusedAsync(db, other);

        Assert.Contains($"is on the database {((MariaDb)Database).Name}, but the qris_* tables are in {elsewhere.Name}", exception.Message,
            StringComparison.Ordinal);
    }
}

/// <summary>A shop that leaves retries off, as Pomelo does unless it is told.</summary>
[Collection(OnMariaDb.Name)]
public sealed class DbContextHandlerWithoutRetriesTests(MariaDb database) : DbContextHandlerTests(database)
{
    protected override void Use(DbContextOptionsBuilder options) => OnPomelo.Use(options, Database, retries: false);

    /// <summary>The first time it saves, the server chooses it as the victim of a deadlock.</summary>
    public sealed class Victim(ShopContext context, Diary diary) : DbContextPaymentHandler<ShopContext>(context)
    {
        protected override async Task HandleAsync(PaymentEvent paymentEvent, ShopContext db, CancellationToken cancellationToken)
        {
            if (paymentEvent.Type != PaymentEventTypes.Paid) return;
            diary.Call();
            var order = await db.Orders.SingleAsync(o => o.Number == paymentEvent.Payment.OrderId, cancellationToken);
            (order.PaidAt, order.TimesPaid) = (paymentEvent.Payment.PaidAt!.Value.UtcDateTime, order.TimesPaid + 1);
        }
    }

    [Fact]
    public async Task F25_A_deadlock_while_a_handler_saves_runs_it_again_at_once_and_is_no_failed_try()
    {
        var diary = new Diary();
        var host = await StartAsync<Victim>(diary);
        await using (var connection = await Database.OpenAsync())
            await connection.ExecuteAsync("""
                CREATE OR REPLACE TABLE ef_deadlocks (n INT) ENGINE = MyISAM;
                CREATE TRIGGER ef_victim BEFORE UPDATE ON ef_orders FOR EACH ROW
                BEGIN
                  IF (SELECT COUNT(*) FROM ef_deadlocks) = 0 THEN
                    INSERT INTO ef_deadlocks VALUES (1);
                    SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'Deadlock found when trying to get lock';
                  END IF;
                END
                """);

        await PayAsync(host, "A-1");

        Assert.Equal(1, (await PaidAsync("A-1"))!.TimesPaid);
        Assert.Equal(2, diary.Calls);
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE state <> 'done'"),
            waiting => waiting == 0, "every delivery is done");
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_delivery_tries WHERE ok = 0"));
    }
}
