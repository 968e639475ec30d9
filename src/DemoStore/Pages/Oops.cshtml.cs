using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoStore.Pages;

/// <summary>The shop's own page for what went wrong. It is also shown for forms whose token was refused, hence no token here.</summary>
[IgnoreAntiforgeryToken]
internal sealed class OopsModel : PageModel
{
    [BindProperty(SupportsGet = true)] public int Code { get; set; }
}
