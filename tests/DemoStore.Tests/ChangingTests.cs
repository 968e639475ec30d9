using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Storefront = QrisPayments.Browser.Tests.Shop;

namespace DemoStore.Tests;

/// <summary>A visitor changes an order whose checkout was opened: back, change, pay again. Over HTTP, as a browser without script.</summary>
public sealed partial class ChangingTests(Storefront shop) : IClassFixture<Storefront>, IDisposable
{
    private readonly HttpClient _browser = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(shop.Address) };

    [Fact]
    public async Task F04_a_changed_order_is_paid_by_a_new_payment_of_its_new_total()
    {
        var first = await BuyAsync();
        var order = await OrderPageAsync();
        Assert.Equal("/cart", await SubmitAsync(order, order + "?handler=Change"));
        Assert.Contains("KR-", await _browser.GetStringAsync("/cart"), StringComparison.Ordinal);
        await SubmitAsync("/cart", "/cart?handler=Set", ("slug", "tempe-balado"), ("quantity", "3"));
        // Until it is saved, the former payment is the order's.
        Assert.Equal("pending", (await PaymentAsync(first)).GetProperty("status").GetString());
        var checkout = await _browser.GetStringAsync("/checkout");
        Assert.Contains("value=\"Budi Santoso\"", checkout, StringComparison.Ordinal);

        var second = await PayAsync("Budi Santoso");

        Assert.NotEqual(first, second);
        var (old, next) = (await PaymentAsync(first), await PaymentAsync(second));
        Assert.Equal(("cancelled", second), (old.GetProperty("status").GetString(), old.GetProperty("replaced_by").GetString()));
        Assert.Equal(old.GetProperty("order_id").GetString(), next.GetProperty("order_id").GetString());
        Assert.True(next.GetProperty("amount").GetInt64() > old.GetProperty("amount").GetInt64());
        Assert.Contains($"/qris/pay/{second}", await _browser.GetStringAsync($"/qris/pay/{first}"), StringComparison.Ordinal);

        // Money for the former code does not pay the changed order; the new payment does.
        await SendMoneyAsync(first);
        Assert.Equal("replaced", (await PaymentAsync(first)).GetProperty("review").GetString());
        Assert.Contains($"/qris/pay/{second}", await _browser.GetStringAsync(order), StringComparison.Ordinal);
        await SendMoneyAsync(second);
        await UntilAsync(async () => (await _browser.GetStringAsync(order)).Contains("Lunas", StringComparison.Ordinal));
        // A paid order cannot be changed any more, also by a form that was opened before.
        Assert.Equal(order, await SubmitAsync("/", order + "?handler=Change"));
    }

    [Fact]
    public async Task F04_an_order_that_is_left_as_it_was_keeps_its_payment()
    {
        var payment = await BuyAsync();
        var order = await OrderPageAsync();
        await SubmitAsync(order, order + "?handler=Change");

        Assert.Equal(order, await SubmitAsync("/cart", "/cart?handler=Keep"));

        Assert.Equal("pending", (await PaymentAsync(payment)).GetProperty("status").GetString());
        Assert.Contains($"/qris/pay/{payment}", await _browser.GetStringAsync(order), StringComparison.Ordinal);
    }

    public void Dispose() => _browser.Dispose();

    private async Task<string> BuyAsync()
    {
        await SubmitAsync("/", "/cart?handler=Add", ("slug", "tempe-balado"), ("quantity", "2"));
        return await PayAsync("Budi Santoso");
    }

    /// <summary>Sends the checkout's form; the id of the payment that it leads to, once it can be paid.</summary>
    private async Task<string> PayAsync(string name)
    {
        var page = await SubmitAsync("/checkout", "/checkout", ("Name", name), ("Contact", "budi@example.com"),
            ("Address", "Jl. Merdeka 1, Malang 65111"));
        var id = PaymentPage().Match(page).Groups[1].Value;
        await UntilAsync(async () => (await PaymentAsync(id)).GetProperty("total_amount").ValueKind == JsonValueKind.Number);
        return id;
    }

    private async Task<string> OrderPageAsync() => OrderPage().Match(await _browser.GetStringAsync("/orders")).Value;

    /// <summary>Sends a form with the token of the page that it is on; where the answer leads.</summary>
    private async Task<string> SubmitAsync(string page, string form, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await _browser.GetStringAsync(page)).Groups[1].Value;
        using var content = new FormUrlEncodedContent(
        [
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
            KeyValuePair.Create("__RequestVerificationToken", token),
        ]);
        using var answer = await _browser.PostAsync(form, content);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    private async Task<JsonElement> PaymentAsync(string id) =>
        JsonDocument.Parse(await ApiAsync(HttpMethod.Get, $"/qris/api/v1/payments/{id}")).RootElement;

    private Task<string> SendMoneyAsync(string id) => ApiAsync(HttpMethod.Post, $"/qris/api/v1/sandbox/payments/{id}/pay");

    private async Task<string> ApiAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { "Authorization", "Bearer demo-key" } } };
        using var answer = await _browser.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var tries = 0; !await isSo(); tries++)
        {
            Assert.True(tries < 200, "It did not come to it within 20 seconds.");
            await Task.Delay(100);
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("/qris/pay/(pay_[A-Za-z0-9]+)")]
    private static partial Regex PaymentPage();

    [GeneratedRegex("/orders/[a-z0-9]{26}")]
    private static partial Regex OrderPage();
}
