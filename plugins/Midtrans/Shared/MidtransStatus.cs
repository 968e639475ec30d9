using QrisPayments.Plugins;

namespace QrisPayments.Midtrans;

/// <summary>
/// What Midtrans's words about a transaction mean. Both plugins that speak of Midtrans compile this file, each for itself:
/// plugins share no assembly.
/// </summary>
internal static class MidtransStatus
{
    /// <summary>
    /// Reads one answer. The number in <c>status_code</c> is left out on purpose: it may disagree with all the rest (WIRE W4).
    /// </summary>
    /// <param name="transactionStatus">What counts.</param>
    /// <param name="fraudStatus">Often missing for QRIS.</param>
    /// <param name="paid">What is known about the money, should it be there.</param>
    public static StatusResult Read(string? transactionStatus, string? fraudStatus, StatusResult.Paid paid)
    {
        var status = transactionStatus?.Trim().ToLowerInvariant();
        var fraud = fraudStatus?.Trim().ToLowerInvariant();
        return status switch
        {
            "settlement" when fraud is null or "" or "accept" => paid,
            // A card payment that nobody screened is not yet money (WIRE W1).
            "capture" when fraud is "accept" => paid,
            "capture" or "settlement" when fraud is "deny" => new StatusResult.Pending(paid.ProviderRef) { Found = paid.Found },
            "capture" or "settlement" => new StatusResult.Doubtful("fraud_unsettled",
                $"Midtrans has the money ({status}) but its fraud check says '{Short(fraud)}'. "
                    + "Accept or deny it in the Midtrans dashboard."),
            // The customer may try another method under the same order (WIRE W5); an authorisation moves no money.
            "pending" or "authorize" or "deny" => new StatusResult.Pending(paid.ProviderRef) { Found = paid.Found },
            "expire" => new StatusResult.Ended(AttemptEnd.Expired),
            "cancel" => new StatusResult.Ended(AttemptEnd.Cancelled),
            "failure" => new StatusResult.Ended(AttemptEnd.Failed),
            // It was paid, and the money went back: refund, partial_refund, chargeback, partial_chargeback and their like.
            _ => ReversalWords.Read(status,
                    $"Midtrans took the money and says '{Short(status)}' now. Look at the transaction in the Midtrans dashboard.") switch
                {
                    StatusResult.Reversed reversed => reversed with { Payment = paid },
                    _ => new StatusResult.Unreadable("Midtrans says a status that this plugin does not know.", transactionStatus),
                },
        };
    }

    /// <summary>A gateway's word in a message for the operator.</summary>
    private static string Short(string? word) => word is null or "" ? "nothing" : word.Length > 30 ? word[..30] : word;
}
