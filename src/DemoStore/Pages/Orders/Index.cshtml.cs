using DemoStore.Orders;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoStore.Pages.Orders;

internal sealed class IndexModel(OrderBook orders, MyOrders mine) : PageModel
{
    public IReadOnlyList<Order> Orders { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Orders = await orders.FindAsync(mine.PublicIds, cancellationToken);
}
