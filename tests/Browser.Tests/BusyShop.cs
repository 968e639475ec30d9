using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace QrisPayments.Browser.Tests;

/// <summary>
/// A shop whose pages have something to show: payments in every state, money that waits for a person, webhooks good and bad, plugins
/// that do not work. Its colour is a pale one, which is harder to write with than the demonstration's green.
/// </summary>
public sealed partial class BusyShop : Shop
{
    private const string Qris = "00020101021126690017ID.CO.EXAMPLE.WWW011893600000000000001302150000000000000010303UMI"
        + "51440014ID.CO.QRIS.WWW0215ID10200000000010303UMI5204549953033605802ID5917KREMPYENG CAMILAN6006MALANG6105651226304FA6D";

    private const string WebhookKey = "the-webhook-key-of-a-test";

    /// <summary>Nothing listens there, and the question never leaves the machine.</summary>
    private const string NoGateway = "http://127.0.0.1:9/";

    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;

    public BusyShop() => _http = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies });

    public string Pending { get; private set; } = "";

    public string Paid { get; private set; } = "";

    public string Cancelled { get; private set; } = "";

    public string Claimed { get; private set; } = "";

    public string Failed { get; private set; } = "";

    /// <summary>Expires a minute after the start.</summary>
    public string Expired { get; private set; } = "";

    protected override void Configure(IDictionary<string, string?> settings, string folder)
    {
        // A folder without an assembly is a plugin that is refused.
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "plugins", "broken")).FullName, "plugin.txt"), "");
        settings["QrisPayments__Plugins__Paths__0"] = "plugins";
        settings["QrisPayments__Plugins__Paths__1"] = Path.Combine(folder, "plugins");
        settings["QrisPayments__Checkout__Color"] = "#f2a81d";
        settings["QrisPayments__Providers__qiospay__MerchantCode"] = "QP1";
        settings["QrisPayments__Providers__qiospay__ApiKey"] = "key";
        settings["QrisPayments__Providers__qiospay__Qris"] = Qris;
        settings["QrisPayments__Providers__qiospay__WebhookKey"] = WebhookKey;
        settings["QrisPayments__Providers__qiospay__TrustWebhooks"] = "true";
        settings["QrisPayments__Providers__qiospay__BaseUrl"] = NoGateway;
        settings["QrisPayments__Providers__qiospay__AllowInsecureHttp"] = "true";
        settings["QrisPayments__Providers__mamzpay__ApiKey"] = "key";
        settings["QrisPayments__Providers__mamzpay__BaseUrl"] = NoGateway;
        settings["QrisPayments__Providers__mamzpay__AllowInsecureHttp"] = "true";
    }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        // Antiforgery's cookie comes beside it, from the client's own container.
        var (name, pass) = await ConsolePassAsync();
        _cookies.Add(new Cookie(name, pass, "/qris/admin", "127.0.0.1"));
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "demo-key");
        Expired = await CreateAsync("EXPIRED", expiresIn: 60);
        Pending = await CreateAsync("PENDING");
        Paid = await CreateAsync("PAID");
        Cancelled = await CreateAsync("CANCELLED");
        Claimed = await CreateAsync("CLAIMED");
        Failed = await FailAsync("FAILED");

        await PayAsync(Paid);
        await PostAsync($"payments/{Cancelled}/cancel");
        await SubmitAsync($"/qris/pay/{Claimed}", $"/qris/pay/{Claimed}/claim");
        // One is paid twice and one late.
        await PayAsync(Paid);
        var late = await CreateAsync("LATE");
        await PostAsync($"payments/{late}/cancel");
        await PayAsync(late);

        await PostAsync("credits", Credit("BCA-1", 98_765));
        await PostAsync("credits", Credit("BCA-1", 98_764), HttpStatusCode.Conflict);
        var aside = (await PostAsync("credits", Credit("BCA-2", 43_210))).GetProperty("id").GetString();
        await SubmitAsync($"/qris/admin/credits/{aside}", $"/qris/admin/credits/{aside}", ("action", "dismiss"), ("remark", "A gift."));
        await SubmitAsync("/qris/admin/plugins/midtrans", "/qris/admin/plugins/midtrans", ("action", "disable"));

        await TellAsync("not-the-key", "{}");
        await TellAsync(WebhookKey, "{}");
        await TellAsync(WebhookKey, JsonSerializer.Serialize(new
        {
            status = "success",
            data = new
            {
                name = "BUDI", nmid = "ID1020000000001", amount = "77123", type = "CR", fee = "0", refid = "4711", issuer = "BCA",
                balance = "77123",
                time = DateTimeOffset.UtcNow.AddHours(7).ToString("yyyy-MM-dd HH':'mm':'ss", CultureInfo.InvariantCulture),
            },
        }));
        await UntilAsync("/qris/admin/plugins", html => html.Contains("class=\"reasons\"", StringComparison.Ordinal));
        // Conflict, claim, late, paid twice and the webhook that was not understood.
        await UntilAsync("/qris/admin/money", html => Regex.Count(html, "/qris/admin/reviews/") == 5);
        await UntilAsync("/qris/admin/money/unmatched", html => html.Contains("77.123", StringComparison.Ordinal));
    }

    public override async Task DisposeAsync()
    {
        _http.Dispose();
        await base.DisposeAsync();
    }

    /// <summary>Money comes for a payment.</summary>
    public Task PayAsync(string payment) => PostAsync($"sandbox/payments/{payment}/pay");

    /// <summary>A call of the merchant API.</summary>
    /// <param name="path">Below the API's own.</param>
    /// <param name="body">What is sent.</param>
    /// <param name="refusal">The status of the refusal, when one is expected.</param>
    public async Task<JsonElement> PostAsync(string path, object? body = null, HttpStatusCode? refusal = null)
    {
        var answer = await _http.PostAsync($"{Address}/qris/api/v1/{path}", body is null ? null : JsonContent.Create(body));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(refusal is null ? answer.IsSuccessStatusCode : answer.StatusCode == refusal, $"{path}: {answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private async Task<string> CreateAsync(string order, int? expiresIn = null)
    {
        var payment = await PostAsync("payments", new
        {
            order_id = order,
            amount = 50_000,
            description = $"Order {order}",
            expires_in = expiresIn,
            redirect_url = $"{Address}/orders",
            customer = new { name = "Budi Santoso", email = "budi@example.com", phone = "+6281234567890" },
            items = new[]
            {
                new { name = "Keripik tempe", price = 20_000, quantity = 2 }, new { name = "Sambal", price = 10_000, quantity = 1 },
            },
            metadata = new { table = "12" },
        });
        return payment.GetProperty("id").GetString()!;
    }

    /// <summary>A payment whose gateway does not answer.</summary>
    private async Task<string> FailAsync(string order)
    {
        await PostAsync("payments", new { order_id = order, amount = 50_000, provider = "mamzpay" }, HttpStatusCode.ServiceUnavailable);
        var found = await _http.GetFromJsonAsync<JsonElement>($"{Address}/qris/api/v1/payments?order_id={order}");
        return found.GetProperty("data")[0].GetProperty("id").GetString()!;
    }

    private static object Credit(string reference, long amount) => new
    {
        account = "static-qris", external_ref = reference, amount, at = DateTimeOffset.UtcNow, description = "TRSF BUDI SANTOSO",
    };

    private async Task TellAsync(string key, string body)
    {
        using var content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        await _http.PostAsync($"{Address}/qris/webhooks/qiospay/{key}?from=test", content);
    }

    /// <summary>Sends a page's form, with the hidden fields that stand in it.</summary>
    private async Task SubmitAsync(string page, string action, params IEnumerable<(string Name, string Value)> fields)
    {
        var html = await _http.GetStringAsync(Address + page);
        var form = html[html.IndexOf($"action=\"{action}\"", StringComparison.Ordinal)..];
        var hidden = Hidden().Matches(form[..form.IndexOf("</form>", StringComparison.Ordinal)])
            .Select(match => (Name: match.Groups[1].Value, Value: match.Groups[2].Value));
        using var content = new FormUrlEncodedContent(
            hidden.Where(field => fields.All(given => given.Name != field.Name)).Concat(fields)
                .Select(field => KeyValuePair.Create(field.Name, field.Value)));
        var answer = await _http.PostAsync(Address + action, content);
        Assert.True(answer.IsSuccessStatusCode, $"{action}: {(int)answer.StatusCode}");
    }

    private async Task UntilAsync(string page, Predicate<string> isReady)
    {
        var html = "";
        for (var tries = 0; tries < 100; tries++)
        {
            html = await _http.GetStringAsync(Address + page);
            if (isReady(html)) return;
            await Task.Delay(200);
        }
        Assert.Fail($"{page} does not show what was sent: {html}");
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">")]
    private static partial Regex Hidden();
}
