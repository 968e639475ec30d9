using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Reviews;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>Rows of ledgers that may be money and cannot be read: each is one case, however often the gateway shows it.</summary>
internal sealed class UnreadRows(Database database, ILogger<UnreadRows> logger)
{
    public async Task TellAsync(ProviderAccount account, UnreadableEntry row, CancellationToken cancellationToken)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{account.Id}\n{row.Text}")));
        var isNew = await database.RunAsync(session => ReviewBook.TryOpenAsync(session, ReviewKinds.Unreadable, digest,
            $"{account.Id}: {row.Problem} Not counted: {row.Text}", session.Now), cancellationToken);
        if (isNew)
            logger.LogError("A row of the ledger of {Account} cannot be read and is not counted: {Problem}", account.Id, row.Problem);
    }
}
