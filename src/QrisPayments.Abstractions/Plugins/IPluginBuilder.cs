namespace QrisPayments.Plugins;

/// <summary>Takes what a plugin brings.</summary>
public interface IPluginBuilder
{
    /// <summary>
    /// Brings a gateway. One provider object is made per account, when its settings
    /// (<c>QrisPayments:Providers:{plugin id}:…</c>) are there and without fault.
    /// </summary>
    /// <typeparam name="TSettings">
    /// A class with settable properties; their data annotations are the checks. It may implement <see cref="ICheckSettings"/>
    /// for what annotations cannot say.
    /// </typeparam>
    IPluginBuilder AddProvider<TSettings>(Func<ProviderContext<TSettings>, IPaymentProvider> create)
        where TSettings : class, new();
}
