using QrisPayments.Apps;
using QrisPayments.Facades;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Storage;

namespace QrisPayments.Notifications;

/// <summary>Has apps told of money at facades whose gateway tells of money alone.</summary>
internal sealed class MoneyTeller(FacadeApps apps, PluginHost plugins)
{
    /// <summary>Writes a delivery for each who is to hear of a new line of the ledger, in the transaction that stores the credit.</summary>
    public async Task TellAsync(DbSession session, string creditId, DateTimeOffset now)
    {
        // Who may not read the ledger is not told what stands in it.
        foreach (var app in apps.All.Where(app => app.Has(Scopes.LedgerRead)))
            foreach (var (facade, own) in app.Options.Facades)
                if (own.CallbackUrl is { } url && MayTell(facade))
                    await EventLog.TellOfMoneyAsync(session, facade.ToLowerInvariant(), app.Code, url, creditId, now);
    }

    /// <summary>A facade that is not there just now may be one that does: the delivery waits for it.</summary>
    private bool MayTell(string facade) => plugins.Current.FindFacade(facade) is not { Facade: not ITellOfMoney };
}
