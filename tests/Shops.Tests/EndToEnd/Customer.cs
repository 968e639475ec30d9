using System.Net;
using System.Text.RegularExpressions;

namespace QrisPayments.Shops.Tests.EndToEnd;

/// <summary>Somebody who buys at DemoStore, with a browser's cookies and without its scripts.</summary>
internal sealed partial class Customer(Uri shop) : IDisposable
{
    private readonly HttpClient _http =
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = shop };

    /// <summary>Orders a pack of tempeh; the id of its payment.</summary>
    public async Task<string> OrderAsync()
    {
        await PostAsync("/products/tempe-daun-jeruk", "/cart?handler=Add", ("slug", "tempe-daun-jeruk"), ("quantity", "1"));
        var to = await PostAsync("/checkout", "/checkout", ("Name", "Siti Rahmawati"), ("Contact", "siti@example.com"),
            ("Address", "Jalan Ijen 12, Malang"));
        return PaymentId().Match(to).Value is { Length: > 0 } id ? id : throw new Xunit.Sdk.XunitException($"Checkout led to {to}");
    }

    /// <summary>The page of her only order.</summary>
    public async Task<string> OrderPageAsync()
    {
        var list = await _http.GetStringAsync("/orders");
        return WebUtility.HtmlDecode(await _http.GetStringAsync(OrderLink().Match(list).Groups[1].Value));
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Sends a form of a page; where it leads.</summary>
    private async Task<string> PostAsync(string page, string form, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await _http.GetStringAsync(page)).Groups[1].Value;
        using var body = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token))
            .Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        using var answer = await _http.PostAsync(form, body);
        return answer.Headers.Location?.ToString()
            ?? throw new Xunit.Sdk.XunitException($"{form} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("pay_[0-9A-Za-z]+")]
    private static partial Regex PaymentId();

    [GeneratedRegex("href=\"(/orders/[^\"]+)\"")]
    private static partial Regex OrderLink();
}
