using QrisPayments.Codec;
using QrisPayments.Midtrans.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.Midtrans;

/// <summary>QRIS by the Core API: the QR is drawn on our own checkout.</summary>
internal sealed class CoreQrisProvider(ProviderContext<MidtransSettings> context) : MidtransProvider(context)
{
    /// <summary>How long after its end a QR may still be "pending" at Midtrans before we end it there.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromMinutes(2);

    public override ProviderTraits Traits { get; } = new();

    public override async Task<StatusResult> QueryAsync(OpenedAttempt attempt, CancellationToken cancellationToken)
    {
        var status = await base.QueryAsync(attempt, cancellationToken);
        // Midtrans is known to leave a QRIS pending after its deadline (midtrans-php#116); ending it there is refused once it is paid.
        if (status is not StatusResult.Pending || Now < attempt.ExpiresAt + Overdue) return status;
        return await Api.CoreAsync(HttpMethod.Post, $"v2/{attempt.AttemptId}/expire", cancellationToken)
            is GatewayAnswer<TransactionAnswer>.Answered { Body: { TransactionStatus: "expire" } ended }
            ? Read(attempt.AttemptId, ended)
            : status;
    }

    public override async Task<CancelAnswer> CancelAsync(OpenedAttempt attempt, CancellationToken cancellationToken) =>
        await CancelTransactionAsync(attempt, cancellationToken) ?? CancelAnswer.Unknown;

    protected override async Task<OpenResult> AskToOpenAsync(OpenRequest request, CancellationToken cancellationToken)
    {
        var (start, minutes) = MidtransTime.Until(request.ExpiresAt, Now);
        var charge = new ChargeRequest
        {
            PaymentType = "qris",
            TransactionDetails = new TransactionDetails { OrderId = request.AttemptId, GrossAmount = request.TotalAmount },
            ItemDetails = ItemDetail.Of(request),
            CustomerDetails = Settings.SendCustomer ? CustomerDetails.Of(request) : null,
            Qris = new QrisBlock(Settings.Acquirer == MidtransAcquirer.ShopeePay ? "airpay shopee" : "gopay"),
            CustomExpiry = new CustomExpiry(start, minutes, "minute"),
        };
        return await Api.ChargeAsync(charge, request.WebhookUrl, cancellationToken) switch
        {
            // The body's own code counts: the HTTP status is often 200 whatever happened.
            GatewayAnswer<TransactionAnswer>.Answered { Body: { StatusCode: "200" or "201" } answer } => Opened(request, answer),
            GatewayAnswer<TransactionAnswer>.Answered answered =>
                Refusals.Of(answered.Body.StatusCode ?? $"{answered.StatusCode}", answered.Body.Reason),
            GatewayAnswer<TransactionAnswer>.Unclear { IsRefusal: true } unclear => Refusals.Of($"{unclear.StatusCode}", null),
            GatewayAnswer<TransactionAnswer>.NotDone notDone => new OpenResult.Rejected("unavailable", notDone.Message),
            GatewayAnswer<TransactionAnswer>.Unclear unclear => new OpenResult.Unknown(unclear.Message),
            _ => throw new InvalidOperationException(),
        };
    }

    // A charge makes the transaction at once; where there is none, there was no charge.
    protected override StatusResult NotThere(OpenedAttempt attempt) => new StatusResult.NotFound();

    protected override string? ProviderRef(string orderId) => orderId;

    private OpenResult Opened(OpenRequest request, TransactionAnswer answer)
    {
        var refusal = answer.OrderId != request.AttemptId ? "Midtrans answered about another order."
            : IsForeign(answer) ? "Midtrans answered about another merchant than the settings name."
            : !RupiahJsonConverter.TryParse(answer.GrossAmount, out var amount) || amount != request.TotalAmount
                ? $"Midtrans wants {Refusals.Short(answer.GrossAmount)} instead of {request.TotalAmount}."
            : answer.Currency is not (null or "IDR") ? $"Midtrans wants {Refusals.Short(answer.Currency)}, not rupiah."
            : answer.TransactionStatus is not (
                null or "pending" or "settlement") ? $"Midtrans says '{Refusals.Short(answer.TransactionStatus)}' at once."
            : null;
        if (refusal is not null) return new OpenResult.Rejected("answer_refused", refusal);
        // Its picture would be an address of Midtrans's in the customer's browser (WIRE G11).
        if (string.IsNullOrWhiteSpace(answer.QrString))
            return new OpenResult.Rejected("qr_missing", "Midtrans opened the payment without a qr_string. "
                + "Choose another QRIS issuer, or Midtrans's payment page.");
        var qr = QrisInspector.Inspect(answer.QrString);
        if (!qr.IsValid || qr.Amount != request.TotalAmount)
            return new OpenResult.Rejected("qr_refused", $"Midtrans's QR is broken or asks for {qr.AmountText ?? "no amount"} "
                + $"instead of {request.TotalAmount}.");
        return new OpenResult.Opened
        {
            ProviderRef = request.AttemptId,
            TotalAmount = request.TotalAmount,
            QrPayload = answer.QrString,
            ExpiresAt = Wib.TryParse(answer.ExpiryTime, out var end) ? end : null,
        };
    }
}
