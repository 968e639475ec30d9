using System.Security.Cryptography;
using DemoStore.Cart;

namespace DemoStore.Orders;

internal static class OrderStatus
{
    public const string AwaitingPayment = "awaiting_payment";
    public const string Paid = "paid";
}

/// <summary>What somebody bought. Money is whole rupiah, time is UTC.</summary>
internal sealed class Order
{
    /// <summary>130 random bits: whoever knows it may see the order.</summary>
    public required string PublicId { get; init; }

    /// <summary>What people read to each other on the phone; also the payment's order id.</summary>
    public required string Number { get; init; }

    public required string Status { get; init; }
    public required string CustomerName { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public required string Address { get; init; }
    public required long Shipping { get; init; }
    public required long Total { get; init; }
    public required DateTime CreatedAt { get; init; }

    /// <summary>The newest payment for it.</summary>
    public string? PaymentId { get; set; }

    /// <summary>How that payment ended without money: <c>expired</c>, <c>cancelled</c>, <c>failed</c>; else null.</summary>
    public string? PaymentEnded { get; init; }

    public DateTime? PaidAt { get; init; }

    public IReadOnlyList<OrderLine> Lines { get; set; } = [];

    public bool IsPaid => Status == OrderStatus.Paid;

    /// <summary>An order for all that is in the basket, at the shelf's prices of now.</summary>
    public static Order Of(
        Basket basket, string customerName, Contact contact, string address, Func<Languages.Text, string> say, DateTimeOffset now) => new()
    {
        PublicId = RandomNumberGenerator.GetString("0123456789abcdefghjkmnpqrstvwxyz", 26),
        // No 0/O, 1/I/L, U: it is read aloud.
        Number = "KR-" + RandomNumberGenerator.GetString("23456789ABCDEFGHJKMNPQRSTVWXYZ", 8),
        Status = OrderStatus.AwaitingPayment,
        CustomerName = customerName,
        Email = contact.Email,
        Phone = contact.Phone,
        Address = address,
        Shipping = basket.Shipping,
        Total = basket.Total,
        CreatedAt = now.UtcDateTime,
        Lines = LinesOf(basket, say),
    };

    /// <summary>The same order, with what is in the basket now, at the shelf's prices of now.</summary>
    public Order ChangedTo(
        Basket basket, string customerName, Contact contact, string address, Func<Languages.Text, string> say) => new()
    {
        PublicId = PublicId,
        Number = Number,
        Status = Status,
        CustomerName = customerName,
        Email = contact.Email,
        Phone = contact.Phone,
        Address = address,
        Shipping = basket.Shipping,
        Total = basket.Total,
        CreatedAt = CreatedAt,
        PaymentId = PaymentId,
        Lines = LinesOf(basket, say),
    };

    /// <summary>What was ordered, as a basket to change. What is not on the shelf any more falls away.</summary>
    public Basket ToBasket()
    {
        var basket = new Basket();
        foreach (var line in Lines)
            if (Catalogue.Shelf.Find(line.Slug) is { } product) basket.Set(product, line.Quantity);
        return basket;
    }

    private static IReadOnlyList<OrderLine> LinesOf(Basket basket, Func<Languages.Text, string> say) =>
    [
        .. basket.Lines.Select((line, i) => new OrderLine
        {
            LineNo = i + 1,
            Slug = line.Product.Slug,
            Name = say(line.Product.Name),
            Price = line.Product.Price,
            Quantity = line.Quantity,
        }),
    ];
}

/// <summary>One line of an order, with name and price as they were when it was bought.</summary>
internal sealed class OrderLine
{
    public required int LineNo { get; init; }
    public required string Slug { get; init; }
    public required string Name { get; init; }
    public required long Price { get; init; }
    public required int Quantity { get; init; }

    public long Total => Price * Quantity;
}
