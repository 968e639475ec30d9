using QrisPayments.Apps;
using QrisPayments.Outbox;
using QrisPayments.Plugins;
using QrisPayments.Storage;

namespace QrisPayments.Facades;

/// <summary>Makes callbacks in the shape of the gateway through whose facade a payment was made.</summary>
internal sealed class FacadeCallbacks(FacadeStore store, FacadeLedger ledger, FacadeApps apps, PluginHost plugins, TimeProvider clock)
{
    /// <summary>What is to be sent, or how it ended without.</summary>
    public Task<FacadeMessage> MakeAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        // Switched off since it was claimed: the next look leaves it alone until the plugin is back.
        if (plugins.Current.FindFacade(delivery.Facade!) is not { } facade)
            return Ended(new DeliveryResult.Failed($"The plugin {delivery.Facade} is switched off."));
        return delivery.CreditId is { } creditId ? OfMoneyAsync(facade, delivery.App!, creditId, cancellationToken) : OfPaymentAsync(facade, delivery, cancellationToken);
    }

    private async Task<FacadeMessage> OfPaymentAsync(ActiveFacade facade, Delivery delivery, CancellationToken cancellationToken)
    {
        if (await store.FindByIdAsync(facade.PluginId, delivery.PaymentId, cancellationToken) is not var (payment, named) || apps.Find(payment.App ?? "") is not { } app)
            return new FacadeMessage.Ended(new DeliveryResult.Failed("The payment or its app is not there any more.", Final: true));
        // Without a reference nobody outside knows of it. A create that is just being answered will give it one.
        if (named is null)
            return new FacadeMessage.Ended(payment.Status is PaymentStatus.Pending or PaymentStatus.Paid ? new DeliveryResult.Failed("The payment has no reference yet.") : new DeliveryResult.Done());
        // The gateway tells nobody, but whoever gave the app an address wants to hear.
        if (facade.Facade is not ITellOfPayments teller) return new FacadeMessage.Ours();
        var happened = new FacadeEvent
        {
            Id = delivery.EventId!, Type = delivery.EventType!, At = delivery.EventAt!.Value.FromDb(), SentAt = clock.Now(), Payment = named,
            App = apps.Info(app, facade.PluginId), Secret = FacadeApps.Secret(app, facade.PluginId),
        };
        return Of(await FacadeCalls.TellAsync(facade, () => teller.Tell(happened)));
    }

    private async Task<FacadeMessage> OfMoneyAsync(ActiveFacade facade, string appCode, string creditId, CancellationToken cancellationToken)
    {
        if (facade.Facade is not ITellOfMoney teller) return new FacadeMessage.Ended(new DeliveryResult.Done());
        var app = apps.Find(appCode);
        // It may have lost the scope since: what waited for its plugin is not told, either.
        if (app is not null && !app.Has(Scopes.LedgerRead))
            return new FacadeMessage.Ended(new DeliveryResult.Failed($"The app lacks the scope {Scopes.LedgerRead}.", Final: true));
        if (app is null || await ledger.FindAsync(facade.PluginId, app.Code, FacadeApps.At(app, facade.PluginId)?.Nmid, creditId, cancellationToken) is not { } money)
            return new FacadeMessage.Ended(new DeliveryResult.Failed("The credit or its app is not there any more.", Final: true));
        var told = new FacadeMoney { Money = money, SentAt = clock.Now(), App = apps.Info(app, facade.PluginId), Secret = FacadeApps.Secret(app, facade.PluginId) };
        return Of(await FacadeCalls.TellAsync(facade, () => teller.Tell(told)));
    }

    private static FacadeMessage Of((bool Told, FacadeCallback? Callback) answer) => answer switch
    {
        (false, _) => new FacadeMessage.Ended(new DeliveryResult.Failed("The facade failed while it made the callback.")),
        (true, null) => new FacadeMessage.Ended(new DeliveryResult.Done()),
        (true, var callback) => new FacadeMessage.ToSend(callback),
    };

    private static Task<FacadeMessage> Ended(DeliveryResult result) => Task.FromResult<FacadeMessage>(new FacadeMessage.Ended(result));
}

/// <summary>What becomes of a facade's delivery: exactly one of the nested records.</summary>
internal abstract record FacadeMessage
{
    private FacadeMessage() { }

    public sealed record ToSend(FacadeCallback Callback) : FacadeMessage;

    /// <summary>In the module's own shape.</summary>
    public sealed record Ours : FacadeMessage;

    public sealed record Ended(DeliveryResult Result) : FacadeMessage;
}
