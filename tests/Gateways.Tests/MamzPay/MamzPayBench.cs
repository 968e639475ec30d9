using QrisPayments.MamzPay;

namespace QrisPayments.Gateways.Tests.MamzPay;

internal static class MamzPayBench
{
    public const string ApiKey = "mamz-key-0123456789";

    public static Task<ProviderBench> StartAsync(Action<MamzPaySettings>? change = null, TimeSpan? patience = null) =>
        ProviderBench.StartAsync(new MamzPayPlugin(), address =>
        {
            var settings = new MamzPaySettings { ApiKey = ApiKey, BaseUrl = address, AllowInsecureHttp = true };
            change?.Invoke(settings);
            return settings;
        }, patience: patience);

    /// <summary>The recorded answer; its QR, which the text cuts short, is replaced by a whole one.</summary>
    public static string Created(long amount = 50000, long total = 50045, string? qr = null) =>
        Fixture.ReadWithoutRemarks("mamzpay/created.jsonc")
        .Replace("000201010212266...", qr ?? TestQris.For(total), StringComparison.Ordinal)
        .Replace("50000", $"{amount}", StringComparison.Ordinal).Replace("50045", $"{total}", StringComparison.Ordinal);

    /// <summary>The recorded webhook with these values.</summary>
    public static string Notice(string refId = Requests.AttemptId, string trxId = "PAY-1712345678-45", long amount = 50045) =>
        Fixture.ReadWithoutRemarks("mamzpay/paid-webhook.jsonc")
            .Replace("INV-001", refId, StringComparison.Ordinal).Replace("PAY-171234...", trxId, StringComparison.Ordinal)
            .Replace("50045", $"{amount}", StringComparison.Ordinal);
}
