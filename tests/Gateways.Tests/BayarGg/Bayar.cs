using System.Security.Cryptography;
using System.Text;
using QrisPayments.BayarGg;
using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests;

/// <summary>BAYAR GG's provider on a bench.</summary>
internal static class Bayar
{
    public const string Secret = "whsec_fake";

    /// <summary>The invoice of the recorded status and webhook.</summary>
    public const string Invoice = "PAY-admin-1234567890-ABC123";

    /// <summary>Answers a create with this, and says that every method of the text is there.</summary>
    public static Task<ProviderBench> StartAsync(GatewayReply created, Action<BayarGgSettings>? change = null, TimeSpan? patience = null) =>
        StartAsync(request => IsMethods(request) ? Methods : created, change, patience);

    public static async Task<ProviderBench> StartAsync(
        Func<StubRequest, GatewayReply> answer, Action<BayarGgSettings>? change = null, TimeSpan? patience = null)
    {
        var bench = await ProviderBench.StartAsync(new BayarGgPlugin(), address =>
        {
            var settings = new BayarGgSettings
            {
                BaseUrl = new Uri(address, "api"), AllowInsecureHttp = true, ApiKey = "fake-api-key-0001", WebhookSecret = Secret,
                Method = BayarGgMethod.QrisBayarGg,
            };
            change?.Invoke(settings);
            return settings;
        }, patience: patience);
        bench.Stub.Answer = answer;
        return bench;
    }

    public static GatewayReply Methods => GatewayReply.Json(Fixture.Read("bayar-gg/methods.json"));

    /// <summary>The recorded answer in its first shape, edited; its QR, cut off in the text, is a whole one here.</summary>
    public static GatewayReply Created(string? dynamic, string? text, params (string Old, string New)[] replace) =>
        GatewayReply.Json(Direct.Edit(Fixture.Read("bayar-gg/created.json")
            .Replace("\"qris_dynamic_string\": \"0002010102122676...\"", $"\"qris_dynamic_string\": {Json(dynamic)}",
                StringComparison.Ordinal)
            .Replace("\"qris_string\": \"0002010102122676...\"", $"\"qris_string\": {Json(text)}", StringComparison.Ordinal), replace));

    /// <summary>The recorded answer in its second shape: no QR at all.</summary>
    public static GatewayReply CreatedWithoutQr => GatewayReply.Json(Fixture.Read("bayar-gg/created-gopay.json"));

    /// <summary>The recorded status, edited.</summary>
    public static GatewayReply Checked(params (string Old, string New)[] replace) =>
        GatewayReply.Json(Direct.Edit(Fixture.Read("bayar-gg/checked.json"), replace));

    public static bool IsMethods(StubRequest request) => request.Target == "/api/get-payment-methods.php";

    /// <summary>What the customer's create sent.</summary>
    public static StubRequest Create(this ProviderBench bench) =>
        bench.Stub.Requests.Single(request => request.Target == "/api/create-payment.php");

    public static Task<StatusResult> CheckAsync(
        this ProviderBench bench, string? invoice = Invoice, long amount = 50_000, long total = 50_347) =>
        ((IQueryStatus)bench.Provider).QueryAsync(Requests.Opened(amount, total, invoice), CancellationToken.None);

    /// <summary>Signs as BAYAR GG does.</summary>
    public static string Sign(string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(text)));

    private static string Json(string? text) => text is null ? "null" : $"\"{text}\"";
}
