using QrisPayments.BayarGg.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.BayarGg;

/// <summary>Opens payments at BAYAR GG, asks how they stand, and hears its webhooks.</summary>
internal sealed class BayarGgProvider : IPaymentProvider, IQueryStatus, IReceiveWebhooks
{
    /// <summary>BAYAR GG's own limits (WIRE B11).</summary>
    private const long MinAmount = 1_000;
    private const long MaxByQris = 500_000;

    /// <summary>How much of the shop's own words goes into the description; our reference follows.</summary>
    private const int MaxDescription = 100;

    private readonly BayarGgSettings _settings;
    private readonly BayarGgApi _api;
    private readonly MethodCatalog _methods;
    private readonly StatusReader _status;
    private readonly WebhookReader _webhooks;

    public BayarGgProvider(ProviderContext<BayarGgSettings> context)
    {
        _settings = context.Settings;
        _api = new BayarGgApi(_settings, context.Http);
        _methods = new MethodCatalog(_api, context.Clock);
        _status = new StatusReader(_api, _settings);
        _webhooks = new WebhookReader(_settings);
        Traits = new ProviderTraits
        {
            Method = _settings.Method == BayarGgMethod.Ovo ? "ovo" : "qris",
            MinAmount = MinAmount,
            MaxAmount = _settings.Method == BayarGgMethod.Qris ? MaxByQris : long.MaxValue,
        };
    }

    public ProviderTraits Traits { get; }

    public async Task<OpenResult> OpenAsync(OpenRequest request, CancellationToken cancellationToken)
    {
        if (request.TotalAmount < Traits.MinAmount || request.TotalAmount > Traits.MaxAmount)
            return new OpenResult.Rejected("amount_out_of_range", request.TotalAmount < Traits.MinAmount
                ? $"BAYAR GG takes {Rupiah.Format(MinAmount)} or more."
                : $"BAYAR GG takes at most {Rupiah.Format(MaxByQris)} by qris. "
                + "Choose another payment method in the settings for larger payments.");
        if (_settings.Method.Name() is { } method
            && await _methods.RefuseAsync(method, request.TotalAmount, cancellationToken) is { } refusal)
            return refusal;
        return await _api.CreateAsync(Payment(request), cancellationToken) switch
        {
            GatewayAnswer<CreatePaymentAnswer>.Answered { StatusCode: >= 200 and < 300, Body: { Success: true } answer } =>
                Opened(request, answer),
            // Neither a yes nor a no, so there may be a payment all the same.
            GatewayAnswer<CreatePaymentAnswer>.Answered { StatusCode: >= 200 and < 300 and var code,
                Body: { Success: null, Error: null, Message: null } } =>
                new OpenResult.Unknown($"BAYAR GG answered {code} and says neither yes nor no."),
            GatewayAnswer<CreatePaymentAnswer>.Answered answered =>
                Refused(answered.StatusCode, answered.Body.Error ?? answered.Body.Message),
            GatewayAnswer<CreatePaymentAnswer>.Unclear { IsRefusal: true, StatusCode: int status } => Refused(status, null),
            GatewayAnswer<CreatePaymentAnswer>.NotDone notDone => new OpenResult.Rejected("unavailable", notDone.Message),
            GatewayAnswer<CreatePaymentAnswer>.Unclear unclear => new OpenResult.Unknown(unclear.Message),
            _ => throw new InvalidOperationException(),
        };
    }

    public Task<StatusResult> QueryAsync(OpenedAttempt attempt, CancellationToken cancellationToken) =>
        _status.ReadAsync(attempt, cancellationToken);

    public WebhookVerdict Read(WebhookRequest request) => _webhooks.Read(request);

    private CreatePaymentRequest Payment(OpenRequest request)
    {
        var customer = _settings.SendCustomer ? request.Customer : null;
        return new CreatePaymentRequest
        {
            Amount = request.TotalAmount,
            Description = Describe(request),
            CustomerName = customer?.Name,
            CustomerEmail = customer?.Email,
            CustomerPhone = customer?.Phone,
            CallbackUrl = IsPublic(request.WebhookUrl) ? request.WebhookUrl!.AbsoluteUri : null,
            RedirectUrl = IsPublic(request.ReturnUrl) ? request.ReturnUrl!.AbsoluteUri : null,
            PaymentMethod = _settings.Method.Name(),
            UseQrisConverter = _settings.StaticQr == StaticQr.Gateway ? true : null,
            PaymentUrl = _settings.PaymentUrl.AbsoluteUri,
        };
    }

