using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.EntityFramework;

/// <summary>F25: a handler that writes through the shop's context, in the transaction that acknowledges its event.</summary>
public abstract class DbContextHandlerTests(Database database) : EntityFrameworkTests(database)
{
    /// <summary>How often the handler was asked, and what it is to throw.</summary>
    public sealed class Diary
    {
        private int _calls;

        public Queue<Exception> Faults { get; } = [];

        public int Calls => Volatile.Read(ref _calls);

        public void Call() => Interlocked.Increment(ref _calls);
    }

    /// <summary>Marks the order; the base class saves.</summary>
    public sealed class MarkPaid(ShopContext context, Diary diary) : DbContextPaymentHandler<ShopContext>(context)
    {
        protected override async Task HandleAsync(PaymentEvent paymentEvent, ShopContext db, CancellationToken cancellationToken)
        {
            if (paymentEvent.Type != PaymentEventTypes.Paid) return;
            diary.Call();
            var order = await db.Orders.SingleAsync(o => o.Number == paymentEvent.Payment.OrderId, cancellationToken);
            order.PaidAt = paymentEvent.Payment.PaidAt!.Value.UtcDateTime;
            order.TimesPaid++;
            await db.SaveChangesAsync(cancellationToken);
            if (diary.Faults.TryDequeue(out var fault)) throw fault;
        }
    }

    private Task<TestHost> StartAsync(Diary diary) => StartAsync<MarkPaid>(diary);

    private protected Task<TestHost> StartAsync<THandler>(Diary diary) where THandler : class, IPaymentHandler =>
        StartShopAsync(services =>
        {
            services.AddSingleton(diary);
            services.AddPaymentHandler<THandler>();
        });

    private protected async Task PayAsync(TestHost host, string number)
    {
        await using var db = Context();
        db.Orders.Add(Order(number));
        var id = (await Payments(host).SaveWithPaymentAsync(db, Payment(number))).Payment!.Id;
        await Wait.UntilAsync(() => Payments(host).FindAsync(id), p => p?.QrString is not null, "the attempt is open");
        (await host.Api.PostAsync($"/api/v1/sandbox/payments/{id}/pay")).Is(System.Net.HttpStatusCode.OK);
    }

    private protected Task<Order?> PaidAsync(string number) => Wait.UntilAsync<Order?>(async () =>
    {
        await using var db = Context();
        return await db.Orders.SingleOrDefaultAsync(o => o.Number == number && o.PaidAt != null);
    }, order => order is not null, "the order is paid");

    [Fact]
    public async Task F25_A_handler_marks_the_order_through_the_context_once()
    {
        var diary = new Diary();
        var host = await StartAsync(diary);

        await PayAsync(host, "A-1");

        Assert.Equal(1, (await PaidAsync("A-1"))!.TimesPaid);
        Assert.Equal(1, diary.Calls);
    }

    [Fact]
    public async Task F25_A_handler_that_throws_leaves_nothing_and_is_asked_again()
    {
        var diary = new Diary();
        diary.Faults.Enqueue(new InvalidOperationException("The shop is closed."));
        var host = await StartAsync(diary);

        await PayAsync(host, "A-1");
        await Wait.UntilAsync(() => Database.ScalarAsync<long>(
            "SELECT COUNT(*) FROM qris_deliveries WHERE kind = 'handler' AND state = 'due' AND last_error LIKE '%closed%'"),
            count => count == 1, "the fault is recorded");
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT SUM(TimesPaid) FROM ef_orders"));

        Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(1, (await PaidAsync("A-1"))!.TimesPaid);
        Assert.Equal(2, diary.Calls);
    }

    [Fact]
    public async Task F25_A_strategy_that_retries_repeats_nothing_inside_the_handlers_transaction()
    {
        var diary = new Diary();
        diary.Faults.Enqueue(new TimeoutException("The strategy would run this again."));
        var host = await StartAsync(diary);

        await PayAsync(host, "A-1");
        await Wait.UntilAsync(() => Database.ScalarAsync<long>(
            "SELECT COUNT(*) FROM qris_deliveries WHERE kind = 'handler' AND state = 'due' AND last_error LIKE '%strategy%'"),
            count => count == 1, "the fault is recorded");
        Assert.Equal(1, diary.Calls);

        Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(1, (await PaidAsync("A-1"))!.TimesPaid);
    }

    [Fact]
    public async Task F25_A_pooled_context_is_itself_again_after_a_handler_used_it()
    {
        var host = await StartAsync(new Diary());
        // The pool hands the same context to handlers and requests, in turn.
        for (var i = 1; i <= 3; i++)
        {
            await PayAsync(host, $"A-{i}");
            await PaidAsync($"A-{i}");
            await using var scope = host.App.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<ShopContext>();
            Assert.Null(db.Database.CurrentTransaction);
            Assert.Empty(db.ChangeTracker.Entries());
            Assert.Equal(i, await db.Orders.CountAsync(o => o.TimesPaid == 1));
            db.Orders.Add(Order($"B-{i}"));
            Assert.NotNull((await Payments(host).SaveWithPaymentAsync(db, Payment($"B-{i}"))).Payment);
        }
        Assert.Equal((6, 6), (await OrdersAsync(), await PaymentsAsync()));
    }

    /// <summary>What a handler says that is given a transaction of this connection.</summary>
    private protected static Task<InvalidOperationException> RefusedAsync(ShopContext db, DbConnection connection)
    {
        var happened = new PaymentEvent { Id = "evt_1", Type = PaymentEventTypes.Paid, At = default, Payment = null! };
        return Assert.ThrowsAsync<InvalidOperationException>(() =>
            ((IPaymentHandler)new MarkPaid(db, new Diary())).HandleAsync(happened, new TransactionOf(connection), CancellationToken.None));
    }

    private sealed class TransactionOf(DbConnection connection) : DbTransaction
    {
        public override IsolationLevel IsolationLevel => IsolationLevel.ReadCommitted;

        protected override DbConnection DbConnection => connection;

        public override void Commit() => throw new NotSupportedException();

        public override void Rollback() => throw new NotSupportedException();
    }
}
