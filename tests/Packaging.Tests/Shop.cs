using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace QrisPayments.Packaging.Tests;

/// <summary>A running shop that somebody made with <c>dotnet new web</c>.</summary>
internal sealed partial class Shop : IAsyncDisposable
{
    // A printed code with an NMID that nobody was given.
    internal const string Qris =
        "00020101021126680016ID.CO.CONTOH.WWW01189360091410000000010215UJI0000000000010303UMI"
        + "51440014ID.CO.QRIS.WWW0215ID10999999999990303UMI5204581253033605802ID5910WARUNG UJI6007JAKARTA6105101106304D9D3";

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Shop(string folder, string packages, IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        var info = Command.Info(folder, packages, arguments);
        info.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        info.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, value) in environment) info.Environment[name] = value;
        _process = new Process { StartInfo = info, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, e) => Hear(e.Data);
        _process.ErrorDataReceived += (_, e) => Hear(e.Data);
        _process.Exited += (_, _) =>
            _listening.TrySetException(new Xunit.Sdk.XunitException("The shop ended before it listened:\n" + _output));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public HttpClient Http { get; } = new();

    public static Task<Shop> StartAsync(string folder, string packages, params string[] arguments) =>
        StartAsync(folder, packages, new Dictionary<string, string>(), arguments);

    /// <summary>Starts a shop that sells in the sandbox by its printed code, and has the app <c>demo</c>.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="packages">Its package folder.</param>
    /// <param name="settings">Further settings, below <c>QrisPayments</c>.</param>
    /// <param name="arguments">Of <c>dotnet</c>.</param>
    public static Task<Shop> StartAsync(
        string folder, string packages, IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var environment = new Dictionary<string, string>
        {
            ["QrisPayments__Mode"] = "Sandbox",
            ["QrisPayments__Apps__0__Code"] = "demo",
            ["QrisPayments__Apps__0__Key"] = "demo-key",
            ["QrisPayments__Apps__0__Scopes__0"] = "*",
            ["QrisPayments__Providers__static-qris__Qris"] = Qris,
        };
        foreach (var (name, value) in settings)
            environment[$"QrisPayments__{name.Replace(":", "__", StringComparison.Ordinal)}"] = value;
        return StartAsItIsAsync(folder, packages, environment, arguments);
    }

    /// <summary>Starts a shop with its own settings and nothing but these variables.</summary>
    public static async Task<Shop> StartAsItIsAsync(
        string folder, string packages, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var shop = new Shop(folder, packages, environment, arguments);
        try
        {
            shop.Http.BaseAddress = await shop._listening.Task.WaitAsync(TimeSpan.FromSeconds(90));
            shop.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "demo-key");
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Buys as a customer does: the shop's form leads to checkout, whose button pays, and checkout leads back to the order, which in the
    /// end is paid.
    /// </summary>
    /// <param name="order">Where the shop's form goes.</param>
    public async Task BuyAsync(string order = "/orders")
    {
        using var checkout = await Http.PostAsync(order, null);
        var page = await checkout.Content.ReadAsStringAsync();
        Assert.True(checkout.IsSuccessStatusCode, $"{(int)checkout.StatusCode} from {order}: {page}\n{_output}");
        var address = checkout.RequestMessage!.RequestUri!;
        Assert.StartsWith("/qris/pay/pay_", address.AbsolutePath, StringComparison.Ordinal);

        // The attempt opens right after the commit; until then the page has nothing to pay.
        var button = await UntilAsync(async () => SimulateForm().Match(await Http.GetStringAsync(address)), match => match.Success);
        using var token = new FormUrlEncodedContent([new("token", button.Groups["token"].Value)]);
        using var paid = await Http.PostAsync(WebUtility.HtmlDecode(button.Groups["action"].Value), token);
        Assert.True(paid.IsSuccessStatusCode, $"{(int)paid.StatusCode} from the button\n{_output}");

        var back = OrderLink().Match(await Http.GetStringAsync(address)).Value;
        await UntilAsync(() => Http.GetStringAsync(back), text => text == "Paid");
    }

    [GeneratedRegex("action=\"(?<action>[^\"]*simulate[^\"]*)\"><input type=\"hidden\" name=\"token\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex SimulateForm();

    [GeneratedRegex("/orders/[0-9A-Za-z-]+")]
    private static partial Regex OrderLink();

    private async Task<T> UntilAsync<T>(Func<Task<T>> lookAsync, Func<T, bool> done)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            var seen = await lookAsync();
            if (done(seen)) return seen;
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"{seen}\n{_output}");
        }
    }

    /// <summary>From creation to paid, with the checkout page on the way; answers the payment as it was created.</summary>
    /// <param name="order">The order's number.</param>
    /// <param name="pay">How the money comes; simulated money when left out.</param>
    public async Task<JsonElement> SellAsync(string order, Func<Task>? pay = null)
    {
        var created = await PostAsync("/qris/api/v1/payments", new { order_id = order, amount = 50_000 });
        var id = created.GetProperty("id").GetString();
        var page = await Http.GetStringAsync(created.GetProperty("payment_url").GetString());
        Assert.Contains("<svg", page, StringComparison.Ordinal);

        await (pay is null ? SimulateAsync(id!) : pay());

        await WaitForPaidAsync(id!);
        Assert.Contains("50", await Http.GetStringAsync($"/qris/pay/{id}/receipt.txt"), StringComparison.Ordinal);
        return created;
    }

    /// <summary>What the shop says of the code in a picture.</summary>
    public async Task<(int Status, JsonElement Answer)> InspectPictureAsync(byte[] picture)
    {
        using var response = await Http.PostAsJsonAsync("/qris/api/v1/qr/inspect", new { image = Convert.ToBase64String(picture) });
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    private async Task SimulateAsync(string id)
    {
        var credit = await PostAsync($"/qris/api/v1/sandbox/payments/{id}/pay", new { });
        Assert.Equal("matched", credit.GetProperty("outcome").GetString());
    }

    private async Task WaitForPaidAsync(string id)
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            var payment = await Http.GetFromJsonAsync<JsonElement>($"/qris/api/v1/payments/{id}");
            if (payment.GetProperty("status").GetString() == "paid") return;
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{payment}\n{_output}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Http.Dispose();
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await Http.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} from {path}: {text}\n{_output}");
        return JsonDocument.Parse(text).RootElement;
    }

    private void Hear(string? line)
    {
        const string Listening = "Now listening on: ";
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
        if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            _listening.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
    }
}
