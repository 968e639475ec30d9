using QrisPayments.Midtrans;
using QrisPayments.MidtransMiddleware.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.MidtransMiddleware;

/// <summary>
/// Sends the customer to Midtrans's page and asks how it went. The order number there is our attempt's own: unguessable and
/// never used twice, which is all that ties a "paid" without an amount to what we asked for (WIRE W2).
/// </summary>
internal sealed class MidtransMiddlewareProvider(ProviderContext<MidtransMiddlewareSettings> context) : IPaymentProvider, IQueryStatus
{
    private readonly MidtransMiddlewareSettings _settings = context.Settings;

    private readonly MidtransPage _page = new()
    {
        IsSandbox = context.IsSandbox, AllowSandbox = context.Settings.AllowSandbox, OwnHost = context.Settings.PageHost,
        AllowInsecureLoopback = context.Settings.AllowInsecureHttp,
    };

    public ProviderTraits Traits { get; } = new() { Method = "snap" };

    public async Task<OpenResult> OpenAsync(OpenRequest request, CancellationToken cancellationToken)
    {
        var charge = new ChargeRequest
        {
            OrderId = request.AttemptId,
            Amount = request.TotalAmount,
            ItemDetails = ItemDetail.Of(request),
            CustomerDetails = _settings.SendCustomer ? CustomerDetails.Of(request) : null,
        };
        var post = Ask(HttpMethod.Post, "charge");
        post.Content = GatewayHttp.JsonBody(charge, WireJson.Default.ChargeRequest);
        return await context.Http.SendForJsonAsync(post, WireJson.Default.ChargeAnswer, cancellationToken) switch
        {
            // A yes without a page: there may be a transaction all the same.
            GatewayAnswer<ChargeAnswer>.Answered { StatusCode: >= 200 and < 300 and var code, Body.RedirectUrl: null } =>
                new OpenResult.Unknown($"The middleware answered {code} without a redirect_url."),
            GatewayAnswer<ChargeAnswer>.Answered { StatusCode: >= 200 and < 300, Body: var answer } => Opened(request, answer),
            GatewayAnswer<ChargeAnswer>.Answered { StatusCode: var status, Body: var answer } => Refused(status, answer.Reason),
            GatewayAnswer<ChargeAnswer>.Unclear { IsRefusal: true, StatusCode: int status } => Refused(status, null),
            GatewayAnswer<ChargeAnswer>.NotDone notDone => new OpenResult.Rejected("unavailable", notDone.Message),
            GatewayAnswer<ChargeAnswer>.Unclear unclear => new OpenResult.Unknown(unclear.Message),
            _ => throw new InvalidOperationException(),
        };
    }

    public async Task<StatusResult> QueryAsync(OpenedAttempt attempt, CancellationToken cancellationToken)
    {
        var get = Ask(HttpMethod.Get, $"status/{Uri.EscapeDataString(attempt.AttemptId)}");
        return await context.Http.SendForJsonAsync(get, WireJson.Default.StatusAnswer, cancellationToken) switch
        {
            GatewayAnswer<StatusAnswer>.Answered { Body.TransactionStatus: { Length: > 0 } status, Body: var answer } =>
                // No amount and no time are said, so none are told (WIRE W2).
                MidtransStatus.Read(status, answer.FraudStatus,
                    new StatusResult.Paid { Reference = attempt.AttemptId, ProviderRef = attempt.AttemptId }),
            GatewayAnswer<StatusAnswer>.Answered { StatusCode: 404 } or GatewayAnswer<StatusAnswer>.Answered { Body.StatusCode: "404" }
                or GatewayAnswer<StatusAnswer>.Unclear { StatusCode: 404 } => NotThere(attempt),
            GatewayAnswer<StatusAnswer>.Answered { StatusCode: 401 or 403 }
                or GatewayAnswer<StatusAnswer>.Unclear { StatusCode: 401 or 403 } =>
                new StatusResult.Unknown("The middleware refuses the app code or the API key."),
            GatewayAnswer<StatusAnswer>.Answered { IsAnswer: true } answered =>
                new StatusResult.Unreadable($"The middleware answered {answered.StatusCode} without a transaction_status."),
            GatewayAnswer<StatusAnswer>.Answered answered =>
                new StatusResult.Unknown($"The middleware answered {answered.StatusCode} without a transaction_status."),
            GatewayAnswer<StatusAnswer>.NotDone notDone => new StatusResult.Unknown(notDone.Message, notDone.RetryAfter),
            GatewayAnswer<StatusAnswer>.Unclear unclear => new StatusResult.Unknown(unclear.Message),
            _ => throw new InvalidOperationException(),
        };
    }

    // Until the customer picks a way to pay, Midtrans has no transaction, and a wrong address answers the same: nothing can be
    // concluded before the attempt's time is over (WIRE W3).
    private StatusResult NotThere(OpenedAttempt attempt) =>
        context.Clock.GetUtcNow() < attempt.ExpiresAt ? new StatusResult.Pending() : new StatusResult.NotFound();

    private OpenResult Opened(OpenRequest request, ChargeAnswer answer) =>
        _page.Refuse(answer.RedirectUrl, out var page) is { } refusal
            ? new OpenResult.Rejected("page_refused", refusal)
            : new OpenResult.Opened { ProviderRef = request.AttemptId, TotalAmount = request.TotalAmount, RedirectUrl = page };

    private static OpenResult Refused(int status, string? reason) => status switch
    {
        401 or 403 => new OpenResult.Rejected("credentials_refused", "The middleware refuses the app code or the API key."),
        404 or 405 => new OpenResult.Rejected("address_wrong",
            "There is no /charge at this address. Check the middleware's address in the settings."),
        // Our number is new, so what is there already is ours: a proxy on the way asked twice (WIRE W6).
        409 or 400 when MidtransOrder.IsTaken(reason) => new OpenResult.Unknown("The middleware says that this order exists already."),
        >= 400 and < 500 and not (408 or 409) =>
            new OpenResult.Rejected("refused", $"The middleware refused the payment ({status}{Colon(reason)})."),
        // It may have reached Midtrans before it failed (WIRE W6).
        _ => new OpenResult.Unknown($"The middleware failed ({status}{Colon(reason)})."),
    };

    private static string Colon(string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? "" : $": {(reason.Length > 200 ? reason[..200] : reason)}";

    private HttpRequestMessage Ask(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(_settings.BaseUrl!, path));
        request.Headers.TryAddWithoutValidation("X-App-Code", _settings.AppCode);
        request.Headers.TryAddWithoutValidation("X-Api-Key", _settings.ApiKey);
        return request;
    }
}
