using QrisPayments.Secrets;
using QrisPayments.Storage;

namespace QrisPayments.Plugins.Providers;

/// <summary>The secrets of accounts that were entered in the console.</summary>
internal sealed class StoredSecrets(Database database) : IHoldSecrets
{
    private const string Count = "SELECT COUNT(*) FROM qris_accounts WHERE secrets IS NOT NULL";

    public async Task<bool> AnyAsync(DbSession session) => await session.FirstOrDefaultAsync<long>(Count) > 0;

    public string HowToGiveUp => $"empty the column secrets of table {database.Tables.In("qris_accounts")}, and enter the secrets again.";
}
