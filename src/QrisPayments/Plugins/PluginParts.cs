using Microsoft.Extensions.Logging;
using QrisPayments.Checkout;
using QrisPayments.Plugins.Providers;
using QrisPayments.Receipts;

namespace QrisPayments.Plugins;

/// <summary>
/// What a plugin brings, before there are settings to make it with. Its one type of settings is <see cref="NoSettings"/> when it has none.
/// </summary>
internal sealed record PluginParts(
    Type SettingsType, ProviderDeclaration? Provider, IReadOnlyList<FilterDeclaration> Filters, IReadOnlyList<HandlerDeclaration> Handlers)
{
    /// <summary>Makes the facade; runs the plugin's code. Null when the plugin brings none.</summary>
    public Func<FacadeContext, IGatewayFacade>? Facade { get; init; }
}

/// <summary>What the module gives to every part.</summary>
internal sealed record PartServices(TimeProvider Clock, ILogger Logger, HttpClient Http);

/// <summary>A provider that a plugin declared.</summary>
internal abstract class ProviderDeclaration
{
    /// <summary>Makes the provider; runs the plugin's code.</summary>
    public abstract IPaymentProvider Create(string accountId, bool isSandbox, object settings, PartServices services);

    internal sealed class Of<TSettings>(Func<ProviderContext<TSettings>, IPaymentProvider> create) : ProviderDeclaration
        where TSettings : class, new()
    {
        public override IPaymentProvider Create(string accountId, bool isSandbox, object settings, PartServices services) =>
            create(new ProviderContext<TSettings>
            {
                AccountId = accountId, IsSandbox = isSandbox, Settings = Settings<TSettings>(settings),
                Clock = services.Clock, Logger = services.Logger, Http = services.Http,
            });
    }

    /// <summary>A part without settings gets none, whatever the plugin's others have.</summary>
    internal static TSettings Settings<TSettings>(object settings) where TSettings : class, new() =>
        settings as TSettings ?? new TSettings();
}

/// <summary>A filter that a plugin declared.</summary>
internal abstract class FilterDeclaration(Type value, int order)
{
    /// <summary>What filters may change.</summary>
    public static readonly IReadOnlyList<Type> Values = [typeof(NewPayment), typeof(Checkout.CheckoutModel), typeof(Receipts.ReceiptModel),
        typeof(CallbackPayload)];

    public Type Value { get; } = value;

    public int Order { get; } = order;

    /// <summary>Makes the filter, an <see cref="IFilter{TValue}"/> of <see cref="Value"/>; runs the plugin's code.</summary>
    public abstract object Create(object settings, PartServices services);

    internal sealed class Of<TSettings, TValue>(
        Func<PluginContext<TSettings>, IFilter<TValue>> create, int order) : FilterDeclaration(typeof(TValue), order)
        where TSettings : class, new()
        where TValue : class
    {
        public override object Create(object settings, PartServices services) =>
            create(new PluginContext<TSettings>
            {
                Settings = ProviderDeclaration.Settings<TSettings>(settings), Clock = services.Clock, Logger = services.Logger,
                Http = services.Http,
            });
    }
}

/// <summary>A handler that a plugin declared.</summary>
internal abstract class HandlerDeclaration(string name, int order)
{
    public string Name { get; } = name;

    public int Order { get; } = order;

    /// <summary>Makes the handler; runs the plugin's code.</summary>
    public abstract IPaymentHandler Create(object settings, PartServices services);

    internal sealed class Of<TSettings>(
        string name, Func<PluginContext<TSettings>, IPaymentHandler> create, int order) : HandlerDeclaration(name, order)
        where TSettings : class, new()
    {
        public override IPaymentHandler Create(object settings, PartServices services) =>
            create(new PluginContext<TSettings>
            {
                Settings = ProviderDeclaration.Settings<TSettings>(settings), Clock = services.Clock, Logger = services.Logger,
                Http = services.Http,
            });
    }
}
