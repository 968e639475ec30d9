namespace QrisPayments.Plugins;

/// <summary>
/// Takes what a plugin brings. All its parts share one type of settings: a class or record with settable (or init)
/// properties whose data annotations are the checks, whose <c>Display</c> is the form, and whose <see cref="SecretAttribute"/>
/// marks the secrets. It may implement <see cref="ICheckSettings"/> for what annotations cannot say.
/// </summary>
public interface IPluginBuilder
{
    /// <summary>
    /// Brings a gateway, at most one per plugin. One provider object is made per account, when the account's settings are there
    /// and without fault.
    /// </summary>
    /// <param name="create">
    /// Makes the provider; the capabilities that the object implements (<see cref="IQueryStatus"/>, <see cref="ICancelAttempts"/>,
    /// <see cref="IReceiveWebhooks"/>, <see cref="IReadLedger"/>) are what the gateway can do.
    /// </param>
    IPluginBuilder AddProvider<TSettings>(Func<ProviderContext<TSettings>, IPaymentProvider> create)
        where TSettings : class, new();

    /// <summary>Brings a filter for one of the values named at <see cref="IFilter{TValue}"/>.</summary>
    /// <param name="create">Makes the filter.</param>
    /// <param name="order">Lower runs first; filters with one order run by plugin id.</param>
    IPluginBuilder AddFilter<TSettings, TValue>(Func<PluginContext<TSettings>, IFilter<TValue>> create, int order = 0)
        where TSettings : class, new()
        where TValue : class;

    /// <summary>Brings a handler for the outcomes of payments, called through the outbox like the shop's own.</summary>
    /// <param name="name">1–40 of <c>a-z 0-9 -</c>; deliveries that wait are found by it, so keep it.</param>
    /// <param name="create">Makes the handler, once for every change of settings; it must be safe for concurrent use.</param>
    /// <param name="order">Lower is delivered first when several wait; handlers do not wait for each other.</param>
    IPluginBuilder AddHandler<TSettings>(string name, Func<PluginContext<TSettings>, IPaymentHandler> create, int order = 0)
        where TSettings : class, new();

    /// <summary>
    /// Brings the gateway's own API as we answer it, at most one per plugin. It has no settings, and works in a shop without an account at
    /// that gateway; what belongs to its clients is set on the apps (<c>QrisPayments:Apps</c>).
    /// </summary>
    /// <param name="create">Makes the facade, once per load.</param>
    IPluginBuilder AddFacade(Func<FacadeContext, IGatewayFacade> create);
}
