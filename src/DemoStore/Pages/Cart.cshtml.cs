using DemoStore.Cart;
using DemoStore.Catalogue;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoStore.Pages;

internal sealed class CartModel(BasketCookie cookie) : PageModel
{
    public Basket Basket => cookie.Basket;

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
