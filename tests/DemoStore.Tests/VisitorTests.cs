using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Storefront = QrisPayments.Browser.Tests.Shop;

namespace DemoStore.Tests;

/// <summary>One visitor cannot hold the totals of a price (DESIGN §10). Over HTTP, each order from a browser without cookies.</summary>
public sealed partial class VisitorTests(VisitorTests.Limited shop) : IClassFixture<VisitorTests.Limited>
{
    /// <summary>The shop with the module's own limit.</summary>
    public sealed class Limited : Storefront
    {
        protected override void Configure(IDictionary<string, string?> settings, string folder) =>
            settings.Remove("QrisPayments__Limits__OpenPerVisitor");
    }

    [Fact]
    public async Task F13_one_visitor_of_the_store_holds_at_most_twenty_totals()
    {
        var pages = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => BuyAsync()));

        Assert.Equal(20, pages.Count(page => PaymentPage().IsMatch(page)));
        var refusals = pages.Where(page => !PaymentPage().IsMatch(page)).ToList();
        Assert.Equal(10, refusals.Count);
        Assert.All(refusals, page => Assert.Contains("masih banyak pesanan yang belum dibayar", page, StringComparison.Ordinal));
        Assert.Equal(20, await CountPaymentsAsync());
    }

    /// <summary>Where the checkout's form leads, or the page that it shows again.</summary>
    private async Task<string> BuyAsync()
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(shop.Address) };
        await SubmitAsync(browser, "/", "/cart?handler=Add", ("slug", "tempe-balado"), ("quantity", "1"));
        using var answer = await SubmitAsync(browser, "/checkout", "/checkout", ("Name", "Budi"), ("Contact", "budi@example.com"),
            ("Address", "Jl. Merdeka 1, Malang 65111"));
        return answer.StatusCode == HttpStatusCode.Redirect
            ? answer.Headers.Location!.OriginalString
            : WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> SubmitAsync(
        HttpClient browser, string page, string form, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await browser.GetStringAsync(page)).Groups[1].Value;
        using var content = new FormUrlEncodedContent(
        [
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            KeyValuePair.Create("__RequestVerificationToken", token),
        ]);
        return await browser.PostAsync(form, content);
    }

    private async Task<int> CountPaymentsAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri(shop.Address) };
        http.DefaultRequestHeaders.Add("Authorization", "Bearer demo-key");
        return JsonDocument.Parse(await http.GetStringAsync("/qris/api/v1/payments?limit=100")).RootElement.GetProperty("data")
            .GetArrayLength();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("/qris/pay/(pay_[A-Za-z0-9]+)")]
    private static partial Regex PaymentPage();
}
