using QrisPayments.Money;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>
/// Applies what a genuine webhook says. It is a hint: where the gateway can be asked, that is done before money counts
/// (DESIGN §4.3); where it cannot, all that the webhook says must agree with our books (WIRE M1).
/// </summary>
internal sealed class WebhookApplier(
    ProviderDirectory providers, GatewayAttempts attempts, VerdictRecorder verdicts, AttemptHints attemptHints, MoneyHints moneyHints,
    UnprovenHints unprovenHints)
{
    public async Task<WebhookOutcome> ApplyAsync(WebhookRow row, CancellationToken cancellationToken)
    {
        if (providers.Find(row.Account) is not { Provider: IReceiveWebhooks } account)
            return new WebhookOutcome.Waits("The account's plugin is not running.");
        var called = row.AttemptId is null ? null : await attempts.FindAsync(row.Account, row.AttemptId, cancellationToken);
        if (row.Reading is not { } reading) return await verdicts.VerifyAsync(account, row, called, cancellationToken);
        var read = ReadWebhook.FromStored(reading);
        if (read.SaysNothing && called is null) return new WebhookOutcome.Applied();
        if (row.IsHint) return await unprovenHints.ApplyAsync(account, read, row.Since.FromDb(), cancellationToken);
        return read.Credit is { } entry
            ? await moneyHints.ApplyAsync(account, row, entry, cancellationToken)
            : await attemptHints.ApplyAsync(account, row, read, called, cancellationToken);
    }
}
