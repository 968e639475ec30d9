using System.Text.Json;
using QrisPayments.MamzPay.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.MamzPay;

/// <summary>
/// Verifies and reads a <see cref="PaidNotice"/>. Nothing signs it, so all of these must agree with our books: the secret address that was
/// made for this attempt alone, our reference, MamzPay's reference, the amount and the status (WIRE M1).
/// </summary>
internal static class WebhookCheck
{
    private static readonly WebhookReply Accepted = Reply(200, isOk: true);
    private static readonly WebhookReply Refused = Reply(403, isOk: false);
    private static readonly WebhookReply NotYet = Reply(503, isOk: false);

    public static WebhookVerdict Verify(WebhookRequest request, long? confirmAbove)
    {
        // One answer for an address that is wrong, old or another's: nobody learns which (WIRE G10).
        if (request.Attempt is not { } attempt)
            return new WebhookVerdict.Forged("It was sent to no payment's own address.") { Reply = Refused };
        // From here on the sender knows the secret address. MamzPay may not try again, so nothing of this is turned away unread.
        if (!request.TryReadJson(MamzPayJson.Default.PaidNotice, out var notice))
            return Malformed("It is not the JSON that MamzPay's text describes.");
        if (Reversal(attempt, notice) is { } reversal) return reversal;
        if (notice.Status != PaidNotice.Paid) return Malformed("Its status is not PAID, and MamzPay's text knows no other.");
        if (notice is not { RefId: { } refId, TrxIdGateway: { } trxId, AmountReceived: { } amount })
            return Malformed("It lacks ref_id, trx_id_gateway or amount_received.");

        if (refId != attempt.AttemptId) return new WebhookVerdict.Forged("Its ref_id is another payment's.") { Reply = Refused };
        if (attempt.ProviderRef is not { } known) return Early(attempt, trxId, amount);
        if (trxId != known) return new WebhookVerdict.Forged("Its trx_id_gateway is another payment's.") { Reply = Refused };
        if (amount != attempt.TotalAmount)
            return Doubtful(attempt, known, "amount_differs", $"MamzPay reports {Rupiah.Format(amount)}, but "
                + $"{Rupiah.Format(attempt.TotalAmount)} was asked for. Look into the account's mutations.");
        if (amount > confirmAbove)
            return Doubtful(attempt, known, "confirm_by_hand", $"MamzPay reports {Rupiah.Format(amount)}. Amounts above "
                + $"{Rupiah.Format(confirmAbove.Value)} are confirmed by hand: look into the account's mutations.");
        return new WebhookVerdict.Genuine
        {
            Reply = Accepted, AttemptId = attempt.AttemptId, ProviderRef = known,
            Status = new StatusResult.Paid { Amount = amount, Reference = known },
        };
    }

    /// <summary>
    /// The notice overtook the answer to our create (WIRE M7): it is kept and read again when that answer is in the books. If it
    /// never comes, a person decides, because MamzPay's reference and amount cannot be checked.
    /// </summary>
    private static WebhookVerdict.Genuine Early(OpenedAttempt attempt, string trxId, long amount) => new()
    {
        Reply = NotYet, AttemptId = attempt.AttemptId,
        Status = new StatusResult.Doubtful("create_unanswered",
            $"MamzPay reports {Rupiah.Format(amount)} for {Clip(trxId)}, but never answered when the payment was made. "
                + "Look into the account's mutations."),
    };

    /// <summary>MamzPay's text knows no refunds. Should a notice name one of this very payment, it is not dropped.</summary>
    private static WebhookVerdict.Genuine? Reversal(OpenedAttempt attempt, PaidNotice notice) =>
        notice.RefId == attempt.AttemptId && attempt.ProviderRef is { } known && notice.TrxIdGateway == known
        && ReversalWords.Read(notice.Status, "MamzPay says of this payment that its money went back. Look into the account's mutations.")
            is { } reversed
            ? new() { Reply = Accepted, AttemptId = attempt.AttemptId, ProviderRef = known, Status = reversed }
            : null;

    private static WebhookVerdict.Genuine Doubtful(OpenedAttempt attempt, string providerRef, string code, string message) => new()
    {
        Reply = Accepted, AttemptId = attempt.AttemptId, ProviderRef = providerRef, Status = new StatusResult.Doubtful(code, message),
    };

    /// <summary>Accepted, so that a person reads it.</summary>
    private static WebhookVerdict.Malformed Malformed(string reason) => new(reason) { Reply = Accepted };

    private static string Clip(string text) => text.Length <= 64 ? text : text[..64];

    private static WebhookReply Reply(int statusCode, bool isOk) =>
        new(statusCode, JsonSerializer.Serialize(new NoticeReply(isOk), MamzPayJson.Default.NoticeReply));
}
