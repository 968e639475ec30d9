using Dapper;
using Microsoft.EntityFrameworkCore;
using QrisPayments.Tests.EntityFramework;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Pomelo;

/// <summary>EF Core 9 and Pomelo as most shops have them: from a connection string, with retries on.</summary>
internal static class OnPomelo
{
    public static void Use(DbContextOptionsBuilder options, Database database) =>
        options.UseMySql(database.ConnectionString, new MariaDbServerVersion("10.11"), mysql => mysql.EnableRetryOnFailure());
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
