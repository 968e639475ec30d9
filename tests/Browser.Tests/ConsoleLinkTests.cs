using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace QrisPayments.Browser.Tests;

/// <summary>How a developer gets into the console: by the link that the start prints.</summary>
public sealed class ConsoleLinkTests(Shop shop, Chromium chromium) : IClassFixture<Shop>, IClassFixture<Chromium>
{
    [Fact]
    public async Task F14_the_start_prints_a_link_that_asks_once_and_opens_one_browser()
    {
        var complaints = new List<string>();
        var link = await shop.ConsoleLinkAsync();
        var phone = await chromium.OpenAsync(390, "id-ID", complaints, ColorScheme.Dark);
        var desk = await chromium.OpenAsync(1280, "en-US", complaints);
        foreach (var page in new[] { phone, desk })
        {
            var axe = new Inspection(page, shop.Address);
            // Looking at it uses nothing up.
            await axe.OpenAsync(new Uri(link).AbsolutePath);
            await axe.OpenAsync(new Uri(link).AbsolutePath);
            await Expect(page.Locator("form button")).ToBeVisibleAsync();
            Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 0, page.ViewportSize!.Width);
            axe.AssertClean();
        }

        await phone.GotoAsync(link);
        await phone.ClickAsync("main form button");
        await Expect(phone.Locator("body.inside")).ToBeVisibleAsync();
        Assert.EndsWith("/qris/admin", phone.Url, StringComparison.Ordinal);
        await phone.GotoAsync(shop.Address + "/qris/admin/plugins");
        await Expect(phone.Locator("body.inside")).ToBeVisibleAsync();
        Assert.Empty(complaints);

        await desk.ClickAsync("main form button");
        await Expect(desk.Locator("body.outside h1")).ToHaveTextAsync("This link is no longer valid");
        Assert.Equal(403, (await desk.GotoAsync(shop.Address + "/qris/admin"))!.Status);
    }
}
