using QrisPayments.Apps;
using QrisPayments.Money;
using QrisPayments.Outbox;
using QrisPayments.Plugins;
using QrisPayments.Storage;

namespace QrisPayments.Notifications;

/// <summary>Has apps told of money at gateways that tell of money alone, for each new line of the ledger.</summary>
internal sealed class MoneyNotifications(DeliveryQueue queue, AppDirectory apps, PluginHost plugins) : IHearCredits
{
    public async Task HearAsync(DbSession session, Credit credit)
    {
        // An app that may not read the ledger is not told what stands in it.
        foreach (var app in apps.All.Where(app => app.Has(Scopes.LedgerRead)))
            foreach (var (facade, own) in app.Options.Facades)
                if (own.CallbackUrl is { } url && MayTell(facade))
                    await queue.AddAsync(session, new NewDelivery
                    {
                        Kind = CallbackDeliveries.KindName, Subject = credit.Id, Target = url, Receiver = Receiver.Of(url),
                        Needs = facade.ToLowerInvariant(),
                        Args = new DeliveryArgs { App = app.Code, At = session.Now }.ToStored(),
                        GiveUpAt = session.Now + PaymentNotifications.PluginTimeout,
                    });
    }

    /// <summary>A facade that is not there just now may be one that tells of money: the delivery waits for it.</summary>
    private bool MayTell(string facade) => plugins.Current.FindFacade(facade) is not { Facade: not ITellOfMoney };
}
