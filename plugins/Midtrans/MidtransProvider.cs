using System.Text.Json;
using QrisPayments.Midtrans.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.Midtrans;

/// <summary>
/// What both ways have in common. The order number at Midtrans is our attempt's own, so an attempt is found there even when the
/// answer to its opening was lost.
/// </summary>
internal abstract class MidtransProvider(ProviderContext<MidtransSettings> context) : IPaymentProvider, IQueryStatus, ICancelAttempts,
    IReceiveWebhooks, IRefund
{
    private static readonly WebhookReply Taken = new(200, """{"status":"ok"}""");
    private static readonly WebhookReply NotTaken = new(401, """{"status":"invalid signature"}""");
    private static readonly WebhookReply NotUnderstood = new(400, """{"status":"invalid notification"}""");

    protected MidtransSettings Settings { get; } = context.Settings;

    protected MidtransApi Api { get; } = new(context);

    protected DateTimeOffset Now => context.Clock.GetUtcNow();

    public abstract ProviderTraits Traits { get; }

    public Task<OpenResult> OpenAsync(OpenRequest request, CancellationToken cancellationToken) =>
        Api.Refusal is { } refusal
            ? Task.FromResult<OpenResult>(new OpenResult.Rejected("environment_mixed", refusal))
            : AskToOpenAsync(request, cancellationToken);

    public virtual async Task<StatusResult> QueryAsync(OpenedAttempt attempt, CancellationToken cancellationToken) =>
        await Api.CoreAsync(HttpMethod.Get, $"v2/{attempt.AttemptId}/status", cancellationToken) switch
        {
            GatewayAnswer<TransactionAnswer>.Answered { Body: { TransactionStatus.Length: > 0 } answer } => Read(attempt.AttemptId, answer),
            GatewayAnswer<TransactionAnswer>.Answered { Body.StatusCode: "404" } => NotThere(attempt),
            GatewayAnswer<TransactionAnswer>.Answered { StatusCode: 401 }
                or GatewayAnswer<TransactionAnswer>.Answered { Body.StatusCode: "401" } =>
                new StatusResult.Unknown("Midtrans refuses the server key."),
            // The HTTP status is often 200 whatever happened: the body's own code tells a failure.
            GatewayAnswer<TransactionAnswer>.Answered answered => NoStatus(
                $"Midtrans answered {answered.StatusCode} ({Refusals.Short(answered.Body.StatusCode)}) without a transaction_status.",
                answered.IsAnswer && answered.Body.StatusCode is not (['5', ..] or "403" or "408" or "429")),
            GatewayAnswer<TransactionAnswer>.NotDone notDone => new StatusResult.Unknown(notDone.Message, notDone.RetryAfter),
            GatewayAnswer<TransactionAnswer>.Unclear unclear => new StatusResult.Unknown(unclear.Message),
            _ => throw new InvalidOperationException(),
        };

    private static StatusResult NoStatus(string message, bool isAnswer) =>
        isAnswer ? new StatusResult.Unreadable(message) : new StatusResult.Unknown(message);

    public abstract Task<CancelAnswer> CancelAsync(OpenedAttempt attempt, CancellationToken cancellationToken);

    /// <summary>
    /// The signature covers order, status code and amount, but not the words for the status: so even a genuine notification only
    /// makes the module ask.
    /// </summary>
    public WebhookVerdict Read(WebhookRequest request)
    {
        if (!request.TryReadJson(WireJson.Default.TransactionAnswer, out var told))
            return new WebhookVerdict.Malformed("The body is not a notification's JSON.") { Reply = NotUnderstood };
        if (told is not { OrderId: { Length: > 0 } order, StatusCode: { Length: > 0 } code, GrossAmount: { Length: > 0 } amount,
            SignatureKey: { } signature })
            return new WebhookVerdict.Malformed(
                "order_id, status_code, gross_amount or signature_key is missing.") { Reply = NotUnderstood };
        if (!NotificationSignature.Fits(signature, NotificationSignature.Of(order, code, amount, Settings.ServerKey)))
            return new WebhookVerdict.Forged("The signature does not fit the server key.") { Reply = NotTaken };
        if (IsForeign(told)) return new WebhookVerdict.Forged("It is about another merchant.") { Reply = NotTaken };
        return new WebhookVerdict.Genuine
        {
            AttemptId = order, ProviderRef = ProviderRef(order), Status = Read(order, told), Reply = Taken
        };
    }

    /// <summary>
    /// Gives money back at once ("online direct"), which QRIS and GoPay can. <c>refund_key</c> is what makes asking twice harmless.
    /// </summary>
    public async Task<RefundAnswer> RefundAsync(RefundRequest request, CancellationToken cancellationToken) =>
        RefundReading.Answer(request, await Api.RefundAsync(request.Attempt.AttemptId,
            new RefundCall { RefundKey = request.Key, Amount = request.Amount, Reason = request.Reason }, cancellationToken));

    /// <summary>There is no question about one refund: the transaction lists all of them.</summary>
    public async Task<RefundAnswer> QueryRefundAsync(RefundRequest request, CancellationToken cancellationToken) =>
        RefundReading.InTransaction(request,
            await Api.CoreAsync(HttpMethod.Get, $"v2/{request.Attempt.AttemptId}/status", cancellationToken));

    protected abstract Task<OpenResult> AskToOpenAsync(OpenRequest request, CancellationToken cancellationToken);

    /// <summary>Midtrans has no such transaction.</summary>
    protected abstract StatusResult NotThere(OpenedAttempt attempt);

    /// <summary>What we keep as Midtrans's reference, when the order alone tells it.</summary>
    protected abstract string? ProviderRef(string orderId);

    protected bool IsForeign(TransactionAnswer answer) =>
        Settings.MerchantId?.Trim() is { Length: > 0 } ours && answer.MerchantId is { } theirs && theirs != ours;

    protected StatusResult Read(string orderId, TransactionAnswer answer)
    {
        if (answer.OrderId != orderId) return new StatusResult.Unreadable("Midtrans answered about another order.");
        if (IsForeign(answer))
            return new StatusResult.Doubtful("merchant_differs", "Midtrans answered about another merchant than the settings name.");
        if (answer.Currency is not (null or "IDR"))
            return new StatusResult.Doubtful("currency_differs", $"Midtrans speaks of {Refusals.Short(answer.Currency)}, not of rupiah.");
        var hasAmount = RupiahJsonConverter.TryParse(answer.GrossAmount, out var amount);
        var status = MidtransStatus.Read(answer.TransactionStatus, answer.FraudStatus, new StatusResult.Paid
        {
            Amount = amount,
            // transaction_time is when it was opened, so it says nothing about the money.
            At = Wib.TryParse(answer.SettlementTime, out var at) ? at : null,
            Reference = orderId,
            ProviderRef = ProviderRef(orderId),
            Found = new FoundAttempt
            {
                TotalAmount = hasAmount ? amount : null,
                QrPayload = string.IsNullOrWhiteSpace(answer.QrString) ? null : answer.QrString,
                ExpiresAt = Wib.TryParse(answer.ExpiryTime, out var end) ? end : null,
            },
        });
        return status switch
        {
            StatusResult.Paid when !hasAmount =>
                new StatusResult.Doubtful("amount_unreadable", "Midtrans says that it is paid, but not how much."),
            StatusResult.Reversed reversed => RefundReading.Told(reversed, answer),
            _ => status,
        };
    }

    /// <summary>Calls the transaction off, and asks how it stands where that does not say.</summary>
    protected async Task<CancelAnswer?> CancelTransactionAsync(OpenedAttempt attempt, CancellationToken cancellationToken)
    {
        var answer = await Api.CoreAsync(HttpMethod.Post, $"v2/{attempt.AttemptId}/cancel", cancellationToken);
        if (answer is not GatewayAnswer<TransactionAnswer>.Answered { Body: var said }) return CancelAnswer.Unknown;
        if (said.StatusCode == "404") return null;
        if (said.TransactionStatus is "cancel" or "expire") return CancelAnswer.Cancelled;
        if (said.StatusCode != "412") return CancelAnswer.Unknown;
        return await QueryAsync(attempt, cancellationToken) switch
        {
            StatusResult.Ended => CancelAnswer.Cancelled,
            StatusResult.Paid or StatusResult.Doubtful or StatusResult.Reversed => CancelAnswer.TooLate,
            _ => CancelAnswer.Unknown,
        };
    }
}
