using System.Data.Common;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>Has the ledger of an account looked at soon after a customer was shown what to pay there.</summary>
internal sealed class LedgerExpectation(LedgerPoller ledger) : IExpectMoney
{
    public async Task ExpectAsync(ProviderAccount account)
    {
        if (account.Provider is not IReadLedger) return;
        try
        {
            await ledger.ExpectAsync(account.Id, CancellationToken.None);
        }
        catch (Exception exception) when (exception is DbException || DatabaseTroubles.Of(exception) is not null)
        {
            // It is looked at in its own time.
        }
    }
}
