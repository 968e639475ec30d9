using Microsoft.Extensions.Logging;
using QrisPayments.Foundation;
using QrisPayments.Plugins;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>Has the inbox record what the plugin says of a stored webhook.</summary>
internal sealed class VerdictRecorder(Database database, WebhookInbox inbox, WebhookBell bell, ILogger<VerdictRecorder> logger)
{
    /// <summary>How much of a forged body is kept.</summary>
    private const int TraceLength = 2_000;

    public Task RecordAsync(WebhookRow row, WebhookVerdict verdict) => verdict switch
    {
        WebhookVerdict.Genuine genuine => VerifiedAsync(row, ReadWebhook.Of(genuine)),
        WebhookVerdict.Forged forged => KeepAsync(row, WebhookVerdicts.Forged, forged.Reason, isAccepted: false),
        WebhookVerdict.Malformed malformed =>
            KeepAsync(row, WebhookVerdicts.Malformed, malformed.Reason, isAccepted: malformed.Reply.StatusCode is >= 200 and < 300),
        _ => throw new InvalidOperationException($"There is no verdict {verdict.GetType().Name}."),
    };

    private async Task VerifiedAsync(WebhookRow row, ReadWebhook read)
    {
        if (await inbox.VerifiedAsync(row, read)) bell.Ring();
    }

    private async Task KeepAsync(WebhookRow row, string verdict, string reason, bool isAccepted)
    {
        var isCut = verdict == WebhookVerdicts.Forged && row.ReplayedAtDb is null && row.Body.Length > TraceLength;
        var isNew = await database.TransactAsync(async session =>
        {
            if (!await WebhookInbox.KeepAsync(session, row, verdict, reason, isCut ? StoredText.Cut(row.Body, TraceLength) : null))
                return false;
            // Accepted, so it will not come again, and yet not understood: a person has to read it (WIRE Q18).
            if (isAccepted)
                await ReviewBook.OpenOfWebhookAsync(session, row.Id, null,
                    $"Webhook {row.Id} at {row.Account} was accepted but cannot be understood: {reason}", session.Now);
            return true;
        }, CancellationToken.None);
        if (isNew) logger.LogWarning("Webhook {Webhook} at {Account} is {Verdict}: {Reason}", row.Id, row.Account, verdict, reason);
    }
}

/// <summary>Wakes this node's worker of webhooks.</summary>
internal sealed class WebhookBell
{
    private readonly Bell _bell = new();

    public void Ring() => _bell.Ring();

    public Task WaitAsync(TimeSpan pause, CancellationToken cancellationToken) => _bell.WaitAsync(pause, cancellationToken);
}
