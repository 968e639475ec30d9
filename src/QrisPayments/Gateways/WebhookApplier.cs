using QrisPayments.Money;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;

namespace QrisPayments.Gateways;

/// <summary>
/// Applies what a genuine webhook says. It is a hint: where the gateway can be asked, that is done before money counts
/// (DESIGN §4.3); where it cannot, all that the webhook says must agree with our books (WIRE M1).
/// </summary>
internal sealed class WebhookApplier(
    ProviderDirectory providers, GatewayAttempts attempts, WebhookVerifier verifier, VerdictRecorder verdicts, AttemptHints attemptHints,
        MoneyHints moneyHints)
{
    public async Task<WebhookOutcome> ApplyAsync(WebhookRow row, CancellationToken cancellationToken)
    {
        if (providers.Find(row.Account) is not { Provider: IReceiveWebhooks } account)
            return new WebhookOutcome.Waits("The account's plugin is not running.");
        var called = row.AttemptId is null ? null : await attempts.FindAsync(row.Account, row.AttemptId, cancellationToken);
        if (row.Reading is not { } reading) return await VerifyAsync(account, row, called, cancellationToken);
        var read = ReadWebhook.FromStored(reading);
        if (read.SaysNothing && called is null) return new WebhookOutcome.Applied();
        return read.Credit is { } entry
            ? await moneyHints.ApplyAsync(account, row, entry, cancellationToken)
            : await attemptHints.ApplyAsync(account, row, read, called, cancellationToken);
    }

    /// <summary>It was never verified. Once it is genuine, the next look applies it.</summary>
    private async Task<WebhookOutcome> VerifyAsync(
        ProviderAccount account, WebhookRow row, AttemptRow? called, CancellationToken cancellationToken)
    {
        switch (await verifier.VerifyAsync(account, row, called, cancellationToken))
        {
            case WebhookVerification.Verified verified:
                await verdicts.RecordAsync(row, verified.Verdict);
                return new WebhookOutcome.Verified();
            case WebhookVerification.Failed failed:
                return new WebhookOutcome.Waits(failed.Problem);
            case var other:
                throw new InvalidOperationException($"Unknown verification {other.GetType().Name}.");
        }
    }
}
