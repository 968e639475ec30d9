using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Refunds;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>Genuine webhooks that the gateway itself, or our books, contradict: nothing is counted, and a person is told.</summary>
internal sealed class Contradictions(Database database, PaymentBook book, AttemptDoubts doubts, Reversals reversals)
{
    /// <summary>
    /// The webhook tells of money that came or went, and the gateway, when it is asked, does not: its books lag behind, or one of the two
    /// is wrong. What the webhook says otherwise is old news, or will be seen when the gateway is asked in its turn.
    /// </summary>
    /// <param name="row">The webhook.</param>
    /// <param name="read">What it says.</param>
    /// <param name="said">What the gateway answered.</param>
    /// <param name="attempt">As it was before the gateway was asked.</param>
    /// <param name="cancellationToken">Set when the host stops.</param>
    public async Task<WebhookOutcome> OfGatewayAsync(
        WebhookRow row, ReadWebhook read, StatusResult said, AttemptRow attempt, CancellationToken cancellationToken)
    {
        if (!IsDenied(read, said, attempt)) return new WebhookOutcome.Applied();
        if (row.Since.FromDb() + ToldMoney.Patience > database.Now)
            return new WebhookOutcome.Waits("The gateway does not say so when it is asked.", WasAsked: true);
        if (read.Reversed is { } reversed)
            await reversals.DenyAsync(attempt.Id, attempt.PaymentId, reversed, cancellationToken);
        else
            await doubts.DenyPaidAsync(attempt, cancellationToken);
        return new WebhookOutcome.Applied();
    }

    /// <summary>The webhook names another reference than the attempt has.</summary>
    public async Task<WebhookOutcome> OfReferenceAsync(WebhookRow row, AttemptRow attempt, CancellationToken cancellationToken)
    {
        await database.TransactAsync(session => book.OpenOfWebhookAsync(session, row.Id, attempt.PaymentId,
            $"Webhook {row.Id} names another reference than attempt {attempt.Id} has. Nothing was counted."), cancellationToken);
        return new WebhookOutcome.Applied();
    }

    private static bool IsDenied(ReadWebhook read, StatusResult said, AttemptRow attempt) => read.Kind switch
    {
        "paid" => attempt.State != AttemptStates.Paid && said is (StatusResult.Pending or StatusResult.Ended or StatusResult.NotFound),
        "reversed" => said is StatusResult.Paid or StatusResult.Pending or StatusResult.NotFound,
        _ => false,
    };
}
