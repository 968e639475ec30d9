using System.Text.Json;
using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>
/// Works out what a genuine webhook means. It is a hint: where the gateway can be asked, that is done before money counts
/// (DESIGN §4.3); where it cannot, all that the webhook says must agree with our books (WIRE M1).
/// </summary>
internal sealed class WebhookMeaning(
    ProviderDirectory providers, ProviderCalls calls, VerdictBook verdicts, AttemptBook attempts, AttemptEvidence evidence, StatusPoller status, LedgerPoller ledger, Flights flights,
    CreditIntake intake, Database database, TimeProvider clock)
{
    /// <summary>What became of it: null when it is done with, else why it has to wait.</summary>
    public async Task<Waiting?> WorkAsync(WebhookRow row, CancellationToken cancellationToken)
    {
        if (providers.Find(row.Account) is not { Provider: IReceiveWebhooks } account) return new Waiting("The account's plugin is not running.");
        var told = row.AttemptId is null ? null : await attempts.FindAsync(row.Account, row.AttemptId, cancellationToken);
        if (row.Meaning is not { } meaning) return await JudgeAsync(account, row, told, cancellationToken);
        var telling = WebhookTelling.FromStored(meaning);
        if (telling.TellsNothing && told is null) return null;
        return telling.Credit is { } entry
            ? await MoneyAsync(account, entry, cancellationToken)
            : await AttemptAsync(account, row, telling, told, cancellationToken);
    }

    /// <summary>Nobody has judged it. Once it is genuine, the next look works it out.</summary>
    private async Task<Waiting?> JudgeAsync(ProviderAccount account, WebhookRow row, AttemptRow? told, CancellationToken cancellationToken)
    {
        var reading = await calls.ReadWebhookAsync(account, Request(row, told, new WebhookRedaction(account.Secrets)), cancellationToken);
        if (reading is not WebhookJudgement.Judged { Verdict: var verdict }) return new Waiting(((WebhookJudgement.Failed)reading).Problem);
        await verdicts.EnterAsync(row, verdict);
        return new Waiting.Judged();
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

    private async Task<Waiting?> AttemptAsync(ProviderAccount account, WebhookRow row, WebhookTelling genuine, AttemptRow? told, CancellationToken cancellationToken)
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
        {
            // A gateway in trouble is left alone, whatever it sends.
            if (await flights.RestAsync(account.Id, Flights.Status, cancellationToken) is { } rest) return new Waiting("The gateway is left alone for a while.", rest);
            return await status.AskAsync(account, attempt, cancellationToken) is { } unknown ? new Waiting(unknown.Message, unknown.RetryAfter) : null;
        }
        if (attempt.ProviderRef is null && attempt.State == AttemptStates.Creating) return new Waiting("The answer to our create is not in the books yet.");
        if (told is { ProviderRef: not null } && genuine is { ProviderRef: null, Credit: null })
            return await JudgeAgainAsync(account, row, told, cancellationToken);
        if (genuine.Status() is { } said) await evidence.ApplyAsync(attempt, said, "webhook", row.ReceivedAtDb.FromDb(), cancellationToken);
        return null;
    }

    /// <summary>
    /// It was sent to the attempt's own address and judged before the gateway's reference was in the books (WIRE M7): only now can all
    /// that it says be compared.
    /// </summary>
    private async Task<Waiting?> JudgeAgainAsync(ProviderAccount account, WebhookRow row, AttemptRow attempt, CancellationToken cancellationToken)
    {
        switch (await calls.ReadWebhookAsync(account, Request(row, attempt, new WebhookRedaction(account.Secrets)), cancellationToken))
        {
            case WebhookJudgement.Judged { Verdict: WebhookVerdict.Genuine genuine }:
                if (WebhookTelling.Of(genuine).Status() is { } said) await evidence.ApplyAsync(attempt, said, "webhook", row.ReceivedAtDb.FromDb(), cancellationToken);
                return null;
            case WebhookJudgement.Failed failed:
                return new Waiting(failed.Problem);
            default:
                await MismatchAsync(attempt, row, cancellationToken);
                return null;
        }
    }

    private Task MismatchAsync(AttemptRow attempt, WebhookRow row, CancellationToken cancellationToken) =>
        database.TransactAsync(session => ReviewBook.OpenOfWebhookAsync(session, row.Id, attempt.PaymentId,
            $"Webhook {row.Id} names another reference than attempt {attempt.Id} has. Nothing was counted.", clock.Now()), cancellationToken);

    private static WebhookRequest Request(WebhookRow row, AttemptRow? attempt, WebhookRedaction redaction) => new()
    {
        Headers = new Dictionary<string, string>(Values(row.Headers, redaction), StringComparer.OrdinalIgnoreCase),
        Query = Values(row.Query, redaction),
        Body = WebhookBody.FromStored(row.Body),
        ReceivedAt = row.ReceivedAtDb.FromDb(),
        Attempt = attempt?.ToOpened(),
        PathKey = row.PathKey is { } key ? redaction.Restore(key) : null,
    };

    private static Dictionary<string, string> Values(string stored, WebhookRedaction redaction) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(stored)!.ToDictionary(pair => pair.Key, pair => redaction.Restore(pair.Value));
}

/// <summary>Why a webhook has to wait.</summary>
internal record Waiting(string Reason, TimeSpan? RetryAfter = null)
{
    /// <summary>It has just been judged; where it stands is in its row already.</summary>
    public sealed record Judged() : Waiting("");
}
