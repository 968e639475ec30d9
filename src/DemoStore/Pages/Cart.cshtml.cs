using DemoStore.Cart;
using DemoStore.Catalogue;
using DemoStore.Orders;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoStore.Pages;

internal sealed class CartModel(BasketCookie cookie, OrderInHand inHand) : PageModel
{
    public Basket Basket => cookie.Basket;

    /// <summary>The order that the basket changes; null when it becomes a new one.</summary>
    public Order? Changed { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken) => Changed = await inHand.FindAsync(cancellationToken);

    /// <summary>Leaves the order as it is.</summary>
    public async Task<IActionResult> OnPostKeepAsync(CancellationToken cancellationToken)
    {
        var order = await inHand.FindAsync(cancellationToken);
        cookie.Empty();
        inHand.PutDown();
        return order is null ? RedirectToPage() : RedirectToPage("/Orders/Show", new { order.PublicId });
    }

    public RedirectToPageResult OnPostAdd(string? slug, int quantity = 1) =>
        Change(slug, product => Basket.Add(product, quantity));

    public RedirectToPageResult OnPostSet(string? slug, int quantity) =>
        Change(slug, product => Basket.Set(product, quantity));

    private RedirectToPageResult Change(string? slug, Action<Product> change)
    {
        // What is not on the shelf, or no number, leaves the basket as it was.
        if (ModelState.IsValid && Shelf.Find(slug) is { } product)
        {
            change(product);
            cookie.Save();
        }
        return RedirectToPage();
    }
}
