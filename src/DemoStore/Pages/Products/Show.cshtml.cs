using DemoStore.Catalogue;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoStore.Pages.Products;

internal sealed class ShowModel : PageModel
{
    public Product Product { get; private set; } = null!;

    /// <summary>The next four on the shelf, round the corner.</summary>
    public IEnumerable<Product> Companions =>
        Shelf.Products.Concat(Shelf.Products).SkipWhile(p => p != Product).Skip(1).Take(4);

    public IActionResult OnGet(string slug)
    {
        if (Shelf.Find(slug) is not { } product) return NotFound();
        Product = product;
        return Page();
    }
}