    /// <summary>Our reference stands in it, so that a payment whose answer got lost is found again (WIRE B17).</summary>
    private static string Describe(OpenRequest request)
    {
        var words = request.Description?.Trim() is { Length: > 0 } given ? given : request.OrderId;
        if (words.Length > MaxDescription)
            words = words[..(char.IsHighSurrogate(words[MaxDescription - 1]) ? MaxDescription - 1 : MaxDescription)];
        return $"{words} ({request.AttemptId})";
    }

    /// <summary>BAYAR GG refuses a whole payment for the sake of an address that the internet does not know (WIRE B12).</summary>
    private static bool IsPublic(Uri? url) =>
        url is { IsAbsoluteUri: true, HostNameType: UriHostNameType.Dns } && url.Scheme == Uri.UriSchemeHttps
            && url.IdnHost.Contains('.', StringComparison.Ordinal);

    private OpenResult Opened(OpenRequest request, CreatePaymentAnswer answer)
    {
        var payment = answer.Data ?? answer.Payment;
        if (payment is not { InvoiceId: { Length: > 0 } invoice, FinalAmount: { } total })
            return new OpenResult.Rejected("answer_incomplete", "BAYAR GG answered without invoice_id or final_amount.");
        if (payment.Amount is { } amount && amount != request.TotalAmount)
            return new OpenResult.Rejected("amount_differs", $"BAYAR GG made a payment over {amount} instead of {request.TotalAmount}.");
        // Neither code nor fee is told for certain, so the module checks the order of magnitude alone (WIRE B3).
        return QrChoice.Of(payment, total, _settings.StaticQr == StaticQr.Here) switch
        {
            QrChoice.Wrong wrong => new OpenResult.Rejected("qr_refused", wrong.Reason),
            QrChoice.Show qr => Opened(payment, invoice, total) with { QrPayload = qr.Payload },
            _ => Page(payment.PaymentUrl ?? answer.PaymentUrl) is { } page
                ? Opened(payment, invoice, total) with { RedirectUrl = page }
                : new OpenResult.Rejected("nothing_to_show", "BAYAR GG gave neither a QR with the amount nor a payment page of its own."),
        };
    }

    private static OpenResult.Opened Opened(CreatedPayment payment, string invoice, long total) => new()
    {
        ProviderRef = invoice, TotalAmount = total, ExpiresAt = Wib.TryParse(payment.ExpiresAt, out var end) ? end : null,
    };

    /// <summary>The page, if it is one that the settings name: an answer must not send customers anywhere else.</summary>
    private Uri? Page(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var page) && page.Scheme == Uri.UriSchemeHttps && page.UserInfo.Length == 0
        && page.Authority.Equals(_settings.PaymentUrl.Authority, StringComparison.OrdinalIgnoreCase) ? page : null;

    private static OpenResult Refused(int status, string? reason) => status switch
    {
        401 or 403 => new OpenResult.Rejected("credentials_refused", "BAYAR GG refuses the API key."),
        402 => new OpenResult.Rejected("subscription_missing", $"BAYAR GG wants a subscription for this{Colon(reason)}."),
        404 or 405 => new OpenResult.Rejected("address_wrong",
            "There is no create-payment.php at this address. Check the API address in the settings."),
        // A plain "no" comes with 200, too.
        (>= 200 and < 300) or (>= 400 and < 500 and not (408 or 409)) =>
            new OpenResult.Rejected("refused", $"BAYAR GG refused the payment ({status}{Colon(reason)})."),
        _ => new OpenResult.Unknown($"BAYAR GG failed ({status}{Colon(reason)})."),
    };

    private static string Colon(string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? "" : $": {(reason.Length > 200 ? reason[..200] : reason)}";
}
