using QrisPayments.Midtrans.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.Midtrans;

/// <summary>What Midtrans says of refunds.</summary>
internal static class RefundReading
{
    /// <summary>The answer to a refund that was asked for.</summary>
    public static RefundAnswer Answer(RefundRequest request, GatewayAnswer<TransactionAnswer> answer) => answer switch
    {
        // The body's own code counts: the HTTP status is often 200 whatever happened (WIRE W4).
        GatewayAnswer<TransactionAnswer>.Answered { Body: { StatusCode: "200" } body } => Done(request, body),
        GatewayAnswer<TransactionAnswer>.Answered { Body.StatusCode: "201" } => new RefundAnswer.Pending(),
        // "Accepted" without a word of Midtrans's own is no refusal.
        GatewayAnswer<TransactionAnswer>.Answered { Body.StatusCode: null, StatusCode: < 400 } answered =>
            new RefundAnswer.Unknown($"Midtrans answered {answered.StatusCode} and says nothing of the refund."),
        GatewayAnswer<TransactionAnswer>.Answered answered =>
            Refused(answered.Body.StatusCode ?? $"{answered.StatusCode}", answered.Body.Reason),
        GatewayAnswer<TransactionAnswer>.Unclear { IsRefusal: true } unclear => Refused($"{unclear.StatusCode}", null),
        GatewayAnswer<TransactionAnswer>.NotDone notDone => new RefundAnswer.Unknown(notDone.Message, notDone.RetryAfter),
        GatewayAnswer<TransactionAnswer>.Unclear unclear => new RefundAnswer.Unknown(unclear.Message),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>How a refund stands, from the transaction's list.</summary>
    public static RefundAnswer InTransaction(RefundRequest request, GatewayAnswer<TransactionAnswer> answer)
    {
        switch (answer)
        {
            case GatewayAnswer<TransactionAnswer>.Answered { Body: { TransactionStatus.Length: > 0 } transaction }
                when transaction.OrderId == request.Attempt.AttemptId:
                if (transaction.Refunds?.FirstOrDefault(entry => entry.RefundKey == request.Key) is { } ours)
                    return Amount(ours.RefundAmount) == request.Amount
                        ? new RefundAnswer.Done(ours.RefundChargebackId)
                        : new RefundAnswer.Unknown($"Midtrans has refund {request.Key} with another amount.");
                // Money went back, but the list that would say whether it is ours is not there.
                return transaction is { Refunds: null, TransactionStatus: "refund" or "partial_refund" }
                    ? new RefundAnswer.Unknown("Midtrans says that money went back, and does not list the refunds.")
                    : new RefundAnswer.NotFound();
            case GatewayAnswer<TransactionAnswer>.Answered answered:
                return new RefundAnswer.Unknown(
                    $"Midtrans answered {answered.StatusCode} ({Refusals.Short(answered.Body.StatusCode)}) without the transaction.");
            case GatewayAnswer<TransactionAnswer>.NotDone notDone:
                return new RefundAnswer.Unknown(notDone.Message, notDone.RetryAfter);
            case GatewayAnswer<TransactionAnswer>.Unclear unclear:
                return new RefundAnswer.Unknown(unclear.Message);
            default:
                throw new InvalidOperationException();
        }
    }

    /// <summary>Adds what a transaction says about the money that went back.</summary>
    public static StatusResult.Reversed Told(StatusResult.Reversed reversed, TransactionAnswer answer)
    {
        var entries = answer.Refunds ?? [];
        // One that cannot be read leaves the sum alone to go by.
        var isReadable = entries.All(
            entry => Amount(entry.RefundAmount) is > 0 && (Name(entry.RefundKey) ?? Name(entry.RefundChargebackId)) is not null);
        return reversed with
        {
            TotalRefunded = Amount(answer.RefundAmount) is > 0 and { } total ? total : null,
            Refunds = isReadable ? [.. entries.Select(Entry)] : [],
        };
    }

    private static GatewayRefund Entry(RefundEntry entry) => new()
    {
        Amount = Amount(entry.RefundAmount)!.Value, Key = Name(entry.RefundKey), Reference = Name(entry.RefundChargebackId),
        At = Wib.TryParse(entry.BankConfirmedAt, out var at) || Wib.TryParse(entry.CreatedAt, out at) ? at : null, Reason = entry.Reason,
    };

    private static RefundAnswer Done(RefundRequest request, TransactionAnswer body) =>
        body.OrderId is { } order && order != request.Attempt.AttemptId ? new RefundAnswer.Unknown("Midtrans answered about another order.")
        : body.RefundKey is { } key && key != request.Key ? new RefundAnswer.Unknown("Midtrans answered about another refund.")
        : body.RefundAmount is { } amount && Amount(amount) != request.Amount
            ? new RefundAnswer.Unknown($"Midtrans speaks of {Refusals.Short(amount)} instead of {request.Amount}.")
        : body.TransactionStatus is null or "refund" or "partial_refund" ? new RefundAnswer.Done(Name(body.RefundChargebackId))
        : new RefundAnswer.Unknown($"Midtrans says yes and '{Refusals.Short(body.TransactionStatus)}'.");

    private static RefundAnswer Refused(string code, string? reason) => code switch
    {
        "401" or "403" => new RefundAnswer.Rejected("credentials_refused", "Midtrans refuses the server key."),
        "202" => new RefundAnswer.Rejected("denied", $"The bank or wallet denied the refund{Colon(reason)}."),
        "412" => new RefundAnswer.Rejected("not_refundable", $"Midtrans cannot refund this transaction now{Colon(reason)}."),
        // A key that was used already, or a request that may have done something: the list says which.
        "406" or "408" or "409" or "429" => new RefundAnswer.Unknown($"Midtrans answered {code}{Colon(reason)}."),
        ['4', _, _] => new RefundAnswer.Rejected("refused", $"Midtrans refused the refund ({code}{Colon(reason)})."),
        _ => new RefundAnswer.Unknown($"Midtrans failed ({Refusals.Short(code)}{Colon(reason)})."),
    };

    private static long? Amount(string? text) => RupiahJsonConverter.TryParse(text, out var amount) ? amount : null;

    private static string? Name(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string Colon(string? reason) => string.IsNullOrWhiteSpace(reason) ? "" : $": {Refusals.Short(reason)}";
}
