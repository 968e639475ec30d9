using System.Data;
using System.Data.Common;
using DemoStore.Languages;
using QrisPayments;

namespace DemoStore.Orders;

/// <summary>Takes orders and asks for their payment.</summary>
internal sealed class Till(DbDataSource database, IQrisPayments payments, IHttpContextAccessor request, Language say)
{
    private const int Tries = 5;

    /// <summary>Writes the order and its payment together: both stand afterwards, or neither.</summary>
    /// <returns>How the payment's creation ended. Without a payment in it, nothing was written.</returns>
    public async Task<CreateResult> BuyAsync(Order order, string orderPage, CancellationToken cancellationToken) =>
        (await PayAsync(order, PaymentFor(order, orderPage), async transaction =>
        {
            await OrderBook.AddAsync(order, transaction, cancellationToken);
            return true;
        }, cancellationToken))!;

    /// <summary>
    /// Writes a changed order. A payment that is open for what it was before is replaced together with it, so that no code asks for
    /// anything but the order's total.
    /// </summary>
    /// <returns>The same, or null when the order no longer waits for its payment. Then nothing was written.</returns>
    public Task<CreateResult?> ChangeAsync(Order order, string orderPage, CancellationToken cancellationToken) =>
        PayAsync(order, PaymentFor(order, orderPage) with { Replace = true },
            transaction => OrderBook.ChangeAsync(order, transaction, cancellationToken), cancellationToken);

    /// <summary>A fresh payment for an order whose last one ended, or the open one when there is still one.</summary>
    /// <returns>The same, or null when the order was paid or changed meanwhile, as it may be in another window.</returns>
    public Task<CreateResult?> PayAgainAsync(Order order, string orderPage, CancellationToken cancellationToken) =>
        PayAsync(order, PaymentFor(order, orderPage), transaction => OrderBook.HoldAsync(order, transaction, cancellationToken),
            cancellationToken);

    private async Task<CreateResult?> PayAsync(
        Order order, NewPayment asked, Func<DbTransaction, Task<bool>> writeAsync, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await PayOnceAsync(order, asked, writeAsync, cancellationToken);
            }
            catch (Exception e) when (attempt < Tries && e is DbException { IsTransient: true })
            {
                // Two buyers met in the database and it chose one: the other starts over, a little later.
                await Task.Delay(Random.Shared.Next(20, 60) * attempt, cancellationToken);
            }
        }
    }

    private async Task<CreateResult?> PayOnceAsync(
        Order order, NewPayment asked, Func<DbTransaction, Task<bool>> writeAsync, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        if (!await writeAsync(transaction)) return null;
        var result = await payments.CreateAsync(asked, transaction, cancellationToken);
        // OrderChanged and OrderPaid have no payment to send anybody to, so what was written of the order is undone.
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
        // An address that has too many orders open gets no further payment, so that no stranger can hold all totals of a price.
        Visitor = request.HttpContext is { } context ? PaymentVisitor.Of(context) : null,
    };

    private static PaymentItem ItemFor(OrderLine line) =>
        new() { Id = line.Slug, Name = line.Name, Price = line.Price, Quantity = line.Quantity };

    private IEnumerable<PaymentItem> ShippingFor(Order order) =>
        order.Shipping == 0 ? [] : [new PaymentItem { Id = "ongkir", Name = say["Ongkos kirim", "Shipping"], Price = order.Shipping }];
}
