using System.Globalization;
using QrisPayments.BayarGg;
using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests.BayarGg;

public sealed class WebhookTests
{
    /// <summary>The bench receives webhooks at 12:05 in Jakarta.</summary>
    private static readonly long Now = new DateTimeOffset(2026, 1, 1, 12, 5, 0, Wib.Offset).ToUnixTimeSeconds();

    private static string Recorded => Fixture.Read("bayar-gg/webhook.json");

    private static async Task<WebhookVerdict> ReadAsync(
        string body, string? signature, long? timestamp = null, Action<BayarGgSettings>? change = null)
    {
        await using var bench = await Bayar.StartAsync(Bayar.Methods, change);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["x-webhook-event"] = "payment.paid", ["x-webhook-timestamp"] = (timestamp ?? Now).ToString(CultureInfo.InvariantCulture),
            ["x-invoice-id"] = Bayar.Invoice,
        };
        if (signature is not null) headers["x-webhook-signature"] = signature;
        return ((IReceiveWebhooks)bench.Provider).Read(Requests.Webhook(body, headers: headers));
    }

    private static string Signed(string amount, long? timestamp = null, string invoice = Bayar.Invoice) =>
        Bayar.Sign($"{invoice}|paid|{amount}|{timestamp ?? Now}");

    [Fact]
    public async Task The_recorded_webhook_is_genuine_when_it_is_signed()
    {
        var genuine = Assert.IsType<WebhookVerdict.Genuine>(await ReadAsync(Recorded, Signed("50000")));
        Assert.Equal((Bayar.Invoice, 200, """{"success":true}"""), (genuine.ProviderRef, genuine.Reply.StatusCode, genuine.Reply.Body));
        Assert.Equal(50_000, Assert.IsType<StatusResult.Paid>(genuine.Status).Amount);
    }

    [Fact]
    public async Task A_wrong_signature_is_answered_as_documented()
    {
        var forged = Assert.IsType<WebhookVerdict.Forged>(await ReadAsync(Recorded, Signed("50001")));
        Assert.Equal((401, """{"error":"Invalid signature"}"""), (forged.Reply.StatusCode, forged.Reply.Body));
        Assert.IsType<WebhookVerdict.Forged>(await ReadAsync(Recorded, Signed("50000", invoice: "PAY-other")));
        Assert.IsType<WebhookVerdict.Forged>(await ReadAsync(Recorded, Signed("50000", Now - 1)));
        Assert.IsType<WebhookVerdict.Forged>(await ReadAsync(Recorded, "sha256_hmac_signature"));
    }

    [Theory]
    [InlineData("50000", "50000", true)]
    [InlineData("50000.0", "50000", true)]
    [InlineData("50000.00", "50000.00", true)]
    [InlineData("\"50000.00\"", "50000.00", true)]
    [InlineData("\"50000.00\"", "50000", true)]
    [InlineData("50000.0", "50000.00", false)]
    [InlineData("50000", "50000.00", false)]
    [InlineData("50000", "050000", false)]
    public async Task B4_the_amount_is_signed_as_it_is_written_or_as_php_prints_it(string written, string signedAs, bool isGenuine)
    {
        var body = Recorded.Replace("\"final_amount\": 50000", $"\"final_amount\": {written}", StringComparison.Ordinal);
        Assert.Equal(isGenuine, await ReadAsync(body, Signed(signedAs)) is WebhookVerdict.Genuine);
    }

    [Fact]
    public async Task B4_what_the_signature_does_not_cover_is_not_believed()
    {
        var body = Recorded.Replace("\"paid_amount\": 50000", "\"paid_amount\": 999999", StringComparison.Ordinal)
            .Replace("2024-01-15 12:25:30", "2020-01-01 00:00:00", StringComparison.Ordinal);
        var paid = Assert.IsType<StatusResult.Paid>(Assert.IsType<WebhookVerdict.Genuine>(await ReadAsync(body, Signed("50000"))).Status);
        Assert.Equal((50_000, null), (paid.Amount, paid.At));
    }

    [Fact]
    public async Task B4_a_field_that_holds_the_divider_is_refused()
    {
        // Two readings, one signature: "A|paid" + "paid" and "A" + "paid|paid".
        var body = Recorded.Replace(Bayar.Invoice, "A|paid", StringComparison.Ordinal);
        Assert.IsType<WebhookVerdict.Forged>(await ReadAsync(body, Bayar.Sign($"A|paid|paid|50000|{Now}")));
    }

    [Theory]
    [InlineData(SignaturePolicy.Required, false, false)]
    [InlineData(SignaturePolicy.IfPresent, false, false)]
    [InlineData(SignaturePolicy.Off, false, true)]
    [InlineData(SignaturePolicy.Off, true, true)]
    [InlineData(SignaturePolicy.IfPresent, true, false)]
    public async Task B5_the_policy_says_what_a_missing_or_wrong_signature_is_worth(SignaturePolicy policy, bool isWrong, bool isGenuine) =>
        Assert.Equal(isGenuine,
            await ReadAsync(Recorded, isWrong ? Signed("1") : null,
                change: settings => settings.Signature = policy) is WebhookVerdict.Genuine);

    /// <summary>At the account's common address: what is not signed is a stranger's, or a hint where nothing can be checked.</summary>
    [Theory]
    [InlineData(SignaturePolicy.IfPresent, true, true, true)]
    [InlineData(SignaturePolicy.IfPresent, true, false, null)]
    [InlineData(SignaturePolicy.IfPresent, false, true, false)]
    [InlineData(SignaturePolicy.IfPresent, false, false, false)]
    [InlineData(SignaturePolicy.Off, true, true, false)]
    [InlineData(SignaturePolicy.Off, true, false, false)]
    [InlineData(SignaturePolicy.Required, true, true, true)]
    public async Task F11_only_a_signature_that_was_checked_proves_the_sender(
        SignaturePolicy policy, bool hasSecret, bool isSigned, bool? isProven)
    {
        var verdict = await ReadAsync(Recorded, isSigned ? Signed("50000") : null, change: settings =>
            (settings.Signature, settings.WebhookSecret) = (policy, hasSecret ? settings.WebhookSecret : null));
        Assert.Equal(isProven, (verdict as WebhookVerdict.Genuine)?.IsProven);
    }

    [Theory]
    [InlineData(SignaturePolicy.IfPresent, true)]
    [InlineData(SignaturePolicy.Required, false)]
    public async Task F11_the_payments_own_address_stands_in_for_a_signature_that_is_not_required(SignaturePolicy policy, bool isGenuine)
    {
        await using var bench = await Bayar.StartAsync(Bayar.Methods, settings => settings.Signature = policy);
        var request = Requests.Webhook(Recorded, Requests.Opened(50_000, 50_000, Bayar.Invoice));
        Assert.Equal(isGenuine, ((IReceiveWebhooks)bench.Provider).Read(request) is WebhookVerdict.Genuine);
    }

    [Fact]
    public async Task B5_signed_or_not_the_gateway_can_be_asked()
    {
        await using var bench = await Bayar.StartAsync(Bayar.Methods);
        Assert.True(bench.Provider is IQueryStatus);
        Assert.Equal("secret_missing",
            Assert.Single(new BayarGgSettings { ApiKey = "k", Signature = SignaturePolicy.Required }.Check()).Code);
    }

    [Theory]
    [InlineData(SignaturePolicy.Required, -601, false)]
    [InlineData(SignaturePolicy.Required, -600, true)]
    [InlineData(SignaturePolicy.Required, 601, false)]
    [InlineData(SignaturePolicy.IfPresent, -86_400, true)]
    public async Task B6_only_a_required_signature_must_be_fresh(SignaturePolicy policy, int seconds, bool isGenuine) =>
        Assert.Equal(isGenuine,
            await ReadAsync(Recorded, Signed("50000", Now + seconds), Now + seconds,
                settings => settings.Signature = policy) is WebhookVerdict.Genuine);

    [Fact]
    public async Task B7_the_headers_time_is_the_signed_one()
    {
        Assert.Contains("\"timestamp\": 1705312530", Recorded, StringComparison.Ordinal);
        Assert.IsType<WebhookVerdict.Genuine>(await ReadAsync(Recorded, Signed("50000")));
        Assert.IsType<WebhookVerdict.Forged>(await ReadAsync(Recorded, Signed("50000", 1705312530)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("<html>")]
    [InlineData("""{"event":"payment.paid","status":"paid"}""")]
    [InlineData("""{"invoice_id":"A","status":"paid","final_amount":"50.000"}""")]
    [InlineData("""{"invoice_id":"A","status":"paid","final_amount":1,"final_amount":50000}""")]
    public async Task B18_what_cannot_be_understood_is_malformed(string body) =>
        Assert.Equal(400, Assert.IsType<WebhookVerdict.Malformed>(await ReadAsync(body, null)).Reply.StatusCode);
}
