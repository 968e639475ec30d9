using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace QrisPayments.Browser.Tests;

/// <summary>Every page by axe's rules: in Indonesian on a phone in the light, in English on a desk in the dark.</summary>
public sealed partial class AccessibilityTests(BusyShop shop, Chromium chromium) : IClassFixture<BusyShop>, IClassFixture<Chromium>
{
    /// <summary>All of the console, by its routes.</summary>
    private static readonly string[] ConsolePages =
    [
        "", "/credits/{id}", "/money", "/money/resolved", "/money/unmatched", "/payments", "/payments/{id}", "/plugins", "/plugins/{id}",
        "/plugins/{id}/accounts/{account}", "/reviews/{id}", "/webhooks", "/webhooks/{id}",
    ];

    /// <summary>All of the shop, by its routes; but for the page that says what went wrong.</summary>
    private static readonly string[] ShopPages = ["/", "/cart", "/checkout", "/orders", "/orders/{id}", "/products/{slug}"];

    public static TheoryData<ColorScheme, int, string> Views => new()
    {
        { ColorScheme.Light, 390, "id-ID" },
        { ColorScheme.Dark, 1280, "en-US" },
    };

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_payments_pages_have_no_violation(ColorScheme scheme, int width, string locale)
    {
        var axe = await InspectAsync(scheme, width, locale);
        foreach (var (payment, state) in new[]
        {
            (shop.Pending, "pending"), (shop.Claimed, "review"), (shop.Cancelled, "cancelled"), (shop.Failed, "failed"),
        })
        {
            await axe.OpenAsync($"/qris/pay/{payment}");
            await Expect(axe.Page.Locator("#page")).ToHaveAttributeAsync("data-state", state);
        }
        await axe.Page.GotoAsync($"{shop.Address}/qris/pay/{shop.Paid}");
        // The page of a payment that has just been paid redirects to the shop automatically.
        if (await axe.Page.Locator(".return button").IsVisibleAsync()) await axe.Page.ClickAsync(".return button");
        await axe.LookAsync("paid");
        await axe.OpenAsync($"/qris/pay/{shop.Paid}/receipt");
        await axe.Page.GotoAsync($"{shop.Address}/qris/pay/{shop.Expired}");
        await Expect(axe.Page.Locator("#page[data-state=expired]")).ToBeVisibleAsync(new() { Timeout = 90_000 });
        await axe.LookAsync("expired");
        axe.AssertClean();
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task The_notices_at_a_payments_address_have_no_violation(ColorScheme scheme, int width, string locale)
    {
        var axe = await InspectAsync(scheme, width, locale);
        var checkout = $"{shop.Address}/qris/pay/{shop.Pending}";

        await NoticeAsync(404, () => axe.Page.GotoAsync($"{shop.Address}/qris/pay/pay_00000000000000000000000000"));
        await NoticeAsync(409, () => axe.Page.GotoAsync($"{checkout}/receipt"));
        await NoticeAsync(403, async () =>
        {
            await axe.Page.GotoAsync(checkout);
            return await SendAsync(axe.Page, "form[action$='/claim']", "form.token.value = 'wrong'");
        });
        await NoticeAsync(415, async () =>
        {
            await axe.Page.GotoAsync(checkout);
            return await SendAsync(axe.Page, "form[action$='/claim']", "form.enctype = 'text/plain'");
        });
        axe.AssertClean();

        async Task NoticeAsync(int status, Func<Task<IResponse?>> open)
        {
            Assert.Equal(status, (await open())?.Status);
            await Expect(axe.Page.Locator("main.notice")).ToBeVisibleAsync();
            await axe.LookAsync($"{status}");
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task The_consoles_pages_have_no_violation(ColorScheme scheme, int width, string locale)
    {
        var axe = await InspectAsync(scheme, width, locale);
        await shop.EnterConsoleAsync(axe.Page);
        const string Start = "/qris/admin";

        var visited = await axe.FollowAsync(Start, path => path.StartsWith(Start, StringComparison.Ordinal));

        // A page that is new, or that nothing leads to any more, belongs into the list or out of it.
        Assert.Equal(ConsolePages, visited.Select(path => ConsoleRoute(path[Start.Length..])).Distinct().Order(StringComparer.Ordinal));

        // What links do not lead to.
        await axe.OpenAsync($"{Start}/payments?q=nothing-like-it");
        await axe.OpenAsync($"{Start}/plugins?said=moved");
        await axe.OpenAsync($"{Start}/plugins/bayar-gg/accounts/bayar-gg?said=overtaken");
        await axe.Page.ClickAsync("button[value=save]");
        await Expect(axe.Page.Locator(".reasons[role=alert]")).ToBeVisibleAsync();
        await axe.LookAsync("refused settings");
        await axe.Page.GotoAsync($"{shop.Address}{Start}/plugins/static-qris/accounts/static-qris");
        await axe.Page.CheckAsync("form:has(button[value=test]) input[name=confirm]");
        await axe.Page.ClickAsync("button[value=test]");
        await Expect(axe.Page.Locator(".said[role=status]")).ToBeVisibleAsync();
        await axe.LookAsync("test call");
        await axe.OpenAsync($"{Start}/no-such-page");
        await axe.Page.GotoAsync($"{shop.Address}{Start}/plugins");
        await SendAsync(axe.Page, "main form", "for (const field of form.querySelectorAll('[type=hidden]')) field.value = 'stale'");
        await Expect(axe.Page.Locator("main .notice")).ToBeVisibleAsync();
        await axe.LookAsync("stale form");
        // Without its cookie it is a stranger's browser. The link was used before.
        await axe.Page.Context.ClearCookiesAsync();
        await axe.OpenAsync(Start);
        await Expect(axe.Page.Locator("body.outside")).ToBeVisibleAsync();
        await axe.OpenAsync(new Uri(await shop.ConsoleLinkAsync()).AbsolutePath);
        await Expect(axe.Page.Locator("body.outside")).ToBeVisibleAsync();
        axe.AssertClean();
    }

    [Theory]
    [MemberData(nameof(Views))]
    public async Task The_shops_pages_have_no_violation(ColorScheme scheme, int width, string locale)
    {
        var axe = await InspectAsync(scheme, width, locale);
        var page = axe.Page;
        await axe.OpenAsync($"/?lang={locale[..2]}");
        await axe.OpenAsync("/cart");
        await axe.OpenAsync("/orders");
        await axe.OpenAsync("/no-such-page");
        await axe.OpenAsync("/oops/400");
        await axe.OpenAsync("/oops/500");

        await page.GotoAsync($"{shop.Address}/products/tempe-daun-jeruk");
        await page.ClickAsync(".buy button");
        await OrderAsync(axe);
        var payment = PaymentPage().Match(page.Url).Groups[1].Value;
        await page.GotoAsync($"{shop.Address}/orders");
        await page.Locator("main a[href*='/orders/']").First.ClickAsync();
        var order = page.Url[shop.Address.Length..];
        await StatusAsync(axe, order, "awaiting");
        await shop.PostAsync($"payments/{payment}/cancel");
        await StatusAsync(axe, order, "cancelled");
        await page.ClickAsync("form.actions button");
        await Expect(page.Locator("#page[data-state=pending]")).ToBeVisibleAsync();
        payment = PaymentPage().Match(page.Url).Groups[1].Value;
        await page.Locator("form[action*='/claim'] button").First.ClickAsync();
        await StatusAsync(axe, order, "review");
        await shop.PayAsync(payment);
        await StatusAsync(axe, order, "paid");

        // With something in the basket, so that a link leads to the checkout.
        await page.GotoAsync(shop.Address);
        await page.Locator("form[action*='cart'] button").First.ClickAsync();
        var visited = await axe.FollowAsync("/", path => !path.StartsWith("/qris/", StringComparison.Ordinal));
        Assert.Equal(ShopPages, visited.Select(ShopRoute).Distinct().Order(StringComparer.Ordinal));
        axe.AssertClean();
    }

    private async Task<Inspection> InspectAsync(ColorScheme scheme, int width, string locale)
    {
        // What a page complains of is the business of the other tests.
        var page = await chromium.OpenAsync(width, locale, [], scheme);
        // Half faded in, a text has no contrast yet.
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        return new Inspection(page, shop.Address);
    }

    private static async Task OrderAsync(Inspection axe)
    {
        var page = axe.Page;
        await axe.LookAsync("one thing in it");
        await page.ClickAsync("a[href$='/checkout']");
        await page.ClickAsync("form.form .button");
        await Expect(page.Locator("[aria-invalid=true]").First).ToBeVisibleAsync();
        await axe.LookAsync("nothing filled in");
        await page.FillAsync("#Name", "Budi Santoso");
        await page.FillAsync("#Contact", "budi@example.com");
        await page.FillAsync("#Address", "Jl. Merdeka 1, Malang 65111");
        await page.ClickAsync("form.form .button");
        await Expect(page.Locator("#page[data-state=pending]")).ToBeVisibleAsync();
    }

    /// <summary>The order's page, once it says so: the shop hears of a payment a moment later.</summary>
    private static async Task StatusAsync(Inspection axe, string order, string status)
    {
        var root = new Uri(axe.Page.Url).GetLeftPart(UriPartial.Authority);
        for (var tries = 0; tries < 50; tries++)
        {
            await axe.Page.GotoAsync(root + order);
            if (await axe.Page.Locator($".status.{status}").CountAsync() > 0) break;
            await Task.Delay(200);
        }
        await Expect(axe.Page.Locator($".status.{status}")).ToBeVisibleAsync();
        await axe.LookAsync(status);
    }

    /// <summary>Sends a form after it was tampered with.</summary>
    private static async Task<IResponse?> SendAsync(IPage page, string form, string tamper) =>
        await page.RunAndWaitForResponseAsync(
            () => page.Locator(form).First.EvaluateAsync($"form => {{ {tamper}; form.submit(); }}"),
            response => response.Request is { IsNavigationRequest: true, Method: "POST" });

    private static string ConsoleRoute(string path) =>
        PluginPart().Replace(Id().Replace(path.Split('?')[0], "/{id}"), match => match.Groups[1].Success
            ? "/plugins/{id}/accounts/{account}"
            : "/plugins/{id}");

    private static string ShopRoute(string path) =>
        ShopPart().Replace(path.Split('?')[0], match => match.Groups[1].Value == "products" ? "/products/{slug}" : "/orders/{id}");

    [GeneratedRegex("/(?:pay|crd|rev|whk)_[0-9a-z]{26}$")]
    private static partial Regex Id();

    [GeneratedRegex("^/plugins/[^/]+(/accounts/[^/]+)?$")]
    private static partial Regex PluginPart();

    [GeneratedRegex("^/(products|orders)/[^/]+$")]
    private static partial Regex ShopPart();

    [GeneratedRegex("/qris/pay/(pay_[0-9a-z]{26})")]
    private static partial Regex PaymentPage();
}
