using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;

namespace QrisPayments.Gateways;

/// <summary>
/// Applies what anybody may have sent (F11): the gateway is asked about a payment of ours, in the poller's turn and at its pace, so that no
/// stranger makes us ask more often than it likes. What the hint says otherwise counts for nothing and opens no case.
/// </summary>
internal sealed class UnprovenHints(GatewayAttempts attempts, LedgerPoller ledger, TimeProvider clock)
{
    /// <summary>How long one about an unknown reference waits for the answer to a create of ours that is under way.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(5);

    /// <param name="account">Where it came to.</param>
    /// <param name="read">What it says.</param>
    /// <param name="since">Since when it is worked on.</param>
    /// <param name="cancellationToken">Set when the host stops.</param>
    public async Task<WebhookOutcome> ApplyAsync(
        ProviderAccount account, ReadWebhook read, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (read.Credit is not null || account.Provider is not IQueryStatus)
        {
            if (account.Provider is not IReadLedger)
                return new WebhookOutcome.Dropped("Nothing proves who sent it, and the gateway cannot be asked.");
            await ledger.HintAsync(account.Id, cancellationToken);
            return new WebhookOutcome.Applied();
        }
        if (await attempts.FindAsync(account.Id, read, cancellationToken) is { } attempt)
        {
            await attempts.HastenAsync(attempt.Id, cancellationToken);
            return new WebhookOutcome.Applied();
        }
        // A fast payer overtakes the answer to our create (WIRE M7); without one under way, the reference stays unknown.
        return clock.GetUtcNow() < since + MaxWait && await attempts.IsAnyUnnamedAsync(account.Id, since - MaxWait, cancellationToken)
            ? new WebhookOutcome.Waits("No attempt with this reference is in the books yet.")
            : new WebhookOutcome.Dropped("No attempt with this reference is in the books, and nothing proves who sent it.");
    }
}
