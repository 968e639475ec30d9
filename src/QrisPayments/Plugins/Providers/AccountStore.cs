using System.Text.Json;
using QrisPayments.Foundation;
using QrisPayments.Secrets;
using QrisPayments.Storage;

namespace QrisPayments.Plugins.Providers;

/// <summary>What the console wants an account to be.</summary>
internal sealed record AccountChange
{
    public required string Id { get; init; }
    public required string PluginId { get; init; }

    /// <summary>The version that was read; 0 for a new one.</summary>
    public required long Version { get; init; }
    public required RoutingSettings Routing { get; init; }

    /// <summary>All plain settings; what is not among them is forgotten.</summary>
    public required IReadOnlyDictionary<string, string> Plain { get; init; }

    /// <summary>All secrets; what is not among them is forgotten.</summary>
    public required IReadOnlyDictionary<string, string> Secrets { get; init; }

    public override string ToString() => $"{Id} from version {Version}";
}

/// <summary>What became of a change.</summary>
internal abstract record SaveResult
{
    private SaveResult() { }

    public sealed record Saved(long Version) : SaveResult;

    /// <summary>Another user has changed, made or deleted it since it was read; nothing was stored.</summary>
    public sealed record Changed : SaveResult;

    /// <summary>Nothing was stored.</summary>
    public sealed record Refused(IReadOnlyList<Fault> Faults) : SaveResult;
}

/// <summary>The accounts that the console keeps, for all nodes.</summary>
internal sealed class AccountStore(Database database, SecretVault vault, TimeProvider clock)
{
    private const string List = """
        SELECT id AS Id, plugin AS PluginId, enabled AS Enabled, position AS Position, min_amount AS MinAmount, max_amount AS MaxAmount,
               max_fee_percent AS MaxFeePercent, hours AS Hours, settings AS Settings, secrets AS Secrets, version AS Version
        FROM qris_accounts ORDER BY plugin, position, id
        """;

    private const string Insert = """
        INSERT INTO qris_accounts (id, plugin, enabled, position, min_amount, max_amount, max_fee_percent, hours, settings, secrets,
                                   version, updated_at)
        VALUES (@id, @plugin, @enabled, @position, @min, @max, @maxFee, @hours, @settings, @secrets, @version, @now)
        """;

    private const string Update = """
        UPDATE qris_accounts SET enabled = @enabled, position = @position, min_amount = @min, max_amount = @max,
               max_fee_percent = @maxFee, hours = @hours, settings = @settings, secrets = @secrets, version = version + 1, updated_at = @now
        WHERE id = @id AND plugin = @plugin AND version = @version
        """;

    private const string Delete = "DELETE FROM qris_accounts WHERE id = @id AND version = @version";

    private sealed record Row
    {
        public string Id { get; init; } = "";
        public string PluginId { get; init; } = "";
        public bool Enabled { get; init; }
        public int Position { get; init; }
        public long? MinAmount { get; init; }
        public long? MaxAmount { get; init; }
        public int MaxFeePercent { get; init; }
        public string? Hours { get; init; }
        public string? Settings { get; init; }
        public string? Secrets { get; init; }
        public long Version { get; init; }
    }

    /// <summary>All of them; one that cannot be read says so, and the others do not suffer.</summary>
    public async Task<IReadOnlyList<StoredAccount>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await database.RunAsync(s => s.QueryAsync<Row>(List), cancellationToken);
        if (rows.Exists(row => row.Secrets is not null)) await vault.LoadAsync(cancellationToken);
        return [.. rows.Select(Read)];
    }

    /// <summary>Stores a new account or a change of one; every node follows.</summary>
    public async Task<SaveResult> SaveAsync(AccountChange change, CancellationToken cancellationToken)
    {
        if (!AccountId.IsValid(change.PluginId, change.Id))
            return new SaveResult.Refused([new Fault("id", "account_name_invalid", $"The account's id must be {AccountId.Rule}.")]);
        if (change.Secrets.Count > 0 && await vault.PrepareAsync(cancellationToken) is { } fault) return new SaveResult.Refused([fault]);
        var parameters = new
        {
            id = change.Id, plugin = change.PluginId, enabled = change.Routing.Enabled, position = change.Routing.Position,
            min = change.Routing.MinAmount, max = change.Routing.MaxAmount, maxFee = change.Routing.MaxFeePercent,
            hours = change.Routing.Hours is { Length: > 0 } hours ? hours : null,
            settings = change.Plain.Count > 0 ? Text(change.Plain) : null,
            secrets = change.Secrets.Count > 0 ? vault.Protect(Purpose(change.Id), Text(change.Secrets)) : null,
            version = change.Version > 0 ? change.Version : FirstVersion(), now = clock.Now().ToDb(),
        };
        var isSaved = await database.TransactAsync(async session =>
        {
            var isDone = change.Version == 0
                ? await session.TryInsertAsync(Insert, parameters)
                : await session.ExecuteAsync(Update, parameters) == 1;
            if (isDone) await ChangeCounter.RaiseAsync(session, PluginStore.Change);
            return isDone;
        }, cancellationToken);
        return isSaved ? new SaveResult.Saved(change.Version == 0 ? parameters.version : change.Version + 1) : new SaveResult.Changed();
    }

    /// <summary>False when it was changed or deleted since it was read.</summary>
    public Task<bool> DeleteAsync(string id, long version, CancellationToken cancellationToken) =>
        database.TransactAsync(async session =>
        {
            if (await session.ExecuteAsync(Delete, new { id, version }) == 0) return false;
            await ChangeCounter.RaiseAsync(session, PluginStore.Change);
            return true;
        }, cancellationToken);

    // Not 1: a form that shows a deleted account must not match one made anew under its name.
    private long FirstVersion() => clock.Now().ToUnixTimeMilliseconds();

    /// <summary>Bound to the account: moved to another row, it does not decrypt.</summary>
    private static string Purpose(string accountId) => $"account:{accountId}";

    private StoredAccount Read(Row row)
    {
        var account = new StoredAccount
        {
            Id = row.Id, PluginId = row.PluginId, IsEnabled = row.Enabled, Position = row.Position, MinAmount = row.MinAmount,
            MaxAmount = row.MaxAmount, MaxFeePercent = row.MaxFeePercent,
            Hours = row.Hours, Version = row.Version,
        };
        var plain = row.Settings is null ? [] : Parse(row.Settings);
        if (plain is null)
            return account with
            {
                Unreadable = new Fault("settings", "settings_unreadable", "The stored settings are damaged. Enter them again."),
            };
        if (row.Secrets is null) return account with { Settings = plain };
        if (vault.Unprotect(Purpose(row.Id), row.Secrets) is not { } text || Parse(text) is not { } secrets)
            return account with
            {
                Settings = plain,
                Unreadable = new Fault("secrets", "secrets_unreadable",
                    $"The stored secrets of this account cannot be decrypted: {MasterKeyOptionsRules.Setting} or table "
                    + $"{database.Tables.In("qris_keys")} is not the one that they were stored with, or they were "
                    + "moved here. Enter them again."),
            };
        foreach (var (name, value) in secrets) plain[name] = value;
        return account with { Settings = plain };
    }

    private static string Text(IReadOnlyDictionary<string, string> values) => JsonSerializer.Serialize(values);

    private static Dictionary<string, string>? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
