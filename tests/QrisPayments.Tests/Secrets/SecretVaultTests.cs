using System.Buffers.Text;
using System.Security.Cryptography;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Secrets;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Secrets;

/// <summary>The keys that guard stored secrets, and the master key that guards them.</summary>
public abstract class SecretVaultTests(Database database) : ModuleTests(database)
{
    private const string Setting = "QrisPayments:MasterKey";

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await ForgetKeysAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await ForgetKeysAsync();
    }

    private async Task ForgetKeysAsync()
    {
        if (!(await Database.RowCountsAsync()).ContainsKey("qris_keys")) return;
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync("DELETE FROM qris_accounts");
        await connection.ExecuteAsync("DELETE FROM qris_keys");
    }

    private async Task<TestHost> HostAsync(string environment, params (string, string?)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(TestHost.Settings(
            Database.ConnectionString,
                [("QrisPayments:Mode", "Live"), ("QrisPayments:Apps:0:Key", "a-key-of-more-than-twenty-characters"), .. settings]));
        builder.AddQrisPayments();
        return Owned(await TestHost.StartAsync(builder, app => app.MapQrisPayments(), Clock));
    }

    private async Task<string> RefusalAsync(string environment, params (string, string?)[] settings) =>
        (await Assert.ThrowsAsync<QrisSetupException>(() => HostAsync(environment, settings))).Message;

    private static Task<SaveResult> SaveAsync(TestHost host, string id, string secret) =>
        host.App.Services.GetRequiredService<AccountStore>().SaveAsync(
            new AccountChange
            {
                Id = id, PluginId = "gate", Version = 0, Routing = new RoutingSettings(), Plain = new Dictionary<string, string>(),
                Secrets = new Dictionary<string, string> { ["ApiKey"] = secret },
            },
            CancellationToken.None);

    private static async Task<IReadOnlyDictionary<string, string?>> ReadAsync(TestHost host) =>
        (await host.App.Services.GetRequiredService<AccountStore>().ListAsync(CancellationToken.None))
            .ToDictionary(account => account.Id, account => account.Settings.GetValueOrDefault("ApiKey"));

    private async Task<List<string>> KeysAsync()
    {
        await using var connection = await Database.OpenAsync();
        return (await connection.QueryAsync<string>("SELECT content FROM qris_keys WHERE id <> 'canary'")).AsList();
    }

    [Fact]
    public async Task Without_a_master_key_production_stores_no_secret_and_says_how_to_make_one()
    {
        var host = await HostAsync("Production");

        var fault = Assert.Single(Assert.IsType<SaveResult.Refused>(await SaveAsync(host, "gate", "rahasia")).Faults);

        Assert.Equal((Setting, "master_key_missing"), (fault.Field, fault.Code));
        Assert.Contains("openssl rand -base64 32", fault.Message, StringComparison.Ordinal);
        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task With_secrets_stored_production_starts_only_with_their_master_key()
    {
        var key = NewKey();
        Assert.IsType<SaveResult.Saved>(await SaveAsync(await HostAsync("Production", (Setting, key)), "gate", "rahasia"));

        Assert.Contains("Secrets are stored in this database, but QrisPayments:MasterKey is not set", await RefusalAsync("Production"),
            StringComparison.Ordinal);
        Assert.Contains("cannot be decrypted with QrisPayments:MasterKey", await RefusalAsync("Production", (Setting, NewKey())),
            StringComparison.Ordinal);
        Assert.Contains("cannot be decrypted with QrisPayments:MasterKey", await RefusalAsync("Development"), StringComparison.Ordinal);
        Assert.Equal("rahasia", (await ReadAsync(await HostAsync("Production", (Setting, key))))["gate"]);
    }

    [Fact]
    public async Task With_the_keys_lost_the_start_is_refused_rather_than_other_keys_made()
    {
        var key = NewKey();
        await SaveAsync(await HostAsync("Production", (Setting, key)), "gate", "rahasia");
        await using (var connection = await Database.OpenAsync())
            await connection.ExecuteAsync("DELETE FROM qris_keys WHERE id <> 'canary'");

        Assert.Contains("restore table qris_keys", await RefusalAsync("Production", (Setting, key)), StringComparison.Ordinal);
        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task Keys_of_which_no_secret_is_left_hinder_nobody()
    {
        await SaveAsync(await HostAsync("Production", (Setting, NewKey())), "gate", "rahasia");
        await using (var connection = await Database.OpenAsync())
            await connection.ExecuteAsync("DELETE FROM qris_accounts");

        var host = await HostAsync("Production", (Setting, NewKey()));

        Assert.IsType<SaveResult.Saved>(await SaveAsync(host, "gate", "baru"));
        Assert.Equal("baru", (await ReadAsync(host))["gate"]);
    }

    [Theory]
    [InlineData("MasterKey", "kunci")]
    [InlineData("MasterKey", "c2hvcnQ=")]
    [InlineData("OldMasterKeys:0", "not base64 at all but long enough to be a key!")]
    public async Task A_malformed_master_key_is_named_and_not_quoted(string name, string value)
    {
        var message = await RefusalAsync("Production", ($"QrisPayments:{name}", value));
        Assert.Contains($"QrisPayments:{name} must be base64 of exactly 32 bytes", message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_master_key_takes_over_what_the_old_one_guards()
    {
        var (old, now) = (NewKey(), NewKey());
        await SaveAsync(await HostAsync("Production", (Setting, old)), "gate", "rahasia");

        // The nodes are changed one after the other: both work meanwhile.
        var before = await HostAsync("Production", (Setting, old));
        Assert.Equal("rahasia", (await ReadAsync(before))["gate"]);
        var during = await HostAsync("Production", (Setting, now), ("QrisPayments:OldMasterKeys:0", old));
        Assert.IsType<SaveResult.Saved>(await SaveAsync(before, "gate.late", "belakangan"));
        Assert.Equal("belakangan", (await ReadAsync(during))["gate.late"]);

        Assert.Equal("rahasia", (await ReadAsync(await HostAsync("Production", (Setting, now))))["gate"]);
        Assert.Contains(Setting, await RefusalAsync("Production", (Setting, old)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_developer_needs_no_master_key_and_the_first_one_wraps_what_lay_open()
    {
        await SaveAsync(await HostAsync("Development"), "gate", "rahasia");
        Assert.Contains("<key", Assert.Single(await KeysAsync()), StringComparison.Ordinal);

        var host = await HostAsync("Production", (Setting, NewKey()));

        Assert.Equal("rahasia", (await ReadAsync(host))["gate"]);
        Assert.StartsWith("mk1:", Assert.Single(await KeysAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_that_store_the_first_secrets_together_read_all_of_them()
    {
        var key = NewKey();
        var nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => HostAsync("Production", (Setting, key))));

        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => SaveAsync(nodes[i % 3], $"gate.n{i}", $"rahasia-{i}")));

        Assert.All(results, result => Assert.IsType<SaveResult.Saved>(result));
        foreach (var node in nodes)
            Assert.Equal(Enumerable.Range(0, 12).Select(i => $"rahasia-{i}").Order(StringComparer.Ordinal),
                (await ReadAsync(node)).Values.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_key_made_later_on_another_node_is_known_to_all_when_it_is_needed()
    {
        var key = NewKey();
        var (one, two) = (await HostAsync("Production", (Setting, key)), await HostAsync("Production", (Setting, key)));
        await SaveAsync(one, "gate", "lama");
        Assert.Equal("lama", (await ReadAsync(two))["gate"]);

        // As after 90 days: the first node begins to use a key that the second has never seen.
        var rotation = new ServiceCollection();
        rotation.AddDataProtection().SetApplicationName("QrisPayments");
        rotation.Configure<KeyManagementOptions>(options => options.XmlRepository = one.App.Services.GetRequiredService<KeyRing>());
        await using (var services = rotation.BuildServiceProvider())
            services.GetRequiredService<IKeyManager>().CreateNewKey(DateTimeOffset.UtcNow.AddMinutes(1), DateTimeOffset.UtcNow.AddDays(90));
        await SaveAsync(one, "gate.later", "baru");

        Assert.Equal(2, (await KeysAsync()).Count);
        Assert.Equal(2, (await KeyIdsInUseAsync()).Distinct().Count());
        Assert.Equal(("lama", "baru"), ((await ReadAsync(two))["gate"], (await ReadAsync(two))["gate.later"]));
        Assert.Equal(("lama", "baru"), ((await ReadAsync(one))["gate"], (await ReadAsync(one))["gate.later"]));
    }

    /// <summary>Data Protection puts the key's id after four bytes of its own.</summary>
    private async Task<IEnumerable<Guid>> KeyIdsInUseAsync()
    {
        await using var connection = await Database.OpenAsync();
        return (await connection.QueryAsync<string>("SELECT secrets FROM qris_accounts"))
            .Select(text => new Guid(Base64Url.DecodeFromChars(text).AsSpan(4, 16)));
    }

    [Fact]
    public async Task The_hosts_own_data_protection_is_left_alone()
    {
        var host = await HostAsync("Production", (Setting, NewKey()));
        await SaveAsync(host, "gate", "rahasia");
        Assert.Null(host.App.Services.GetRequiredService<IOptions<KeyManagementOptions>>().Value.XmlRepository);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class SecretVaultTestsOnMariaDb(MariaDb database) : SecretVaultTests(database);

public sealed class SecretVaultTestsOnSqlite(SqliteFile database) : SecretVaultTests(database), IClassFixture<SqliteFile>;

public sealed class MasterKeyTests
{
    private static readonly MasterKey Key = MasterKey.Parse(Convert.ToBase64String(new byte[32]))!;

    [Fact]
    public void What_is_wrapped_for_one_row_is_unwrapped_for_that_row_alone()
    {
        var content = Key.Wrap("key-1", "<key/>");
        Assert.Equal("<key/>", Key.Unwrap("key-1", content));
        Assert.Null(Key.Unwrap("key-2", content));
        Assert.NotEqual(content, Key.Wrap("key-1", "<key/>"));
    }

    [Theory]
    [InlineData("mk1:")]
    [InlineData("mk1::")]
    [InlineData("<key/>")]
    [InlineData("mk1:{0}:")]
    [InlineData("mk1:{0}:AAAA")]
    [InlineData("mk1:{0}:!!!!")]
    [InlineData("mk1:{0}:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_was_changed_is_not_unwrapped(string content) =>
        Assert.Null(Key.Unwrap("key-1", content.Replace("{0}", Key.Id, StringComparison.Ordinal)));
}
