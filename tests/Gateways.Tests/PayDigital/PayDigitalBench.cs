using QrisPayments.PayDigital;

namespace QrisPayments.Gateways.Tests.PayDigital;

internal static class PayDigitalBench
{
    public const string ApiKey = "PYG1234567890abcdef";

    public const string Invoice = "PYG20231201123456";

    /// <summary>When the recorded invoice was made.</summary>
    public static readonly DateTimeOffset Recorded = new(2023, 12, 1, 12, 34, 56, Wib.Offset);

    public static Task<ProviderBench> StartAsync(Action<PayDigitalSettings>? change = null, TimeSpan? patience = null) =>
        ProviderBench.StartAsync(new PayDigitalPlugin(), address =>
        {
            var settings = new PayDigitalSettings
            {
                ApiKey = ApiKey, StoreId = 1, BaseUrl = new Uri(address, "api/"), AllowInsecureHttp = true
            };
            change?.Invoke(settings);
            return settings;
        }, Recorded, patience);

    /// <summary>The recorded invoice; its QR, which the text cuts short, is replaced by a whole one.</summary>
    public static string Created(string? qr = null) =>
        Fixture.Read("paydigital/created.json").Replace("000201010212266....DBD7", qr ?? TestQris.For(10387), StringComparison.Ordinal);

    /// <summary>The recorded state with another word or another time.</summary>
    public static string State(string status = "paid", string paidAt = "\"2023-12-01 14:30:00\"") => Fixture.Read("paydigital/paid.json")
        .Replace("\"status\": \"paid\"", $"\"status\": \"{status}\"", StringComparison.Ordinal)
        .Replace("\"2023-12-01 14:30:00\"", paidAt, StringComparison.Ordinal);
}
