using Microsoft.Extensions.Logging;
using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>Has the inbox record what the plugin says of a webhook.</summary>
internal sealed class VerdictRecorder(
    Database database, WebhookInbox inbox, WebhookVerifier verifier, UnprovenHints hints, WebhookBell bell, ILogger<VerdictRecorder> logger)
{
    /// <summary>Takes in what has just come.</summary>
    /// <param name="account">Where it came to.</param>
    /// <param name="request">The request.</param>
    /// <param name="verdict">What the plugin said; null when it could not say anything.</param>
    public async Task TakeInAsync(ProviderAccount account, WebhookRequest request, WebhookVerdict? verdict)
    {
        var judged = verdict is null ? null : WebhookJudgement.Of(verdict);
        var stored = StoredRequest.Of(request, new WebhookRedaction(account.Secrets));
        var (row, isNew) = await inbox.AddAsync(account.Id, request.Attempt?.AttemptId, stored, judged);
        if (judged is null) return;
        if (row is null)
        {
            // A hint that is not stored is looked at all the same: it may be about a payment of ours.
            if (judged.Reading is { } read) await hints.ApplyAsync(account, read, request.ReceivedAt, CancellationToken.None);
        }
        // It was stored with its verdict.
        else if (isNew && !judged.NeedsCase) Tell(row, judged);
        else await RecordAsync(row, judged);
    }

    /// <summary>Has a stored one verified. Once it is genuine, the next look applies it.</summary>
    public async Task<WebhookOutcome> VerifyAsync(
        ProviderAccount account, WebhookRow row, AttemptRow? called, CancellationToken cancellationToken)
    {
        switch (await verifier.VerifyAsync(account, row, called, cancellationToken))
        {
            case WebhookVerification.Verified verified:
                await RecordAsync(row, WebhookJudgement.Of(verified.Verdict));
                return new WebhookOutcome.Verified();
            case WebhookVerification.Failed failed:
                return new WebhookOutcome.Waits(failed.Problem);
            case var other:
                throw new InvalidOperationException($"Unknown verification {other.GetType().Name}.");
        }
    }

    private async Task RecordAsync(WebhookRow row, WebhookJudgement judged)
    {
        if (judged.Reading is not null)
        {
            if (await inbox.VerifiedAsync(row, judged)) bell.Ring();
            return;
        }
        var isNew = await database.TransactAsync(async session =>
        {
            if (!await WebhookInbox.KeepAsync(session, row, judged)) return false;
            if (judged.NeedsCase)
                await ReviewBook.OpenOfWebhookAsync(session, row.Id, null,
                    $"Webhook {row.Id} at {row.Account} was accepted but cannot be understood: {judged.Reason}", session.Now);
            return true;
        }, CancellationToken.None);
        if (isNew) Tell(row, judged);
    }

    private void Tell(WebhookRow row, WebhookJudgement judged)
    {
        if (judged.Reading is not null) bell.Ring();
        else logger.LogWarning("Webhook {Webhook} at {Account} is {Verdict}: {Reason}", row.Id, row.Account, judged.Verdict, judged.Reason);
    }
}

/// <summary>Wakes this node's worker of webhooks.</summary>
internal sealed class WebhookBell
{
    private readonly Bell _bell = new();

    public void Ring() => _bell.Ring();

    public Task WaitAsync(TimeSpan pause, CancellationToken cancellationToken) => _bell.WaitAsync(pause, cancellationToken);
}
