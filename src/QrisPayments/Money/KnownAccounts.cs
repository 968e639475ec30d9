using System.Text;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Money;

/// <summary>
/// The accounts that money may be reported for: those that take payments, and those that did. A plugin may be switched off or
/// removed while customers are paying; their money still has an attempt to find.
/// </summary>
internal sealed class KnownAccounts(ProviderDirectory providers, Database database)
{
    // The index on (account, total_amount, created_at) answers; it is asked only for accounts that do not run.
    private const string HasAttempt = "SELECT 1 FROM qris_attempts WHERE account = @account LIMIT 1";

    private const string HasRow = "SELECT 1 FROM qris_accounts WHERE id = @account";

    /// <summary>The fault, or none.</summary>
    public async Task<IReadOnlyList<Fault>> CheckAsync(string account, CancellationToken cancellationToken)
    {
        if (providers.Find(account) is not null || await IsStoredAsync(account, cancellationToken)) return [];
        return [new Fault("account", "unknown",
            $"account must be one of: {string.Join(", ", providers.Accounts.Select(known => known.Id))}.")];
    }

    // Ids are ASCII, and so are the columns.
    private async Task<bool> IsStoredAsync(string account, CancellationToken cancellationToken) =>
        Ascii.IsValid(account) && await database.RunAsync(
            async session => await session.FirstOrDefaultAsync<long>(HasAttempt, new { account }) == 1
                || await session.FirstOrDefaultAsync<long>(HasRow, new { account }) == 1,
            cancellationToken);
}
