using System.Security.Cryptography;
using System.Text;
using QrisPayments.Midtrans;
using QrisPayments.Payments;
using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests;

/// <summary>Midtrans's own provider on a bench: production keys and a live host, unless a test says otherwise.</summary>
internal static class Direct
{
    public const string ServerKey = "fake-server-key";

    public const long Amount = 789_000;

    public static Task<ProviderBench> StartAsync(
        GatewayReply? reply = null, Action<MidtransSettings>? change = null, TimeSpan? patience = null, bool isSandbox = false) =>
        StartAsync(_ => reply ?? Charged(), change, patience, isSandbox);

    public static async Task<ProviderBench> StartAsync(
        Func<StubRequest, GatewayReply> answer, Action<MidtransSettings>? change = null, TimeSpan? patience = null, bool isSandbox = false)
    {
        var bench = await ProviderBench.StartAsync(new MidtransPlugin(), address =>
        {
            var settings = new MidtransSettings
            {
                Relay = address, AllowInsecureHttp = true, ServerKey = ServerKey, MerchantId = "G000000000", IsProduction = true
            };
            change?.Invoke(settings);
            return settings;
        }, patience: patience, isSandbox: isSandbox);
        bench.Stub.Answer = answer;
        return bench;
    }

    /// <summary>The answer to a charge.</summary>
    /// <param name="total">What its QR asks for.</param>
    /// <param name="replace">What is different in it.</param>
    public static GatewayReply Charged(long total = Amount, params (string Old, string New)[] replace) =>
        GatewayReply.Json(Edit(Fixture.Read("midtrans/charged.json").Replace("{qr}", TestQris.For(total), StringComparison.Ordinal),
            replace));

    /// <summary>The answer to a status query.</summary>
    public static GatewayReply Status(params (string Old, string New)[] replace) =>
        GatewayReply.Json(Edit(Fixture.Read("midtrans/status.json"), replace));

    /// <summary>A notification, edited, then signed as Midtrans signs.</summary>
    public static string Notification(params (string Old, string New)[] replace)
    {
        var body = Edit(Fixture.Read("midtrans/notification.json"), replace);
        var fields = System.Text.Json.JsonDocument.Parse(body).RootElement;
        var signed = fields.GetProperty("order_id").GetString() + fields.GetProperty("status_code").GetString()
            + fields.GetProperty("gross_amount").GetString() + ServerKey;
        return body.Replace("{signature}", Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(signed))),
            StringComparison.Ordinal);
    }

    public static OpenedAttempt Attempt(string? providerRef = Requests.AttemptId) => Requests.Opened(Amount, Amount, providerRef);

    public static Task<StatusResult> AskAsync(this ProviderBench bench, string? providerRef = Requests.AttemptId) =>
        ((IQueryStatus)bench.Provider).QueryAsync(Attempt(providerRef), CancellationToken.None);

    public static Task<CancelAnswer> CancelAsync(this ProviderBench bench, string? providerRef = Requests.AttemptId) =>
        ((ICancelAttempts)bench.Provider).CancelAsync(Attempt(providerRef), CancellationToken.None);

    public static string Edit(string text, (string Old, string New)[] replace)
    {
        foreach (var (old, @new) in replace)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, @new, StringComparison.Ordinal);
        }
        return text;
    }
}
