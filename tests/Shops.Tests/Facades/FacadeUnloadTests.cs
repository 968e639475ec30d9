using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Plugins;

namespace QrisPayments.Shops.Tests.Facades;

/// <summary>A facade goes with its plugin, also after all of it has worked.</summary>
public abstract class FacadeUnloadTests(Database database) : GatewayTests(database, "-")
{
    private static readonly (string, string) Key = ("X-Api-Key", "toko-key"), Code = ("X-App-Code", "toko"),
    Bearer = ("Authorization", "Bearer toko-key");

    private string _plugin = "";

    [Theory]
    [InlineData("bayar-gg", "api/get-statistics")]
    [InlineData("mamzpay", "api/payment/create")]
    [InlineData("midtrans-middleware", "status/INV-1")]
    [InlineData("paydigital", "api/payment")]
    [InlineData("qiospay", "api/callback/accept")]
    public async Task Switched_off_it_leaves_the_memory_and_its_address_says_so(string plugin, string path)
    {
        _plugin = plugin;
        await StartGatewayAsync(
            ("QrisPayments:Plugins:PollInterval", "00:00:00.100"),
            ("QrisPayments:Apps:1:Facades:qiospay:CallbackUrl", plugin == "qiospay" ? Client.Address.ToString() : null),
                ("QrisPayments:Apps:1:Facades:qiospay:Secret", "kunci"));
        Host.App.Services.GetRequiredService<PluginUnloader>().Grace = TimeSpan.FromMilliseconds(200);
        await UseAsync();
        (await CallAsync("GET", "elsewhere")).Is(HttpStatusCode.NotFound);
        var context = Context();

        await Host.App.Services.GetRequiredService<PluginStore>()
            .SaveAsync([new PluginRow(plugin, Enabled: false, 0)], CancellationToken.None);

        await Wait.UntilAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Task.FromResult(context.IsAlive);
        }, alive => !alive, "the plugin has left the memory");
        (await CallAsync("GET", path)).Is(HttpStatusCode.ServiceUnavailable);
        await Host.Api.CreateAsync();
    }

    /// <summary>Every endpoint once, one that is refused, and a callback where there are any.</summary>
    private Task UseAsync() => _plugin switch
    {
        "bayar-gg" => UseBayarAsync(),
        "mamzpay" => UseMamzPayAsync(),
        "midtrans-middleware" => UseMiddlewareAsync(),
        "paydigital" => UsePayDigitalAsync(),
        "qiospay" => UseQiospayAsync(),
        _ => throw new InvalidOperationException($"No use of {_plugin} is known."),
    };

    private async Task UseBayarAsync()
    {
        var create = $"\"amount\":50000,\"callback_url\":\"{Client.Address}\",\"use_qris_converter\":";
        var invoice = Member(await PostAsync("api/create-payment.php", $$"""{"payment_method":"qris",{{create}}true,"file_id":0}""", Key), "data", "payment").GetProperty("invoice_id");
        await PayAsync();
        await PostAsync("api/create-payment.php", $$"""{"payment_method":"gopay_qris",{{create}}1}""", Key);
        foreach (var path in new[] { $"api/check-payment?invoice={invoice}", "api/list-payments?search=a", "api/get-payment-methods",
            "api/get-account-status", "api/get-statistics", "api/qris-info?qris=" + Escaped })
            (await CallAsync("GET", path, null, Key)).Is(HttpStatusCode.OK);
        await PostAsync("api/qris-info", $$"""{"qris":"{{Qris.Static}}"}""", Key);
        await PostAsync("api/qris-convert", $$"""{"qris":"{{Qris.Static}}","nominal":50000}""", Key);
        (await CallAsync("GET", $"pay?invoice={invoice}")).Is(HttpStatusCode.Found);
        (await CallAsync("GET", "qris-info/api/qr?text=" + Escaped)).Is(HttpStatusCode.OK);
        (await CallAsync("POST", "api/create-payment", Json("{"), Key)).Is(HttpStatusCode.BadRequest);
    }

    private async Task UseMamzPayAsync()
    {
        await PostAsync("api/payment/create", $$"""{"api_key":"toko-key","amount":50000,"callback_url":"{{Client.Address}}","ref_id":"INV-1"}""");
        await PayAsync();
        (await CallAsync("POST", "api/payment/create", Json("{"))).Is(HttpStatusCode.BadRequest);
    }

    private async Task UseMiddlewareAsync()
    {
        (await CallAsync("POST", "charge", Json("""{"order_id":"INV-1","amount":50000}"""), Key, Code)).Is(HttpStatusCode.Created);
        await PayAsync(isTold: false);
        (await CallAsync("GET", "status/INV-1", null, Key, Code)).Is(HttpStatusCode.OK);
        (await CallAsync("POST", "charge", Json("{"), Key, Code)).Is(HttpStatusCode.BadRequest);
    }

    private async Task UsePayDigitalAsync()
    {
        var created = await CallAsync("POST", "api/create_payment.php",
            Form(("store_id", "7"), ("amount", "50000"), ("description", "Tempe"), ("customer_name", "Siti")), Bearer);
        var invoice = Member(created, "data").GetProperty("invoice");
        await PayAsync(isTold: false);
        (await CallAsync("GET", $"api/payment.php?invoice={invoice}", null, Bearer)).Is(HttpStatusCode.OK);
        (await CallAsync("POST", "api/payment.php", Form(("invoice", $"{invoice}")), Bearer)).Is(HttpStatusCode.OK);
        (await CallAsync("GET", $"pay?invoice={invoice}")).Is(HttpStatusCode.Found);
        (await CallAsync("POST", "api/create_payment.php", Json("{"), Bearer)).Is(HttpStatusCode.BadRequest);
    }

    private async Task UseQiospayAsync()
    {
        await ArriveAsync(13_000, "TRX-1");
        await HeardAsync();
        (await CallAsync("GET", "api/mutasi/qris/toko/toko-key")).Is(HttpStatusCode.OK);
        (await CallAsync("GET", "api/mutasi/qris/toko/another-key")).Is(HttpStatusCode.OK);
        foreach (var path in new[] { "api/callback/accept/kunci", "api/callback/accept" })
            (await CallAsync("POST", path, Json("{}"))).Is(HttpStatusCode.Forbidden);
    }

    /// <summary>The money for the only payment arrives, and its client hears of it.</summary>
    private async Task PayAsync(bool isTold = true)
    {
        var id = (await Host.Api.GetAsync("/api/v1/payments?limit=1")).Is(HttpStatusCode.OK).Data[0].GetProperty("id").GetString();
        (await Host.Api.PostAsync($"/api/v1/sandbox/payments/{id}/pay")).Is(HttpStatusCode.OK);
        if (isTold) await HeardAsync();
    }

    private new Task<Answer> CallAsync(string method, string path, HttpContent? body = null, params (string, string)[] headers) =>
        base.CallAsync(method, $"/qris/gateways/{_plugin}/{path}", body, headers);

    private async Task<Answer> PostAsync(string path, string json, params (string, string)[] headers) =>
        (await CallAsync("POST", path, Json(json), headers)).Is(HttpStatusCode.OK);

    private static string Escaped => Uri.EscapeDataString(Qris.Static);

    /// <summary>The first of these members that is there.</summary>
    private static JsonElement Member(Answer answer, params string[] names) =>
        answer.Is(HttpStatusCode.OK)[names.First(name => answer.Json.TryGetProperty(name, out _))];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Context() =>
        new(Host.App.Services.GetRequiredService<PluginHost>().Current.Installed.Single(plugin => plugin.Id == _plugin).Loaded!.Context);
}

[Collection(OnMariaDb.Name)]
public sealed class FacadeUnloadOnMariaDb(MariaDb database) : FacadeUnloadTests(database);

public sealed class FacadeUnloadOnSqlite(SqliteFile database) : FacadeUnloadTests(database), IClassFixture<SqliteFile>;
