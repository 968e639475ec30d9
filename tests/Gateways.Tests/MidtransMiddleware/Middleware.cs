using QrisPayments.MidtransMiddleware;
using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests;

/// <summary>The middleware's provider on a bench.</summary>
internal static class Middleware
{
    public static Task<ProviderBench> StartAsync(
        GatewayReply? reply = null, Action<MidtransMiddlewareSettings>? change = null, TimeSpan? patience = null, bool isSandbox = false) =>
        StartAsync(_ => reply ?? Charged, change, patience, isSandbox);

    public static async Task<ProviderBench> StartAsync(
        Func<StubRequest, GatewayReply> answer, Action<MidtransMiddlewareSettings>? change = null, TimeSpan? patience = null,
            bool isSandbox = false)
    {
        var bench = await ProviderBench.StartAsync(new MidtransMiddlewarePlugin(), address =>
        {
            var settings = new MidtransMiddlewareSettings
            {
                BaseUrl = address, AllowInsecureHttp = true, AppCode = "biling", ApiKey = "fake-app-key-0001"
            };
            change?.Invoke(settings);
            return settings;
        }, patience: patience, isSandbox: isSandbox);
        bench.Stub.Answer = answer;
        return bench;
    }

    /// <summary>The recorded answer to a charge.</summary>
    public static GatewayReply Charged => GatewayReply.Json(Fixture.Read("midtrans-middleware/charged.json"), 201);

    /// <summary>An answer to a charge that names a page.</summary>
    public static GatewayReply ChargedWith(string page) => GatewayReply.Json($$"""{ "redirect_url": "{{page}}", "token": "0f8736b5-2f1f-40bd-b3ad-0ef0a06d3443" }""", 201);

    public static Task<StatusResult> QueryAsync(
        this ProviderBench bench, string? providerRef = Requests.AttemptId, long amount = 150_000) =>
        ((IQueryStatus)bench.Provider).QueryAsync(Requests.Opened(amount, amount, providerRef), CancellationToken.None);
}
