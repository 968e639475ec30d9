namespace DemoStore.Orders;

/// <summary>The order that this browser's basket changes; without one, the basket becomes a new order.</summary>
internal sealed class OrderInHand(IHttpContextAccessor http, OrderBook orders)
{
    private const string Name = "ubah";

    /// <summary>The order; null when it does not exist or no longer waits for its payment.</summary>
    public async Task<Order?> FindAsync(CancellationToken cancellationToken) =>
        Context.Request.Cookies[Name] is { Length: > 0 and <= 32 } publicId
            && await orders.FindAsync(publicId, cancellationToken) is { IsPaid: false } order
            ? order
            : null;

    public void Take(Order order) =>
        Context.Response.Cookies.Append(Name, order.PublicId, ShopCookies.Options(Context, TimeSpan.FromDays(1)));

    public void PutDown() => Context.Response.Cookies.Delete(Name, ShopCookies.Options(Context, TimeSpan.Zero));

    private HttpContext Context => http.HttpContext ?? throw new InvalidOperationException("An order in hand belongs to a request.");
}
