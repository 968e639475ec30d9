using QrisPayments.Apps;
using QrisPayments.Notifications;
using QrisPayments.Outbox;
using QrisPayments.Plugins;
using QrisPayments.Storage;

namespace QrisPayments.Facades;

/// <summary>Makes callbacks in the shape of the gateway through whose facade a payment was made.</summary>
internal sealed class FacadeCallbacks(
    FacadeStore store, FacadeLedger ledger, FacadeApps apps, PluginHost plugins, TimeProvider clock) : IShapeCallbacks
{
    public IReadOnlyCollection<string> Shapes => [.. plugins.Current.Facades.Select(facade => facade.PluginId)];

    public Task<ShapedCallback> MakeAsync(string shape, Delivery delivery, DeliveryArgs args, CancellationToken cancellationToken)
    {
        // Switched off since it was claimed: the next look leaves it alone until the plugin is back.
        if (plugins.Current.FindFacade(shape) is not { } facade)
            return Task.FromResult<ShapedCallback>(
                new ShapedCallback.Ended(new DeliveryResult.Failed($"The plugin {shape} is switched off.")));
        return args.App is { } app
            ? OfMoneyAsync(facade, app, delivery.Subject, cancellationToken)
            : OfPaymentAsync(facade, delivery, args, cancellationToken);
    }

    private async Task<ShapedCallback> OfPaymentAsync(
        ActiveFacade facade, Delivery delivery, DeliveryArgs args, CancellationToken cancellationToken)
    {
        if (await store.FindByIdAsync(facade.PluginId, delivery.Subject, cancellationToken) is not { Payment: var payment } sold
            || apps.Find(payment.App ?? "") is not { } app)
            return Failed("The payment or its app is not there any more.", isFinal: true);
        // Without a reference no client knows of it. A create that is just being answered will give it one.
        if (sold.Named is not { } named)
            return payment.Status is PaymentStatus.Pending or PaymentStatus.Paid
                ? Failed("The payment has no reference yet.")
                : new ShapedCallback.Ended(new DeliveryResult.Done());
        // The gateway tells nobody, but an app that has an address wants to hear.
        if (facade.Facade is not ITellOfPayments teller) return new ShapedCallback.Ours();
        var happened = new FacadeEvent
        {
            Id = delivery.EventId!, Type = args.Type!, At = args.At, SentAt = clock.Now(), Payment = named,
            App = apps.Info(app, facade.PluginId), Secret = FacadeApps.Secret(app, facade.PluginId),
        };
        return Of(await FacadeCalls.TellAsync(facade, () => teller.Tell(happened)));
    }

    private async Task<ShapedCallback> OfMoneyAsync(
        ActiveFacade facade, string appCode, string creditId, CancellationToken cancellationToken)
    {
        if (facade.Facade is not ITellOfMoney teller) return new ShapedCallback.Ended(new DeliveryResult.Done());
        var app = apps.Find(appCode);
        // It may have lost the scope since: what waited for its plugin is not told, either.
        if (app is not null && !app.Has(Scopes.LedgerRead)) return Failed($"The app lacks the scope {Scopes.LedgerRead}.", isFinal: true);
        if (app is null) return Failed("The app is not there any more.", isFinal: true);
        if (await ledger.FindAsync(facade.PluginId, app.Code, FacadeApps.At(app, facade.PluginId)?.Nmid, creditId, cancellationToken)
            is not { } money)
            // Behind an import of thousands.
            return Failed("The credit has no number in the ledger yet.");
        var told = new FacadeMoney
        {
            Money = money, SentAt = clock.Now(), App = apps.Info(app, facade.PluginId), Secret = FacadeApps.Secret(app, facade.PluginId)
        };
        return Of(await FacadeCalls.TellAsync(facade, () => teller.Tell(told)));
    }

    private static ShapedCallback Failed(string error, bool isFinal = false) =>
        new ShapedCallback.Ended(new DeliveryResult.Failed(error, Final: isFinal));

    private static ShapedCallback Of(FacadeTelling telling) => telling switch
    {
        FacadeTelling.Send send => new ShapedCallback.ToSend(send.Callback),
        FacadeTelling.Nothing => new ShapedCallback.Ended(new DeliveryResult.Done()),
        _ => Failed("The facade failed while it made the callback."),
    };
}
