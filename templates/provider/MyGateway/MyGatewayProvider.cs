using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Answer = QrisPayments.Plugins.GatewayAnswer<MyGateway.GatewayPaymentJson>;

namespace MyGateway;

// One object serves all payments of an account at once: it keeps nothing of a call. The interfaces are what the gateway can do.
internal sealed class MyGatewayProvider(ProviderContext<MyGatewaySettings> context) : IPaymentProvider, IQueryStatus, IReceiveWebhooks
{
    private readonly byte[] _webhookSecret = Encoding.UTF8.GetBytes(context.Settings.WebhookSecret);

    public ProviderTraits Traits { get; } = new() { MinAmount = 1_000, MaxAmount = 10_000_000 };

    // POST payments -> 201 {"id","reference","status","total","qr_string","expires_at"} or 4xx {"error"}
    public async Task<OpenResult> OpenAsync(OpenRequest request, CancellationToken cancellationToken)
    {
        var create = new CreatePayment(request.AttemptId, request.Amount, request.Description, request.WebhookUrl);
        var content = GatewayHttp.JsonBody(create, MyGatewayJson.Default.CreatePayment);
        return await SendAsync(HttpMethod.Post, "payments", content, cancellationToken) switch
        {
            Answer.Answered { StatusCode: 200 or 201, Body: { Id.Length: > 0, Total: { } total, QrString.Length: > 0 } payment } => new OpenResult.Opened
            {
                ProviderRef = payment.Id, TotalAmount = total, QrPayload = payment.QrString, ExpiresAt = Time(payment.ExpiresAt),
            },
            // For certain nothing was opened: the shop may try the next provider.
            Answer.Answered { StatusCode: >= 400 and < 500, Body.Error: { } error } => new OpenResult.Rejected("gateway_refused", error),
            // No answer in time, a web page, half an answer: the payment may exist or not. It is asked about later, and never created a second time.
            var other => other.ToOpenResult(),
        };
    }

    // GET payments/{our reference}: it finds the payment also when the answer to the create was lost.
    public async Task<StatusResult> QueryAsync(OpenedAttempt attempt, CancellationToken cancellationToken) =>
        await SendAsync(HttpMethod.Get, $"payments/{attempt.AttemptId}", null, cancellationToken) switch
        {
            Answer.Answered { StatusCode: 200, Body: { Id.Length: > 0 } payment }
                when payment.Reference == attempt.AttemptId && (attempt.ProviderRef is null || payment.Id == attempt.ProviderRef) => Status(payment),
            Answer.Answered { StatusCode: 404, Body.Error: "not_found" } => new StatusResult.NotFound(),
            var other => other.ToStatusResult(),
        };

    // X-Signature: HMAC-SHA256 of the raw body, lower hex.
    public WebhookVerdict Read(WebhookRequest request)
    {
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(_webhookSecret, request.Body.Span));
        if (!request.HasSignature("X-Signature", expected))
            return new WebhookVerdict.Forged("The signature does not fit.") { Reply = new WebhookReply(401) };
        if (!request.TryReadJson(MyGatewayJson.Default.GatewayPaymentJson, out var payment) || payment is not { Id.Length: > 0, Reference.Length: > 0 })
            return new WebhookVerdict.Malformed("The body has no id or reference.") { Reply = new WebhookReply(400) };
        return new WebhookVerdict.Genuine
        {
            ProviderRef = payment.Id, AttemptId = payment.Reference, Status = Status(payment), Reply = new WebhookReply(200, """{"ok":true}"""),
        };
    }

    private Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", context.Settings.ApiKey);
        return context.Http.SendForJsonAsync(request, MyGatewayJson.Default.GatewayPaymentJson, cancellationToken);
    }

    // Say only what the gateway says; what a wrong amount or a late one means is the module's business.
    private static StatusResult Status(GatewayPaymentJson payment) => payment.Status switch
    {
        "pending" => new StatusResult.Pending(payment.Id) { Found = Found(payment) },
        "paid" when payment.Total is { } total =>
            new StatusResult.Paid { Amount = total, At = Time(payment.PaidAt), ProviderRef = payment.Id, Found = Found(payment) },
        "expired" => new StatusResult.Ended(AttemptEnd.Expired),
        // "refunded", "chargeback", "void": what was paid and went back is told, and never unknown.
        _ => ReversalWords.Read(payment.Status, "The money went back.") ?? new StatusResult.Unreadable("The state is not known.", payment.Status),
    };

    // What the answer to the create says, too: with it a payment whose answer was lost can still be shown and paid.
    private static FoundAttempt Found(GatewayPaymentJson payment) =>
        new() { TotalAmount = payment.Total, QrPayload = payment.QrString, ExpiresAt = Time(payment.ExpiresAt) };

    // "2026-01-01 12:30:00" without a zone is Jakarta time.
    private static DateTimeOffset? Time(string? text) => Wib.TryParse(text, out var at) ? at : null;
}
