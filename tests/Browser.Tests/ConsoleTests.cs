using System.Net.Http.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace QrisPayments.Browser.Tests;

/// <summary>The console as its user works with it: money that nobody asked for, and a plugin off and on again.</summary>
public sealed class ConsoleTests(Shop shop, Chromium chromium) : IClassFixture<Shop>, IClassFixture<Chromium>
{
    [Theory]
    [InlineData(390, "id-ID")]
    [InlineData(1280, "en-US")]
    public async Task An_owner_gives_money_to_its_payment_and_switches_a_plugin_off_and_on(int width, string locale)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Authorization", "Bearer demo-key");
        var order = $"ADM-{width}";
        (await http.PostAsJsonAsync($"{shop.Address}/qris/api/v1/payments", new { order_id = order, amount = 41_000 }))
            .EnsureSuccessStatusCode();
        (await http.PostAsJsonAsync($"{shop.Address}/qris/api/v1/credits",
            new { account = "static-qris", external_ref = $"BCA-{width}", amount = 41_000, at = DateTimeOffset.UtcNow }))
                .EnsureSuccessStatusCode();
        var complaints = new List<string>();
        var page = await chromium.OpenAsync(width, locale, complaints);
        await shop.EnterConsoleAsync(page);

        await page.GotoAsync($"{shop.Address}/qris/admin");
        await FitsAsync(page, width);
        await page.Locator("a[href$='/money/unmatched']").ClickAsync();
        await page.Locator(".row", new PageLocatorOptions { HasText = $"BCA-{width}" }).ClickAsync();
        await FitsAsync(page, width);
        await page.Locator(".choice", new PageLocatorOptions { HasText = order }).ClickAsync();
        await page.Locator("input[name=differs]").CheckAsync();
        await page.Locator("form:has(input[value=accept]) button").ClickAsync();
        await Expect(page.Locator(".said.good")).ToBeVisibleAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync(order);
        await Expect(page.Locator(".head .tag.good")).ToBeVisibleAsync();
        await FitsAsync(page, width);

        await page.Locator(".parts a[href$='/plugins']").ClickAsync();
        await page.Locator(".plugin a[href$='/plugins/static-qris']").ClickAsync();
        if (await page.Locator("input[name=confirm]").CountAsync() > 0) await page.Locator("input[name=confirm]").CheckAsync();
        await page.Locator("button[value=disable]").ClickAsync();
        await Expect(page.Locator(".head .tag.off")).ToBeVisibleAsync();
        await page.Locator("button[value=enable]").ClickAsync();
        await Expect(page.Locator(".head .tag.good")).ToBeVisibleAsync();
        await FitsAsync(page, width);
        Assert.Empty(complaints);
    }

    /// <summary>Nothing sticks out sideways: a page that scrolls both ways is broken on a phone.</summary>
    private static async Task FitsAsync(IPage page, int width) =>
        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 0, width);
}
