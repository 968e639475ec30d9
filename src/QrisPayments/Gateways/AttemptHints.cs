using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>Applies webhooks that speak of an attempt.</summary>
internal sealed class AttemptHints(
    GatewayAttempts attempts, AttemptEvidence evidence, Contradictions contradictions, StatusPoller status, Flights flights,
    WebhookVerifier verifier)
{
    /// <param name="account">Where it came to.</param>
    /// <param name="row">The webhook.</param>
    /// <param name="read">What it says.</param>
    /// <param name="called">The attempt whose own address was called; null when it was the account's.</param>
    /// <param name="cancellationToken">Set when the host stops.</param>
    public async Task<WebhookOutcome> ApplyAsync(
        ProviderAccount account, WebhookRow row, ReadWebhook read, AttemptRow? called, CancellationToken cancellationToken)
    {
        // A fast payer overtakes the answer to our create (WIRE M7).
        if ((called ?? await attempts.FindAsync(account.Id, read, cancellationToken)) is not { } attempt)
            return new WebhookOutcome.Waits("No attempt with this reference is in the books.");
        if ((read.AttemptId is { } ours && ours != attempt.Id)
            || (read.ProviderRef is { } theirs && attempt.ProviderRef is { } known && theirs != known))
            return await contradictions.OfReferenceAsync(row, attempt, cancellationToken);
        if (account.Provider is IQueryStatus && !account.Traits.WebhooksAreEvidence)
            return await AskAsync(account, row, read, attempt, cancellationToken);
        if (attempt.ProviderRef is null && attempt.State == AttemptStates.Creating)
            return new WebhookOutcome.Waits("The answer to our create is not in the books yet.");
        if (called is { ProviderRef: not null } && read is { ProviderRef: null, Credit: null })
            return await VerifyAgainAsync(account, row, called, cancellationToken);
        return await ApplyAsync(attempt, row, read, cancellationToken);
    }

    /// <summary>
    /// A genuine webhook asks at once, and once: what the gateway could not say of others must not keep this money waiting. If there is no
    /// answer, it waits as long as the account does. That the gateway wants to be left alone is heeded from the beginning.
    /// </summary>
    private async Task<WebhookOutcome> AskAsync(
        ProviderAccount account, WebhookRow row, ReadWebhook read, AttemptRow attempt, CancellationToken cancellationToken)
    {
        if (await flights.RestAsync(account.Id, Flights.Status, isUrgent: row.AskedAtDb is null, cancellationToken) is { } rest)
            return new WebhookOutcome.Waits("The gateway is left alone for a while.", rest);
        var said = await status.AskAsync(account, attempt, cancellationToken);
        if (said is StatusResult.Unknown unknown) return new WebhookOutcome.Waits(unknown.Message, unknown.RetryAfter, WasAsked: true);
        return await contradictions.OfGatewayAsync(row, read, said, attempt, cancellationToken);
    }

    /// <summary>
    /// It was sent to the attempt's own address and verified before the gateway's reference was in the books (WIRE M7): only now can all
    /// that it says be compared.
    /// </summary>
    private async Task<WebhookOutcome> VerifyAgainAsync(
        ProviderAccount account, WebhookRow row, AttemptRow attempt, CancellationToken cancellationToken) =>
        await verifier.VerifyAsync(account, row, attempt, cancellationToken) switch
        {
            WebhookVerification.Verified { Verdict: WebhookVerdict.Genuine genuine } =>
                await ApplyAsync(attempt, row, ReadWebhook.Of(genuine), cancellationToken),
            WebhookVerification.Failed failed => new WebhookOutcome.Waits(failed.Problem),
            _ => await contradictions.OfReferenceAsync(row, attempt, cancellationToken),
        };

    private async Task<WebhookOutcome> ApplyAsync(AttemptRow attempt, WebhookRow row, ReadWebhook read, CancellationToken cancellationToken)
    {
        if (read.Status() is { } said) await evidence.ApplyAsync(attempt, said, "webhook", row.ReceivedAtDb.FromDb(), cancellationToken);
        return new WebhookOutcome.Applied();
    }
}
