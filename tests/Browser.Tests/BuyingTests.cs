using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace QrisPayments.Browser.Tests;

/// <summary>The main job as its user does it: choose, order, pay, receipt.</summary>
public sealed partial class BuyingTests(Shop shop, Chromium chromium) : IClassFixture<Shop>, IClassFixture<Chromium>
{
    [Theory]
    [InlineData(390, "id-ID")]
    [InlineData(1280, "en-US")]
    public async Task A_visitor_buys_and_the_page_turns_to_paid_by_itself(int width, string locale)
    {
        var complaints = new List<string>();
        var page = await chromium.OpenAsync(width, locale, complaints);
        await OrderAsync(page);
        Assert.Matches(PaymentPage(), page.Url);
        await Expect(page.Locator("#page")).ToHaveAttributeAsync("data-state", "pending");
        await Expect(page.Locator("svg[role=img]").First).ToBeVisibleAsync();
        await FitsAsync(page, width);

        // The money comes by another way; nobody touches this page.
        var payment = PaymentPage().Match(page.Url).Groups[1].Value;
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Authorization", "Bearer demo-key");
        (await http.PostAsync($"{shop.Address}/qris/api/v1/sandbox/payments/{payment}/pay", null)).EnsureSuccessStatusCode();
        await Expect(page.Locator("#page")).ToHaveAttributeAsync("data-state", "paid");
        await FitsAsync(page, width);

        await page.Locator("a[href*='/receipt']").First.ClickAsync();
        await Expect(page.Locator("body")).ToContainTextAsync(payment);
        await FitsAsync(page, width);

        await page.GotoAsync($"{shop.Address}/orders");
        await page.Locator("main a[href*='/orders/']").First.ClickAsync();
        await Expect(page.Locator("a[href*='/receipt']")).ToBeVisibleAsync();
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task The_sandbox_button_pays_without_any_api()
    {
        var complaints = new List<string>();
        var page = await chromium.OpenAsync(390, "id-ID", complaints);
        await OrderAsync(page);

        await page.Locator("form[action*='/simulate'] button").ClickAsync();

        await Expect(page.Locator("#page")).ToHaveAttributeAsync("data-state", "paid");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task A_customer_who_says_that_it_is_paid_waits_for_a_person()
    {
        var complaints = new List<string>();
        var page = await chromium.OpenAsync(390, "id-ID", complaints);
        await OrderAsync(page);

        await page.Locator("form[action*='/claim'] button").First.ClickAsync();

        await Expect(page.Locator("#page")).ToHaveAttributeAsync("data-state", "review");
        Assert.Empty(complaints);
    }

    private async Task OrderAsync(IPage page)
    {
        await page.GotoAsync(shop.Address);
        await page.Locator("form[action*='cart'] button").First.ClickAsync();
        await page.GotoAsync($"{shop.Address}/checkout");
        await page.FillAsync("#Name", "Budi Santoso");
        await page.FillAsync("#Contact", "budi@example.com");
        await page.FillAsync("#Address", "Jl. Merdeka 1, Malang 65111");
        await page.Locator("form.form .button").ClickAsync();
        // "Preparing" comes first: the attempt is opened right after the order's commit.
        await Expect(page.Locator("#page[data-state=pending]")).ToBeVisibleAsync();
    }

    /// <summary>Nothing sticks out sideways: a page that scrolls both ways is broken on a phone.</summary>
    private static async Task FitsAsync(IPage page, int width) =>
        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 0, width);

    [GeneratedRegex("/qris/pay/(pay_[0-9a-z]{26})")]
    private static partial Regex PaymentPage();
}
