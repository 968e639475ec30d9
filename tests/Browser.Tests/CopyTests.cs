using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace QrisPayments.Browser.Tests;

/// <summary>F30: the amount can be copied wherever the checkout stands, and where the browser forbids it, the page says so.</summary>
public sealed class CopyTests(FramedShop shop, Chromium chromium) : IClassFixture<FramedShop>, IClassFixture<Chromium>
{
    [Fact]
    public async Task F30_the_button_copies_in_a_frame_of_another_site()
    {
        var complaints = new List<string>();
        var (page, frame, total) = await OpenAsync(complaints);

        await frame.Locator(".copy").ClickAsync();

        await Expect(frame.Locator(".copy.done")).ToBeVisibleAsync();
        await Expect(frame.Locator("#announce")).ToHaveTextAsync("Copied");
        await Expect(frame.Locator(".copy")).ToBeFocusedAsync();
        Assert.Equal(total, await PasteAsync(page));
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task F30_where_nothing_may_be_copied_the_amount_stands_there_selected()
    {
        var complaints = new List<string>();
        var (page, frame, total) = await OpenAsync(complaints, "document.execCommand = () => false;");
        for (var click = 0; click < 2; click++)
        {
            await frame.Locator(".copy").ClickAsync();

            await Expect(frame.Locator("input.by-hand")).ToBeFocusedAsync();
            await Expect(frame.Locator(".amount .hint", new() { HasText = "please copy it yourself" })).ToBeVisibleAsync();
            await Expect(frame.Locator(".copy.done")).ToHaveCountAsync(0);
        }
        // By the customer's own keys.
        await page.Keyboard.PressAsync("Control+C");
        Assert.Equal(total, await PasteAsync(page));
        // The browser complains of the forbidden Clipboard API, which was the last way to try.
        Assert.All(complaints, complaint => Assert.Contains("lipboard", complaint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task F30_a_page_of_its_own_falls_back_when_the_Clipboard_API_refuses()
    {
        var complaints = new List<string>();
        var page = await chromium.OpenAsync(390, "en-US", complaints);
        await page.AddInitScriptAsync("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));");
        var (payment, total) = await CreateAsync();
        await page.GotoAsync($"{shop.Address}/qris/pay/{payment}");

        await page.Locator(".copy").ClickAsync();

        await Expect(page.Locator(".copy.done")).ToBeVisibleAsync();
        await page.EvaluateAsync("document.body.append(document.createElement('textarea'))");
        Assert.Equal(total, await PasteAsync(page));
        Assert.Empty(complaints);
    }

    private async Task<(IPage Page, IFrameLocator Frame, string Total)> OpenAsync(List<string> complaints, string? script = null)
    {
        var page = await chromium.OpenAsync(420, "en-US", complaints);
        if (script is not null) await page.AddInitScriptAsync(script);
        var (payment, total) = await CreateAsync();
        await page.GotoAsync(shop.PageWith(payment));
        var frame = page.FrameLocator("iframe");
        await Expect(frame.Locator("#page")).ToHaveAttributeAsync("data-state", "pending");
        return (page, frame, total);
    }

    private static async Task<string> PasteAsync(IPage page)
    {
        await page.Locator("textarea").FocusAsync();
        await page.Keyboard.PressAsync("Control+V");
        return await page.Locator("textarea").InputValueAsync();
    }

    private async Task<(string Payment, string Total)> CreateAsync()
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Authorization", "Bearer demo-key");
        var answer = await http.PostAsJsonAsync($"{shop.Address}/qris/api/v1/payments", new { order_id = $"COPY-{Guid.NewGuid():N}", amount = 50_000 });
        var made = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>());
        return (made.GetProperty("id").GetString()!, made.GetProperty("total_amount").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
