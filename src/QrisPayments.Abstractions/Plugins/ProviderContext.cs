using Microsoft.Extensions.Logging;

namespace QrisPayments.Plugins;

/// <summary>What a provider is given when it is made.</summary>
/// <param name="AccountId">The account that it serves: where the money arrives.</param>
/// <param name="Settings">The account's settings, checked.</param>
/// <param name="Clock">The only clock to use.</param>
/// <param name="Logger">Never write secrets or payer data to it.</param>
public sealed record ProviderContext<TSettings>(string AccountId, TSettings Settings, TimeProvider Clock, ILogger Logger)
    where TSettings : class, new();
