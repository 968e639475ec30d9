using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Tests.Harness;
using Database = QrisPayments.Tests.Harness.Database;

namespace QrisPayments.Tests.EntityFramework;

/// <summary>What both rooms of tests share: a host whose shop keeps its orders through a context with a retrying strategy.</summary>
public abstract class EntityFrameworkTests(Database database) : ModuleTests(database)
{
    private protected BadCommits Commits { get; } = new();

    /// <summary>The provider, with a strategy that retries <see cref="TimeoutException"/>.</summary>
    protected abstract void Use(DbContextOptionsBuilder options);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await using var db = new ShopContext(Options().Options);
        await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS ef_orders");
        await db.GetService<IRelationalDatabaseCreator>().CreateTablesAsync();
    }

    /// <summary>A context beside the host's.</summary>
    private protected ShopContext Context() => new(Options().AddInterceptors(Commits).Options);

    private DbContextOptionsBuilder<ShopContext> Options()
    {
        var options = new DbContextOptionsBuilder<ShopContext>();
        Use(options);
        return options;
    }

    private protected async Task<TestHost> StartShopAsync(Action<IServiceCollection>? more = null) =>
        Owned(await TestHost.StartAsync(Database, Clock, configure: builder =>
        {
            builder.Services.AddDbContextPool<ShopContext>(Use);
            more?.Invoke(builder.Services);
        }));

    private protected static IQrisPayments Payments(TestHost host) => host.App.Services.GetRequiredService<IQrisPayments>();

    private protected static Order Order(string number) => new() { Number = number, Total = 50_000 };

    private protected static NewPayment Payment(string number) => new() { OrderId = number, Amount = 50_000 };

    private protected Task<long> OrdersAsync() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM ef_orders");

    private protected Task<long> PaymentsAsync() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments");
}
