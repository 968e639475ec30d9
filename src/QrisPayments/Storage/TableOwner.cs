using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using QrisPayments.Outbox;

namespace QrisPayments.Storage;

/// <summary>
/// Whose tables these are. Two shops in one set of tables would take each other's money, so the first one writes its name into
/// <c>qris_owner</c>, and a host of another shop is stopped before it reads or writes any other table.
/// </summary>
internal sealed class TableOwner(Database database, IOptions<IStorageOptions> options, IHostEnvironment environment, TimeProvider clock)
{
    private const string Read = "SELECT shop_id FROM qris_owner WHERE id = 1";

    private const string Claim = "INSERT INTO qris_owner (id, shop_id, created_at) VALUES (1, @shop, @now)";

    /// <summary>What a look at the owner's row showed.</summary>
    internal abstract record Answer
    {
        private Answer() { }

        public sealed record Ours : Answer;

        /// <summary>The tables were not made yet, or no shop has claimed them.</summary>
        public sealed record Unclaimed : Answer;

        /// <summary>The shop's name or the prefix is no valid one, of which the settings' rules tell. No table was looked at.</summary>
        public sealed record Unnamed : Answer;

        public sealed record Foreign(Fault Fault) : Answer;
    }

    /// <summary>Looks, and claims unclaimed tables if <paramref name="mayClaim"/> says so.</summary>
    public async Task<Answer> EnterAsync(bool mayClaim, CancellationToken cancellationToken)
    {
        var shop = ShopId.Of(options.Value, environment);
        if (!TableNames.IsPrefix(options.Value.TablePrefix) || !ShopId.IsValid(shop)) return new Answer.Unnamed();
        string? owner;
        try
        {
            owner = await ReadAsync(cancellationToken);
        }
        catch (DbException exception) when (database.Dialect.Classify(exception) == DbFault.TableMissing)
        {
            return new Answer.Unclaimed();
        }
        if (owner is null)
        {
            if (!mayClaim) return new Answer.Unclaimed();
            var row = new { shop, now = clock.Now().ToDb() };
            await database.TransactAsync(session => session.TryInsertAsync(Claim, row), cancellationToken);
            // Another node may have been first: whoever stands there now is the owner.
            owner = await ReadAsync(cancellationToken);
        }
        return owner == shop ? new Answer.Ours() : new Answer.Foreign(Refusal(owner, shop));
    }

    private Task<string?> ReadAsync(CancellationToken cancellationToken) =>
        database.RunAsync(session => session.FirstOrDefaultAsync<string>(Read), cancellationToken);

    private string OtherPrefix => database.Tables.Prefix == "shop2_" ? "shop3_" : "shop2_";

    private Fault Refusal(string? owner, string shop) => new(StorageOptionsRules.ShopIdSetting, "tables_of_another_shop",
        $"The {database.Tables.Prefix}* tables of this database belong to the shop '{owner}', and this host is the shop '{shop}'. "
        + $"If it is a second shop in this database, set {StorageOptionsRules.TablePrefix} to another prefix, such as {OtherPrefix}. "
        + $"If both hosts are one shop (a web host and its worker), set {StorageOptionsRules.ShopIdSetting} to '{owner}' here.");
}
