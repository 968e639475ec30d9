using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using QrisPayments.MamzPay.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.MamzPay;

/// <summary>
/// Opens payments at MamzPay. It has neither status query nor list: what its webhook says is the only evidence there is, so
/// every value of it must agree with our books (WIRE M1).
/// </summary>
internal sealed class MamzPayProvider : IPaymentProvider, IReceiveWebhooks
{
    /// <summary>MamzPay adds 1 to 99 rupiah (WIRE M5).</summary>
    private const int MaxCode = 99;

    /// <summary>What the text promises, should an answer leave it out.</summary>
    private const long UsualSeconds = 600;

    private const long MaxSeconds = 24 * 60 * 60;

    private readonly MamzPaySettings _settings;
    private readonly HttpClient _http;
    private readonly TimeProvider _clock;

    public MamzPayProvider(ProviderContext<MamzPaySettings> context)
    {
        (_settings, _http, _clock) = (context.Settings, context.Http, context.Clock);
        Traits = new ProviderTraits { MaxAmount = _settings.MaxAmount ?? long.MaxValue, GatewayMatchesTotal = true };
        if (_settings.BaseUrl is { Scheme: "http" })
            context.Logger.LogWarning(
                "Account {Account} reaches MamzPay without https: "
                    + "whoever can read the traffic learns the API key and each payment's secret address, and can report "
                    + "payments that were never made",
                context.AccountId);
    }

    public ProviderTraits Traits { get; }

    public WebhookVerdict Read(WebhookRequest request) => WebhookCheck.Verify(request, _settings.RequireManualConfirmAbove);

    public async Task<OpenResult> OpenAsync(OpenRequest request, CancellationToken cancellationToken)
    {
        if (request.WebhookUrl is not { } webhook)
            return new OpenResult.Rejected("public_url_missing",
                "MamzPay tells of a payment by webhook and in no other way. "
                    + "Set QrisPayments:PublicUrl to the shop's public https address.");

        var asked = _clock.GetUtcNow();
        var question = new CreateRequest
        {
            ApiKey = _settings.ApiKey, Amount = request.Amount, CallbackUrl = webhook.AbsoluteUri, RefId = request.AttemptId
        };
        return await _http.SendForJsonAsync(Post(question), MamzPayJson.Default.CreateAnswer, cancellationToken) switch
        {
            GatewayAnswer<CreateAnswer>.Answered { Body: { Status: true, Data: { } data } } => Check(request, data, asked),
            // A yes without a payment (WIRE M10): there may be one all the same.
            GatewayAnswer<CreateAnswer>.Answered { Body.Status: true } =>
                new OpenResult.Unknown("MamzPay says yes but hands out no payment."),
            GatewayAnswer<CreateAnswer>.Answered { Body: { Status: false } no } =>
                new OpenResult.Rejected("gateway_refused", $"MamzPay refuses: {no.Message ?? "without a reason"}"),
            GatewayAnswer<CreateAnswer>.Answered answered =>
                new OpenResult.Unknown($"MamzPay answered {answered.StatusCode} and says neither yes nor no."),
            GatewayAnswer<CreateAnswer>.NotDone not => new OpenResult.Rejected("gateway_unreachable", not.Message),
            GatewayAnswer<CreateAnswer>.Unclear unclear => new OpenResult.Unknown(unclear.Message),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>A payment that cannot be told from another, or asks for something else, is never shown to a customer.</summary>
    private static OpenResult Check(OpenRequest request, CreatedPayment data, DateTimeOffset asked)
    {
        if (string.IsNullOrWhiteSpace(data.TrxId) || data.AmountUnique is not { } total || string.IsNullOrWhiteSpace(data.QrString))
            return new OpenResult.Rejected("answer_incomplete", "MamzPay's payment lacks its id, its amount or its QR.");
        if (data.Amount is { } amount && amount != request.Amount)
            return new OpenResult.Rejected("amount_differs",
                $"MamzPay made a payment of {Rupiah.Format(amount)} instead of {Rupiah.Format(request.Amount)}.");
        if (total - request.Amount is < 1 or > MaxCode)
            return new OpenResult.Rejected("code_out_of_range", $"MamzPay asks for {Rupiah.Format(total)} for "
                + $"{Rupiah.Format(request.Amount)}; its unique code must be 1 to {MaxCode}.");
        var seconds = data.ExpiredIn ?? UsualSeconds;
        if (seconds < 1) return new OpenResult.Rejected("already_expired", "MamzPay's payment has ended before it began.");
        return new OpenResult.Opened
        {
            ProviderRef = data.TrxId,
            TotalAmount = total,
            QrPayload = data.QrString,
            // Counted from before the question: never later than the gateway's own end, whatever the answer took (WIRE M6).
            ExpiresAt = asked.AddSeconds(Math.Min(seconds, MaxSeconds)),
        };
    }

    private static HttpRequestMessage Post(CreateRequest question) => new(HttpMethod.Post, new Uri("api/payment/create", UriKind.Relative))
    {
        // Bytes, so that the request states its length: small servers know no chunks.
        Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(question, MamzPayJson.Default.CreateRequest))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        },
    };
}
