namespace QrisPayments.Plugins;

/// <summary>Collects what one plugin declares.</summary>
internal sealed class PluginBuilder : IPluginBuilder
{
    private readonly List<FilterDeclaration> _filters = [];
    private readonly List<HandlerDeclaration> _handlers = [];
    private Type? _settings;
    private ProviderDeclaration? _provider;
    private Func<FacadeContext, IGatewayFacade>? _facade;

    public PluginParts Parts => new(_settings ?? typeof(NoSettings), _provider, _filters, _handlers) { Facade = _facade };

    public IPluginBuilder AddProvider<TSettings>(Func<ProviderContext<TSettings>, IPaymentProvider> create)
        where TSettings : class, new()
    {
        ArgumentNullException.ThrowIfNull(create);
        if (_provider is not null) throw new InvalidOperationException("A plugin brings one provider; AddProvider was called twice.");
        Settle(typeof(TSettings));
        _provider = new ProviderDeclaration.Of<TSettings>(create);
        return this;
    }

    public IPluginBuilder AddFilter<TSettings, TValue>(Func<PluginContext<TSettings>, IFilter<TValue>> create, int order = 0)
        where TSettings : class, new()
        where TValue : class
    {
        ArgumentNullException.ThrowIfNull(create);
        if (!FilterDeclaration.Values.Contains(typeof(TValue)))
            throw new InvalidOperationException($"There is no filter for {typeof(TValue).Name}; "
                + $"filters change {string.Join(", ", FilterDeclaration.Values.Select(value => value.Name))}.");
        Settle(typeof(TSettings));
        _filters.Add(new FilterDeclaration.Of<TSettings, TValue>(create, order));
        return this;
    }

    public IPluginBuilder AddHandler<TSettings>(string name, Func<PluginContext<TSettings>, IPaymentHandler> create, int order = 0)
        where TSettings : class, new()
    {
        ArgumentNullException.ThrowIfNull(create);
        if (!PluginId.IsValid(name)) throw new InvalidOperationException($"The handler's name '{name}' must be {PluginId.Rule}.");
        if (_handlers.Any(handler => handler.Name == name)) throw new InvalidOperationException($"Two handlers are named '{name}'.");
        Settle(typeof(TSettings));
        _handlers.Add(new HandlerDeclaration.Of<TSettings>(name, create, order));
        return this;
    }

    public IPluginBuilder AddFacade(Func<FacadeContext, IGatewayFacade> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        if (_facade is not null) throw new InvalidOperationException("A plugin brings one facade; AddFacade was called twice.");
        _facade = create;
        return this;
    }

    /// <summary>All parts share one type of settings, so that there is one form; a part without settings fits any.</summary>
    private void Settle(Type settings)
    {
        if (settings == typeof(NoSettings)) return;
        if (_settings is not null && _settings != settings)
            throw new InvalidOperationException("A plugin has one type of settings; its parts ask for "
                + $"{_settings.Name} and {settings.Name}.");
        _settings = settings;
    }
}
