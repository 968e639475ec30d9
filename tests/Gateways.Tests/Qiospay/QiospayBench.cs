using QrisPayments.Plugins;
using QrisPayments.Qiospay;

namespace QrisPayments.Gateways.Tests.Qiospay;

internal static class QiospayBench
{
    public const string MerchantCode = "CP0xx";
    public const string ApiKey = "137c9ddc5e055636ef79dxxx";
    public const string WebhookKey = "webhook-key-of-today";
    public const string PreviousWebhookKey = "webhook-key-of-yesterday";

    /// <summary>The NMID of the recorded webhook.</summary>
    public const string RecordedNmid = "ID20233072912345";

    public static QiospaySettings Settings() => new()
    {
        MerchantCode = MerchantCode, ApiKey = ApiKey, Qris = TestQris.Printed, WebhookKey = WebhookKey,
        PreviousWebhookKey = PreviousWebhookKey,
    };

    public static Task<ProviderBench> StartAsync(Action<QiospaySettings>? change = null, TimeSpan? patience = null) =>
        ProviderBench.StartAsync(new QiospayPlugin(), address =>
        {
            var settings = Settings();
            settings.BaseUrl = new Uri(address, "api/");
            settings.AllowInsecureHttp = true;
            change?.Invoke(settings);
            return settings;
        }, patience: patience);

    public static async Task<IReadOnlyList<LedgerEntry>> ReadAsync(this ProviderBench bench) =>
        Assert.IsType<LedgerResult.Read>(await bench.PullAsync()).Entries;

    public static Task<LedgerResult> PullAsync(this ProviderBench bench) =>
        ((IReadLedger)bench.Provider).ReadAsync(bench.Clock.GetUtcNow(), CancellationToken.None);

    public static async Task<IReadOnlyList<LedgerEntry>> ReadAsync(params string[] rows)
    {
        await using var bench = await StartAsync();
        bench.Stub.Answer = _ => GatewayReply.Json(Page(rows));
        return await bench.ReadAsync();
    }

    /// <summary>A page with these rows.</summary>
    public static string Page(params string[] rows) => $$"""{"status":"success","data":[{{string.Join(',', rows)}}]}""";

    public static string Row(
        string amount = "13000", string type = "CR", string date = "2024-07-03 22:38:07", string balance = "1893938", string more = "") =>
        $$"""{"date":"{{date}}","amount":"{{amount}}","type":"{{type}}","brand_name":"93600014","balance":"{{balance}}"{{more}}}""";

    /// <summary>Verifies a webhook that carries today's key.</summary>
    public static async Task<WebhookVerdict> VerifyAsync(string body, Action<QiospaySettings>? change = null, string? key = WebhookKey)
    {
        await using var bench = await StartAsync(settings =>
        {
            // The recorded webhook's NMID; the code in the settings names none, so that both agree.
            settings.Qris = TestQris.PrintedWithoutNmid;
            settings.Nmid = RecordedNmid;
            change?.Invoke(settings);
        });
        return ((IReceiveWebhooks)bench.Provider).Read(Requests.Webhook(body, pathKey: key));
    }

    /// <summary>The recorded webhook with a member changed.</summary>
    public static string Notice(string from = "", string to = "") =>
        from.Length == 0 ? Fixture.Read("qiospay/callback.json") : Replaced(Fixture.Read("qiospay/callback.json"), from, to);

    private static string Replaced(string text, string from, string to)
    {
        Assert.Contains(from, text, StringComparison.Ordinal);
        return text.Replace(from, to, StringComparison.Ordinal);
    }
}
