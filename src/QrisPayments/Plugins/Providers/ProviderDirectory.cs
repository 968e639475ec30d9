namespace QrisPayments.Plugins.Providers;

/// <summary>The accounts that can be paid to, in the shop's order, as they stand at this moment.</summary>
internal sealed class ProviderDirectory(PluginHost plugins)
{
    public IReadOnlyList<ProviderAccount> Accounts =>
        [.. plugins.Current.Accounts.Select(state => state.Account).OfType<ProviderAccount>()];

    public ProviderAccount? Find(string accountId) => Accounts.FirstOrDefault(account => account.Id == accountId);
}
