using System.Text.Json;
using QrisPayments.Matching;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Polling;
using QrisPayments.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Webhooks;

/// <summary>
/// Works out what a genuine webhook means. It is a hint: where the gateway can be asked, that is done before money counts
/// (DESIGN §4.3); where it cannot, all that the webhook says must agree with our books (WIRE M1).
/// </summary>
internal sealed class WebhookMeaning(
    ProviderDirectory providers, ProviderCalls calls, AttemptBook attempts, AttemptEvidence evidence, StatusPoller status, LedgerPoller ledger,
    CreditIntake intake, Database database, TimeProvider clock)
{
    /// <summary>What became of it: null when it is done with, else why it has to wait.</summary>
    public async Task<Waiting?> WorkAsync(WebhookRow row, CancellationToken cancellationToken)
    {
        if (providers.Find(row.Account) is not { Provider: IReceiveWebhooks } account) return new Waiting("The account's plugin is not running.");
        var told = row.AttemptId is null ? null : await attempts.FindAsync(row.Account, row.AttemptId, cancellationToken);
        var verdict = await calls.ReadWebhookAsync(account, Request(row, told, new WebhookRedaction(account.Secrets)), cancellationToken);
        if (verdict is not WebhookVerdict.Genuine genuine) return new Waiting("It is no longer judged genuine; were the settings changed?");
        return genuine.Credit is { } entry
            ? await MoneyAsync(account, entry, cancellationToken)
            : await AttemptAsync(account, row, genuine, told, cancellationToken);
    }

    private async Task<Waiting?> MoneyAsync(ProviderAccount account, LedgerEntry entry, CancellationToken cancellationToken)
    {
        // The ledger shows the same money under another id (WIRE Q3); counting it from both would count it twice.
        if (account.Provider is IReadLedger && !account.Traits.WebhooksAreEvidence)
        {
            await ledger.HintAsync(account.Id, cancellationToken);
            return null;
        }
        await intake.ReceiveAsync(LedgerPoller.Credit(account.Id, entry, "webhook"), cancellationToken);
        return null;
    }

    private async Task<Waiting?> AttemptAsync(ProviderAccount account, WebhookRow row, WebhookVerdict.Genuine genuine, AttemptRow? told, CancellationToken cancellationToken)
    {
        var attempt = told
            ?? (genuine.AttemptId is { } id ? await attempts.FindAsync(account.Id, id, cancellationToken) : null)
            ?? (genuine.ProviderRef is { } reference ? await attempts.FindByRefAsync(account.Id, reference, cancellationToken) : null);
        // A fast payer overtakes the answer to our create (WIRE M7).
        if (attempt is null) return new Waiting("No attempt with this reference is in the books.");
        if ((genuine.AttemptId is { } ours && ours != attempt.Id)
            || (genuine.ProviderRef is { } theirs && attempt.ProviderRef is { } known && theirs != known))
        {
            await MismatchAsync(attempt, row, cancellationToken);
            return null;
        }
        if (account.Provider is IQueryStatus && !account.Traits.WebhooksAreEvidence)
            return await status.AskAsync(account, attempt, cancellationToken) is { } unknown ? new Waiting(unknown.Message, unknown.RetryAfter) : null;
        if (attempt.ProviderRef is null && attempt.State == AttemptStates.Creating) return new Waiting("The answer to our create is not in the books yet.");
        if (genuine.Status is { } said) await evidence.ApplyAsync(attempt, said, "webhook", cancellationToken);
        return null;
    }

    private Task MismatchAsync(AttemptRow attempt, WebhookRow row, CancellationToken cancellationToken) =>
        database.TransactAsync(session => ReviewBook.OpenAsync(session, ReviewKinds.Webhook, attempt.PaymentId, null,
            $"Webhook {row.Id} names another reference than attempt {attempt.Id} has. Nothing was counted.", clock.Now()), cancellationToken);

    private static WebhookRequest Request(WebhookRow row, AttemptRow? attempt, WebhookRedaction redaction) => new()
    {
        Headers = new Dictionary<string, string>(JsonSerializer.Deserialize<Dictionary<string, string>>(redaction.Restore(row.Headers))!, StringComparer.OrdinalIgnoreCase),
        Query = JsonSerializer.Deserialize<Dictionary<string, string>>(redaction.Restore(row.Query))!,
        Body = WebhookBody.FromStored(row.Body),
        ReceivedAt = row.ReceivedAtDb.FromDb(),
        Attempt = attempt?.ToOpened(),
        PathKey = row.PathKey is { } key ? redaction.Restore(key) : null,
    };
}

/// <summary>Why a webhook has to wait.</summary>
internal sealed record Waiting(string Reason, TimeSpan? RetryAfter = null);
