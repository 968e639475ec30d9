using QrisPayments.Plugins;

namespace QrisPayments.Providers;

/// <summary>An account that money can arrive on, with the provider that serves it.</summary>
/// <param name="Id">The account's id, in the API too.</param>
/// <param name="ProviderId">The plugin's id.</param>
/// <param name="Provider">The plugin's object.</param>
/// <param name="Traits">Read once: a plugin's answer must not change between two looks.</param>
internal sealed record ProviderAccount(string Id, string ProviderId, IPaymentProvider Provider, ProviderTraits Traits);
