using System.Data;
using System.Data.Common;
using DemoStore.Languages;
using QrisPayments;

namespace DemoStore.Orders;

/// <summary>Takes orders and asks for their payment.</summary>
internal sealed class Till(DbDataSource database, OrderBook orders, IQrisPayments payments, Language say)
{
    private const int Tries = 5;

    /// <summary>Writes the order and its payment together: both stand afterwards, or neither.</summary>
    /// <returns>How the payment's creation ended. Without a payment in it, nothing was written.</returns>
    public async Task<CreateResult> BuyAsync(Order order, string orderPage, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await BuyOnceAsync(order, orderPage, cancellationToken);
            }
            catch (Exception e) when (attempt < Tries && e is QrisTransientException or DbException { IsTransient: true })
            {
                // Two buyers met in the database and it chose one: the other starts over, a little later.
                await Task.Delay(Random.Shared.Next(20, 60) * attempt, cancellationToken);
            }
        }
    }

    /// <summary>A fresh payment for an order whose last one ended, or the open one when there is still one.</summary>
    public async Task<CreateResult> PayAgainAsync(Order order, string orderPage, CancellationToken cancellationToken)
    {
        var result = await payments.CreateAsync(PaymentFor(order, orderPage), cancellationToken);
        if (result.Payment is { } payment && payment.Id != order.PaymentId)
            await orders.SetPaymentAsync(order.PublicId, payment.Id, cancellationToken);
        return result;
    }

    private async Task<CreateResult> BuyOnceAsync(Order order, string orderPage, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        await OrderBook.AddAsync(order, transaction, cancellationToken);
        var result = await payments.CreateAsync(PaymentFor(order, orderPage), transaction, cancellationToken);
        if (result.Payment is not { } payment) return result;

        await OrderBook.SetPaymentAsync(order.PublicId, payment.Id, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private NewPayment PaymentFor(Order order, string orderPage) => new()
    {
        OrderId = order.Number,
        Amount = order.Total,
        Description = say[$"Pesanan {order.Number} di Krempyeng", $"Order {order.Number} at Krempyeng"],
        Customer = new Customer { Name = order.CustomerName, Email = order.Email, Phone = order.Phone },
        Items = [.. order.Lines.Select(ItemFor), .. ShippingFor(order)],
        RedirectUrl = orderPage,
    };

    private static PaymentItem ItemFor(OrderLine line) =>
        new() { Id = line.Slug, Name = line.Name, Price = line.Price, Quantity = line.Quantity };

    private IEnumerable<PaymentItem> ShippingFor(Order order) =>
        order.Shipping == 0 ? [] : [new PaymentItem { Id = "ongkir", Name = say["Ongkos kirim", "Shipping"], Price = order.Shipping }];
}
