using Microsoft.Playwright;

namespace QrisPayments.Browser.Tests;

/// <summary>The shop's console in a browser.</summary>
internal static class ShopConsole
{
    /// <summary>Makes a browser the developer's own.</summary>
    public static async Task EnterConsoleAsync(this Shop shop, IPage page)
    {
        var (name, value) = await shop.ConsolePassAsync();
        await page.Context.AddCookiesAsync([new Cookie { Name = name, Value = value, Url = shop.Address + "/qris/admin", HttpOnly = true }]);
    }
}
