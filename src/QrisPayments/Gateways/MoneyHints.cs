using QrisPayments.Money;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;

namespace QrisPayments.Gateways;

/// <summary>Applies webhooks that speak of money without an attempt.</summary>
internal sealed class MoneyHints(ToldMoney told, CreditIntake intake)
{
    public async Task<WebhookOutcome> ApplyAsync(
        ProviderAccount account, WebhookRow row, LedgerEntry entry, CancellationToken cancellationToken)
    {
        // The ledger shows the same money under another id (WIRE Q3); counting it from both would count it twice.
        if (account.Provider is IReadLedger && !account.Traits.WebhooksAreEvidence)
            return await told.ApplyAsync(account, row, entry, cancellationToken);
        await intake.ReceiveAsync(LedgerPoller.Credit(account.Id, entry, "webhook"), cancellationToken);
        return new WebhookOutcome.Applied();
    }
}
