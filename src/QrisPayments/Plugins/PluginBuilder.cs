namespace QrisPayments.Plugins;

/// <summary>Collects what one plugin declares.</summary>
internal sealed class PluginBuilder : IPluginBuilder
{
    public ProviderDeclaration? Provider { get; private set; }

    public IPluginBuilder AddProvider<TSettings>(Func<ProviderContext<TSettings>, IPaymentProvider> create)
        where TSettings : class, new()
    {
        if (Provider is not null) throw new InvalidOperationException("A plugin brings one provider; AddProvider was called twice.");
        Provider = new ProviderDeclaration.Of<TSettings>(create);
        return this;
    }
}
