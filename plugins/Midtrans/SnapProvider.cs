using QrisPayments.Midtrans.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.Midtrans;

/// <summary>
/// Snap: the customer pays on Midtrans's page. What we keep as its reference is the page's token, because only that can close the page.
/// </summary>
internal sealed class SnapProvider(ProviderContext<MidtransSettings> context) : MidtransProvider(context)
{
    // Which of the two pages is right was settled before anything was asked.
    private readonly MidtransPage _page = new() { IsSandbox = context.IsSandbox, AllowSandbox = context.Settings.AllowSandbox };

    private readonly string[] _payments =
        context.Settings.SnapPayments.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public override ProviderTraits Traits { get; } = new() { Method = "snap" };

    public override async Task<CancelAnswer> CancelAsync(OpenedAttempt attempt, CancellationToken cancellationToken)
    {
        // First the page, so that nobody starts again what is called off next.
        var isClosed = attempt.ProviderRef is { } token && await Api.CloseSnapAsync(token, cancellationToken)
            is GatewayAnswer<SnapAnswer>.Answered { StatusCode: >= 200 and < 300 }
                or GatewayAnswer<SnapAnswer>.Unclear { StatusCode: >= 200 and < 300 };
        return await CancelTransactionAsync(attempt, cancellationToken) ?? (isClosed ? CancelAnswer.Cancelled : CancelAnswer.Unknown);
    }

    protected override async Task<OpenResult> AskToOpenAsync(OpenRequest request, CancellationToken cancellationToken)
    {
        var (start, minutes) = MidtransTime.Until(request.ExpiresAt, Now);
        var transaction = new SnapRequest
        {
            TransactionDetails = new TransactionDetails { OrderId = request.AttemptId, GrossAmount = request.TotalAmount },
            ItemDetails = ItemDetail.Of(request),
            CustomerDetails = Settings.SendCustomer ? CustomerDetails.Of(request) : null,
            EnabledPayments = _payments.Length > 0 ? _payments : null,
            Callbacks = request.ReturnUrl is { } back ? new SnapCallbacks(back.AbsoluteUri) : null,
            Expiry = new SnapExpiry(start, minutes, "minutes"),
            PageExpiry = new SnapPageExpiry(minutes, "minutes"),
        };
        return await Api.SnapAsync(transaction, request.WebhookUrl, cancellationToken) switch
        {
            // A yes without a page: there may be a transaction all the same.
            GatewayAnswer<SnapAnswer>.Answered { StatusCode: >= 200 and < 300 and var code, Body: { Token: null, RedirectUrl: null } } =>
                new OpenResult.Unknown($"Midtrans answered {code} with neither a token nor a redirect_url."),
            GatewayAnswer<SnapAnswer>.Answered { StatusCode: >= 200 and < 300, Body: var answer } => Opened(request, answer),
            GatewayAnswer<SnapAnswer>.Answered answered => MidtransOrder.IsTaken(answered.Body.Reason)
                ? Refusals.Of("406", answered.Body.Reason) : Refusals.Of($"{answered.StatusCode}", answered.Body.Reason),
            GatewayAnswer<SnapAnswer>.Unclear { IsRefusal: true } unclear => Refusals.Of($"{unclear.StatusCode}", null),
            GatewayAnswer<SnapAnswer>.NotDone notDone => new OpenResult.Rejected("unavailable", notDone.Message),
            GatewayAnswer<SnapAnswer>.Unclear unclear => new OpenResult.Unknown(unclear.Message),
            _ => throw new InvalidOperationException(),
        };
    }

    // Until the customer picks a way to pay there is no transaction (WIRE W3).
    protected override StatusResult NotThere(OpenedAttempt attempt) =>
        Now < attempt.ExpiresAt ? new StatusResult.Pending() : new StatusResult.NotFound();

    protected override string? ProviderRef(string orderId) => null;

    private OpenResult Opened(OpenRequest request, SnapAnswer answer)
    {
        if (_page.Refuse(answer.RedirectUrl, out var page) is { } refusal) return new OpenResult.Rejected("page_refused", refusal);
        if (string.IsNullOrWhiteSpace(answer.Token))
            return new OpenResult.Rejected("answer_refused", "Midtrans opened a page without a token.");
        return new OpenResult.Opened { ProviderRef = answer.Token, TotalAmount = request.TotalAmount, RedirectUrl = page };
    }
}
