using System.Data.Common;
using DemoStore.Cart;
using DemoStore.Catalogue;
using DemoStore.Orders;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments;
using QrisPayments.Foundation;
using QrisPayments.Sqlite;

namespace DemoStore.Tests;

/// <summary>The one handler, on the try-out database.</summary>
public sealed class MarkOrderPaidTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"demostore-{Guid.NewGuid():N}.db");
    private DbDataSource _database = null!;
    private OrderBook _orders = null!;
    private Order _order = null!;

    [Fact]
    public async Task The_whole_amount_marks_the_order_paid()
    {
        var at = new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);
        await HearAsync(PaymentEventTypes.Paid, Payment() with { PaidAt = at });
        var order = await OrderAsync();
        Assert.True(order.IsPaid);
        Assert.Equal(at.UtcDateTime, order.PaidAt);
        Assert.Equal(_order.Lines.Select(l => (l.Slug, l.Price, l.Quantity)), order.Lines.Select(l => (l.Slug, l.Price, l.Quantity)));
    }

    [Fact]
    public async Task A_second_event_changes_nothing()
    {
        await HearAsync(PaymentEventTypes.Paid, Payment());
        await HearAsync(PaymentEventTypes.Paid, Payment());
        await HearAsync(PaymentEventTypes.Expired, Payment());
        var order = await OrderAsync();
        Assert.Equal((true, "pay_1", null), (order.IsPaid, order.PaymentId, order.PaymentEnded));
    }

    [Theory]
    [InlineData(-15_000)]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task F04_money_that_fits_no_waiting_order_is_not_passed_over_in_silence(long difference)
    {
        var payment = Payment() with { Amount = _order.Total + difference };
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => HearAsync(PaymentEventTypes.Paid, payment));
        Assert.Contains(_order.Number, thrown.Message, StringComparison.Ordinal);
        Assert.False((await OrderAsync()).IsPaid);
    }

    [Fact]
    public async Task F04_an_order_that_two_payments_paid_is_not_passed_over_in_silence()
    {
        await HearAsync(PaymentEventTypes.Paid, Payment());
        await Assert.ThrowsAsync<InvalidOperationException>(() => HearAsync(PaymentEventTypes.Paid, Payment("pay_2")));
        Assert.Equal("pay_1", (await OrderAsync()).PaymentId);
    }

    [Fact]
    public async Task F04_an_order_changes_only_while_it_waits_and_keeps_who_it_is()
    {
        var basket = _order.ToBasket();
        Assert.Equal(2, basket.QuantityOf(Shelf.Find("tempe-balado")!));
        basket.Add(Shelf.Find("tempe-balado")!, 1);
        var changed = _order.ChangedTo(basket, "Dewi Lestari", new Contact(null, "0812 3456 7890"), "Jl. Ijen 3, Malang", text => text.Id);
        Assert.True(await WriteAsync(transaction => OrderBook.ChangeAsync(changed, transaction, None)));

        var order = await OrderAsync();
        Assert.Equal((_order.Number, basket.Total, "Dewi Lestari", null, "0812 3456 7890", "pay_1"),
            (order.Number, order.Total, order.CustomerName, order.Email, order.Phone, order.PaymentId));
        Assert.Equal(3, Assert.Single(order.Lines).Quantity);
        // Another window that still shows the former total asks for no payment of it.
        Assert.False(await WriteAsync(transaction => OrderBook.HoldAsync(_order, transaction, None)));
        Assert.True(await WriteAsync(transaction => OrderBook.HoldAsync(changed, transaction, None)));

        await HearAsync(PaymentEventTypes.Paid, Payment() with { Amount = changed.Total });
        Assert.False(await WriteAsync(transaction => OrderBook.ChangeAsync(_order, transaction, None)));
        Assert.Equal(3, Assert.Single((await OrderAsync()).Lines).Quantity);
    }

    [Fact]
    public async Task A_payment_made_over_the_API_under_our_number_does_not_count()
    {
        await HearAsync(PaymentEventTypes.Paid, Payment() with { App = "demo" });
        Assert.False((await OrderAsync()).IsPaid);
    }

    [Theory]
    [InlineData(PaymentEventTypes.Expired, "expired")]
    [InlineData(PaymentEventTypes.Cancelled, "cancelled")]
    [InlineData(PaymentEventTypes.Failed, "failed")]
    public async Task A_payment_that_ended_leaves_the_order_waiting(string type, string ended)
    {
        await HearAsync(type, Payment());
        var order = await OrderAsync();
        Assert.Equal((false, ended), (order.IsPaid, order.PaymentEnded));
    }

    [Fact]
    public async Task The_end_of_an_older_payment_is_no_news()
    {
        await PayAgainAsync("pay_2");
        await HearAsync(PaymentEventTypes.Expired, Payment());
        Assert.Null((await OrderAsync()).PaymentEnded);
    }

    [Fact]
    public async Task Late_money_through_an_older_payment_still_pays_the_order()
    {
        await PayAgainAsync("pay_2");
        await HearAsync(PaymentEventTypes.Paid, Payment() with { Late = true });
        Assert.True((await OrderAsync()).IsPaid);
    }

    public async Task InitializeAsync()
    {
        _database = SqliteTryout.Open(_file);
        var services = new ServiceCollection().AddSingleton(_database).BuildServiceProvider();
        await new OrderTables(services).StartAsync(None);
        _orders = new OrderBook(_database);

        var basket = new Basket();
        basket.Add(Shelf.Find("tempe-balado")!, 2);
        _order = Order.Of(basket, "Dewi", new Contact("dewi@example.com", null), "Jl. Kembang Turi 12, Malang", text => text.Id,
            DateTimeOffset.UtcNow);
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await OrderBook.AddAsync(_order, transaction, None);
        await OrderBook.SetPaymentAsync(_order.PublicId, "pay_1", transaction, None);
        await transaction.CommitAsync();
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var file in new[] { _file, _file + "-wal", _file + "-shm" }) File.Delete(file);
    }

    private Task PayAgainAsync(string paymentId) => WriteAsync(async transaction =>
    {
        await OrderBook.SetPaymentAsync(_order.PublicId, paymentId, transaction, None);
        return true;
    });

    private async Task<bool> WriteAsync(Func<DbTransaction, Task<bool>> write)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var written = await write(transaction);
        await transaction.CommitAsync();
        return written;
    }

    private Payment Payment(string id = "pay_1") => new()
    {
        Id = id,
        OrderId = _order.Number,
        Amount = _order.Total,
        Status = PaymentStatus.Paid,
        CreatedAt = DateTimeOffset.UtcNow,
        PaymentUrl = "/qris/pay/" + id,
    };

    private async Task HearAsync(string type, Payment payment)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var heard = new PaymentEvent
        {
            Id = "evt_" + Guid.NewGuid().ToString("N"), Type = type, At = DateTimeOffset.UtcNow, Payment = payment
        };
        await new MarkOrderPaid().HandleAsync(heard, transaction, None);
        await transaction.CommitAsync();
    }

    private async Task<Order> OrderAsync() => (await _orders.FindAsync(_order.PublicId, None))!;
}
