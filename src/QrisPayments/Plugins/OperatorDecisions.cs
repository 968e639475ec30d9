using System.Data.Common;
using Microsoft.Extensions.Logging;
using QrisPayments.Plugins.Providers;

namespace QrisPayments.Plugins;

/// <summary>What the operator decided about plugins and their accounts, as the database keeps it.</summary>
internal sealed record Decisions(IReadOnlyList<PluginRow> Plugins, IReadOnlyList<StoredAccount> Accounts)
{
    public static Decisions None { get; } = new([], []);
}

/// <summary>Reads what the operator decided.</summary>
internal sealed class OperatorDecisions(PluginStore plugins, AccountStore accounts, ILogger<OperatorDecisions> logger)
{
    public async Task<Decisions> ReadAsync(CancellationToken cancellationToken) =>
        new(await plugins.ListAsync(cancellationToken), await accounts.ListAsync(cancellationToken));

    /// <summary>Before the first migration there is nothing to read, and nothing was decided yet.</summary>
    public async Task<Decisions> ReadFirstAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(cancellationToken);
        }
        catch (DbException exception)
        {
            logger.LogDebug(exception, "No state of plugins could be read; this is so before the first migration");
            return Decisions.None;
        }
    }
}
