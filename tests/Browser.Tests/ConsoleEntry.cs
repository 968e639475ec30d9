using Microsoft.Playwright;

namespace QrisPayments.Browser.Tests;

/// <summary>Lets a browser into the Development console, whose one-time link opens for one alone.</summary>
internal static class ConsoleEntry
{
    /// <summary>Makes the browser of this page the developer's own.</summary>
    public static async Task EnterConsoleAsync(this Shop shop, IPage page) => await page.Context.AddCookiesAsync(
        [new Cookie { Name = shop.PassName, Value = await shop.PassAsync(), Url = shop.Address + "/qris/admin", HttpOnly = true }]);
}
