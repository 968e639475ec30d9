using Microsoft.AspNetCore.Mvc;

namespace QrisPayments.MvcHost;

/// <summary>The shop's own page.</summary>
public sealed class HomeController : Controller
{
    public IActionResult Index() => View();
}
