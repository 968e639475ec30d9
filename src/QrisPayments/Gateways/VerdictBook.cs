using Microsoft.Extensions.Logging;
using QrisPayments.Plugins;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>Enters what the plugin thinks of a stored webhook.</summary>
internal sealed class VerdictBook(Database database, WebhookSignal signal, TimeProvider clock, ILogger<VerdictBook> logger)
{
    // Whatever it was taken for before: a wrong secret is mended, and the gateway sends the same once more. It has a day again, and
    // what had been cut off.
    private const string Believe = """
        UPDATE qris_webhooks SET received_at = CASE WHEN state = 'received' THEN received_at ELSE @now END,
               replayed_at = CASE WHEN state = 'received' THEN replayed_at END,
               body = CASE WHEN is_cut = 1 THEN @body ELSE body END, is_cut = 0,
               verdict = 'genuine', reason = NULL, meaning = @meaning, state = 'due', due_at = @now
        WHERE id = @id AND state IN ('received', 'kept', 'dead')
        """;

    // Of a forged one the beginning is enough for a person; anybody may send it, and nobody shall fill the disk with it. What a person
    // had read again stays whole.
    private const string Keep = """
        UPDATE qris_webhooks SET verdict = @verdict, reason = @reason, state = 'kept', body = COALESCE(@trace, body), is_cut = CASE WHEN @trace IS NULL THEN is_cut ELSE 1 END WHERE id = @id AND state = 'received'
        """;

    private const int Trace = 2_000;

    public Task EnterAsync(WebhookRow row, WebhookVerdict verdict) => verdict switch
    {
        WebhookVerdict.Genuine genuine => BelieveAsync(row, WebhookTelling.Of(genuine)),
        WebhookVerdict.Forged forged => KeepAsync(row, WebhookVerdicts.Forged, forged.Reason, isAccepted: false),
        WebhookVerdict.Malformed malformed => KeepAsync(row, WebhookVerdicts.Malformed, malformed.Reason, isAccepted: malformed.Reply.StatusCode is >= 200 and < 300),
        _ => throw new InvalidOperationException($"There is no verdict {verdict.GetType().Name}."),
    };

    private async Task BelieveAsync(WebhookRow row, WebhookTelling telling)
    {
        var parameters = new { id = row.Id, meaning = telling.ToStored(), body = row.Body, now = clock.Now().ToDb() };
        if (await database.RunAsync(s => s.ExecuteAsync(Believe, parameters), CancellationToken.None) == 1) signal.Ring();
    }

    private async Task KeepAsync(WebhookRow row, string verdict, string reason, bool isAccepted)
    {
        var parameters = new { id = row.Id, verdict, reason = StoredText.Cut(reason, 500), trace = verdict == WebhookVerdicts.Forged && row.ReplayedAtDb is null && row.Body.Length > Trace ? StoredText.Cut(row.Body, Trace) : null };
        var isNew = await database.TransactAsync(async session =>
        {
            if (await session.ExecuteAsync(Keep, parameters) == 0) return false;
            // Accepted, so it will not come again, and yet not understood: a person has to read it (WIRE Q18).
            if (isAccepted)
                await ReviewBook.OpenOfWebhookAsync(session, row.Id, null, $"Webhook {row.Id} at {row.Account} was accepted but cannot be understood: {reason}", clock.Now());
            return true;
        }, CancellationToken.None);
        if (isNew) logger.LogWarning("Webhook {Webhook} at {Account} is {Verdict}: {Reason}", row.Id, row.Account, verdict, reason);
    }
}
