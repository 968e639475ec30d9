using System.Net;
using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Secrets;
using QrisPayments.Settings;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Plugins.Providers;

/// <summary>
/// Accounts that the console keeps. The gateway of these tests adds its setting <c>Fee</c> to the total, so that a payment
/// tells with which settings it was opened.
/// </summary>
public abstract class AccountSettingsTests(Database database) : ModuleTests(database)
{
    private const string Key = "kunci-yang-rahasia";

    private readonly DirectoryInfo _plugins = Directory.CreateTempSubdirectory("qris-plugins-");

    private static string Gateway(string fee = "[Range(1, 1000)] public int Fee { get; init; } = 10;", string check = "") =>
        TestPlugin.Provider(
        "gate",
        open: """return new OpenResult.Opened { TotalAmount = request.TotalAmount + _context.Settings.Fee, Instructions = "Bayar." };""",
        settings: $$"""{{fee}} [Required, Secret] public string ApiKey { get; init; } = ""; [Secret] public string? Token { get; init; } {{check}}""",
        traits: "OpensLocally = true");

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        TestPlugin.Write(_plugins.FullName, "gate", Gateway());
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _plugins.Delete(recursive: true);
    }

    private Task<TestHost> HostAsync(params (string, string?)[] settings) =>
        StartAsync([("QrisPayments:Plugins:Paths:1", _plugins.FullName), ("QrisPayments:Plugins:PollInterval", "00:00:00.100"),
            .. settings]);

    private static AccountSettings Console(TestHost host) => host.App.Services.GetRequiredService<AccountSettings>();

    private static PluginCatalog Plugins(TestHost host) => host.App.Services.GetRequiredService<PluginHost>().Current;

    private static AccountState State(TestHost host, string id) => Plugins(host).Accounts.Single(state => state.Id == id);

    private static async Task<AccountForm> FormAsync(TestHost host, string id = "gate") =>
        (await Console(host).FormAsync("gate", id, CancellationToken.None))!;

    private static Task<SaveResult> SaveAsync(
        TestHost host, string id, long version, string[] cleared, params (string Name, string? Value)[] values) =>
        Console(host).SaveAsync(
            new PostedAccount
            {
                Id = id, PluginId = "gate", Version = version, Values = values.ToDictionary(pair => pair.Name, pair => pair.Value),
                Cleared = cleared.ToHashSet()
            },
            CancellationToken.None);

    private static async Task<long> SavedAsync(TestHost host, string id, long version, params (string Name, string? Value)[] values) =>
        Assert.IsType<SaveResult.Saved>(await SaveAsync(host, id, version, [], values)).Version;

    private static async Task<long> FeeAsync(TestHost host, string provider = "gate") =>
        (await host.Api.CreateAsync(50_000, body => body["provider"] = provider)).Number("total_amount") - 50_000;

    [Fact]
    public async Task An_account_that_is_filled_in_takes_payments_at_once_here_and_soon_on_the_other_node()
    {
        var (one, two) = (await HostAsync(), await HostAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity,
            (await one.Api.TryCreateAsync(ApiClient.NewPayment(change: body => body["provider"] = "gate"))).Status);

        var version = await SavedAsync(one, "gate", 0, ("Fee", "20"), ("ApiKey", Key));
        Assert.Equal(20, await FeeAsync(one));
        await Wait.UntilAsync(() => Task.FromResult(Plugins(two).Accounts.Any(state => state is { Id: "gate", Account: not null })),
            "the other node has the account");
        Assert.Equal(20, await FeeAsync(two));

        await SavedAsync(two, "gate", version, ("Fee", "30"));
        Assert.Equal(30, await FeeAsync(two));
        await Wait.UntilAsync(() => FeeAsync(one), fee => fee == 30, "the first node follows");
    }

    [Fact]
    public async Task Configuration_wins_and_the_form_says_where()
    {
        var host = await HostAsync(("QrisPayments:Providers:gate:Fee", "40"), ("QrisPayments:Providers:gate:ApiKey", Key));

        await SavedAsync(host, "gate", 0, ("Fee", "20"), ("Token", "lain"));

        Assert.Equal(40, await FeeAsync(host));
        var fee = (await FormAsync(host)).Fields.Single(field => field.Name == "Fee");
        Assert.Equal(("40", "QrisPayments:Providers:gate:Fee"), (fee.Value, fee.LockedBy));
    }

    [Fact]
    public async Task Configuration_that_changes_while_the_host_runs_applies_to_new_payments()
    {
        var host = await HostAsync(("QrisPayments:Providers:gate:Fee", "40"), ("QrisPayments:Providers:gate:ApiKey", Key));
        Assert.Equal(40, await FeeAsync(host));

        var configuration = (IConfigurationRoot)host.App.Services.GetRequiredService<IConfiguration>();
        configuration["QrisPayments:Providers:gate:Fee"] = "50";
        configuration.Reload();

        await Wait.UntilAsync(() => FeeAsync(host), fee => fee == 50, "the changed configuration applies");
    }

    [Fact]
    public async Task Wrong_values_are_refused_whole_with_every_fault_by_field()
    {
        var host = await HostAsync();

        var refused = Assert.IsType<SaveResult.Refused>(
            await SaveAsync(host, "gate", 0, [], ("Fee", "0"), ("Routing:Hours", "7-22"), ("Routing:MinAmount", "-1")));

        Assert.Equal(["Fee", "ApiKey", "Routing:MinAmount", "Routing:Hours"], refused.Faults.Select(fault => fault.Field));
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_accounts"));
    }

    [Fact]
    public async Task A_form_that_somebody_else_has_overtaken_changes_nothing()
    {
        var host = await HostAsync();
        var version = await SavedAsync(host, "gate", 0, ("ApiKey", Key));
        await SavedAsync(host, "gate", version, ("Fee", "20"));

        Assert.IsType<SaveResult.Changed>(await SaveAsync(host, "gate", version, [], ("Fee", "30")));
        Assert.IsType<SaveResult.Changed>(await SaveAsync(host, "gate", 0, [], ("Fee", "30")));
        Assert.False(await Console(host).DeleteAsync("gate", version, CancellationToken.None));

        Assert.Equal(20, await FeeAsync(host));
    }

    [Fact]
    public async Task Of_many_saves_at_one_moment_one_is_done()
    {
        var (one, two) = (await HostAsync(), await HostAsync());
        var version = await SavedAsync(one, "gate", 0, ("ApiKey", Key));

        var results = await Task.WhenAll(Enumerable.Range(0, 6)
            .Select(i => SaveAsync(i % 2 == 0 ? one : two, "gate", version, [], ("Fee", $"{20 + i}"))));

        Assert.Single(results.OfType<SaveResult.Saved>());
        Assert.Equal(5, results.OfType<SaveResult.Changed>().Count());
    }

    [Fact]
    public async Task A_deleted_account_takes_no_more_payments()
    {
        var host = await HostAsync();
        var version = await SavedAsync(host, "gate", 0, ("ApiKey", Key));

        Assert.True(await Console(host).DeleteAsync("gate", version, CancellationToken.None));

        Assert.DoesNotContain(Plugins(host).Accounts, state => state.PluginId == "gate");
    }

    [Fact]
    public async Task A_secret_that_is_left_empty_stays_and_a_cleared_one_goes()
    {
        var host = await HostAsync();
        var version = await SavedAsync(host, "gate", 0, ("ApiKey", Key), ("Token", "lain-lagi"));
        version = await SavedAsync(host, "gate", version, ("ApiKey", ""), ("Token", ""), ("Fee", "25"));
        Assert.All((await FormAsync(host)).Fields.Where(field => field.Kind == SettingKind.Secret),
            field => Assert.Equal((true, null), (field.IsSet, field.Value)));

        Assert.IsType<SaveResult.Saved>(await SaveAsync(host, "gate", version, ["Token"]));

        var form = await FormAsync(host);
        Assert.Equal((true, false),
            (form.Fields.Single(field => field.Name == "ApiKey").IsSet, form.Fields.Single(field => field.Name == "Token").IsSet));
        Assert.Equal(25, await FeeAsync(host));
    }

    [Fact]
    public async Task Several_accounts_of_one_plugin_stand_in_the_order_of_their_places()
    {
        var host = await HostAsync(("QrisPayments:Providers:gate:ApiKey", Key), ("QrisPayments:Providers:gate:Accounts:config:ApiKey", Key),
            ("QrisPayments:Providers:gate:Accounts:config:Routing:Position", "2"));
        await SavedAsync(host, "gate.third", 0, ("ApiKey", Key), ("Routing:Position", "3"));
        await SavedAsync(host, "gate.first", 0, ("ApiKey", Key), ("Routing:Position", "0"), ("Fee", "99"));
        await SavedAsync(host, "gate", 0, ("Routing:Position", "1"));

        Assert.Equal(["gate.first", "gate", "gate.config", "gate.third"],
            Plugins(host).Accounts.Where(state => state.PluginId == "gate").Select(state => state.Id));
    }

    [Fact]
    public async Task When_an_account_is_offered_comes_from_the_console_and_configuration_wins()
    {
        var host = await HostAsync(("QrisPayments:Providers:gate:Routing:MaxAmount", "900000"),
            ("QrisPayments:Providers:gate:Routing:Hours", "22:00-05:00"));
        Assert.DoesNotContain(Plugins(host).Accounts, state => state.PluginId == "gate");

        await SavedAsync(host, "gate", 0, ("ApiKey", Key), ("Routing:Enabled", "false"), ("Routing:MinAmount", "10000"),
            ("Routing:MaxAmount", "20000"), ("Routing:Hours", "07:00-22:00"));

        var routing = State(host, "gate").Account!.Routing;
        Assert.Equal((false, 10_000, 900_000, "22:00-05:00"), (routing.IsEnabled, routing.MinAmount, routing.MaxAmount, routing.Hours));
        var form = await FormAsync(host);
        Assert.Equal(["Routing:MaxAmount", "Routing:Hours"],
            form.Routing.Where(field => field.LockedBy is not null).Select(field => field.Name));
    }

    [Fact]
    public async Task F07_the_highest_fee_is_set_for_each_account_within_bounds()
    {
        var host = await HostAsync();
        Assert.IsType<SaveResult.Refused>(await SaveAsync(host, "gate", 0, [], ("ApiKey", Key), ("Routing:MaxFeePercent", "101")));

        await SavedAsync(host, "gate", 0, ("ApiKey", Key));
        Assert.Equal(5, State(host, "gate").Account!.Routing.MaxFeePercent);
        await SavedAsync(host, "gate.second", 0, ("ApiKey", Key), ("Routing:MaxFeePercent", "12"));

        Assert.Equal(12, State(host, "gate.second").Account!.Routing.MaxFeePercent);
        Assert.Equal(("12", "0", "100"), (await FormAsync(host, "gate.second")).Routing
            .Where(field => field.Name == "Routing:MaxFeePercent").Select(field => (field.Value, field.Min, field.Max)).Single());
    }

    [Theory]
    [InlineData("Routing:MaxFeePercent", "-1")]
    [InlineData("Routing:Hours", "25:00-26:00")]
    [InlineData("Routing:Hours", "07:00-07:00")]
    [InlineData("Routing:MinAmount", "20000000")]
    [InlineData("Routing:Enable", "false")]
    [InlineData("Routing:Enabled", "no")]
    [InlineData("Keys", "x")]
    [InlineData("Fee", "1001")]
    [InlineData("Accounts:Second Shop:ApiKey", "x")]
    public async Task A_slip_in_configuration_stops_the_start_by_name(string key, string value)
    {
        var exception = await Assert.ThrowsAsync<QrisSetupException>(() => HostAsync(
            ("QrisPayments:Providers:gate:ApiKey", Key), ("QrisPayments:Providers:gate:Routing:MaxAmount", "10000000"),
                ($"QrisPayments:Providers:gate:{key}", value)));

        Assert.Contains($"QrisPayments:Providers:gate:{key.Replace(":ApiKey", "", StringComparison.Ordinal)}", exception.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain(Key, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stored_value_that_a_plugins_update_no_longer_takes_leaves_only_that_account_out()
    {
        await using (var before = await TestHost.StartAsync(Database, Clock, [("QrisPayments:Plugins:Paths:1", _plugins.FullName)]))
        {
            await SavedAsync(before, "gate", 0, ("ApiKey", Key), ("Fee", "500"));
            await SavedAsync(before, "gate.small", 0, ("ApiKey", Key), ("Fee", "50"));
        }
        TestPlugin.Write(_plugins.FullName, "gate", Gateway("[Range(1, 100)] public int Fee { get; init; } = 10;"));

        var host = await HostAsync();

        var fault = Assert.Single(State(host, "gate").Faults);
        Assert.Equal(("Fee", "invalid"), (fault.Field, fault.Code));
        Assert.Null(State(host, "gate").Account);
        Assert.NotNull(State(host, "gate.small").Account);
        Assert.Equal("static-qris", (await host.Api.CreateAsync(change: body => body["provider"] = "static-qris")).Text("provider"));
        // And it is mended where it was made.
        await SavedAsync(host, "gate", (await FormAsync(host)).Version, ("Fee", "60"));
        Assert.Equal(60, await FeeAsync(host));
    }

    [Fact]
    public async Task Settings_whose_own_code_fails_leave_only_their_account_out()
    {
        TestPlugin.Write(_plugins.FullName, "gate", Gateway(check: """public Settings() => throw new InvalidOperationException("rusak");"""));
        var exception = await Assert.ThrowsAsync<QrisSetupException>(() => HostAsync(("QrisPayments:Providers:gate:ApiKey", Key)));
        Assert.Contains("QrisPayments:Providers:gate: The plugin's settings could not be made", exception.Message,
            StringComparison.Ordinal);

        var host = await HostAsync();
        Assert.Null(await Console(host).FormAsync("gate", "gate", CancellationToken.None));
        Assert.Equal("settings_failed",
            Assert.IsType<SaveResult.Refused>(await SaveAsync(host, "gate", 0, [], ("ApiKey", Key))).Faults[0].Code);
        await host.Api.CreateAsync(change: body => body["provider"] = "static-qris");
    }

    [Fact]
    public async Task Secrets_moved_to_another_account_do_not_decrypt_and_leave_only_that_one_out()
    {
        var host = await HostAsync();
        await SavedAsync(host, "gate", 0, ("ApiKey", Key), ("Fee", "20"));
        await SavedAsync(host, "gate.other", 0, ("ApiKey", "kunci-lain"), ("Fee", "30"));
        var stolen = await Database.ScalarAsync<string>("SELECT secrets FROM qris_accounts WHERE id = 'gate'");
        await using (var connection = await Database.OpenAsync())
            await connection.ExecuteAsync("UPDATE qris_accounts SET secrets = @stolen WHERE id = 'gate.other'", new { stolen });
        await host.App.Services.GetRequiredService<PluginHost>().ReloadAsync(CancellationToken.None);

        Assert.Contains(State(host, "gate.other").Faults, fault => fault.Code == "secrets_unreadable");
        Assert.Equal(20, await FeeAsync(host));
        // Nothing of what may still be rescued is overwritten unasked.
        var version = (await FormAsync(host, "gate.other")).Version;
        Assert.Equal(["Token"],
            Assert.IsType<SaveResult.Refused>(await SaveAsync(host, "gate.other", version, [], ("ApiKey", "kunci-baru"))).Faults.Select(
                fault => fault.Field));
        Assert.IsType<SaveResult.Saved>(await SaveAsync(host, "gate.other", version, ["Token"], ("ApiKey", "kunci-baru")));
        Assert.Empty(State(host, "gate.other").Faults);
    }

    [Fact]
    public async Task No_secret_stands_in_the_database_or_in_the_logs_in_the_clear()
    {
        var logs = new FakeLogCollector();
        var host = Owned(await TestHost.StartAsync(
            Database, Clock, [("QrisPayments:Plugins:Paths:1", _plugins.FullName),
                ("QrisPayments:MasterKey", Convert.ToBase64String(new byte[32]))],
            builder => builder.LogTo(logs)));
        var version = await SavedAsync(host, "gate", 0, ("ApiKey", Key), ("Token", "meledak-token"));
        await SaveAsync(host, "gate", version, [], ("ApiKey", "kunci-yang-rahasia-dua"), ("Fee", "many"));
        await SavedAsync(host, "gate", version, ("ApiKey", "kunci-yang-rahasia-tiga"));
        await host.Api.CreateAsync(change: body => body["provider"] = "gate");

        var dump = await DumpAsync();

        Assert.Contains("qris_accounts", dump, StringComparison.Ordinal);
        foreach (var secret in new[] { "kunci-yang-rahasia", "meledak-token", Convert.ToBase64String(new byte[32]), "masterKey" })
        {
            Assert.DoesNotContain(secret, dump, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, logs.Text(), StringComparison.Ordinal);
        }
        Assert.NotEmpty(logs.GetSnapshot());
        Assert.DoesNotContain(Key, State(host, "gate").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_that_never_returns_is_given_up_and_said_to_have_failed()
    {
        TestPlugin.Write(_plugins.FullName, "gate", Gateway(check: """
            public IEnumerable<Fault> Check()
            {
                if (Token == "wait for ever") Thread.Sleep(Timeout.Infinite);
                return [];
            }
            """).Replace("record Settings", "record Settings : ICheckSettings", StringComparison.Ordinal));
        var host = await HostAsync();

        var refused = Assert.IsType<SaveResult.Refused>(await SaveAsync(host, "gate", 0, [], ("ApiKey", Key), ("Token", "wait for ever")));

        Assert.Equal(["settings_failed"], refused.Faults.Select(fault => fault.Code));
        await SavedAsync(host, "gate", 0, ("ApiKey", Key), ("Token", "go on"));
        Assert.Equal(10, await FeeAsync(host));
    }

    [Fact]
    public async Task A_provider_that_quotes_its_secret_while_it_is_made_does_not_bring_it_into_the_log()
    {
        TestPlugin.Write(_plugins.FullName, "gate", Gateway().Replace("private readonly ProviderContext<Settings> _context = context;",
            """private readonly ProviderContext<Settings> _context = context.Settings.Fee == 10 ? throw new InvalidOperationException("bad key " + context.Settings.ApiKey) : context;""", StringComparison.Ordinal));
        var logs = new FakeLogCollector();
        var host = Owned(await TestHost.StartAsync(
            Database, Clock, [("QrisPayments:Plugins:Paths:1", _plugins.FullName), ("QrisPayments:Providers:gate:ApiKey", Key)],
                builder => builder.LogTo(logs)));

        Assert.Equal("InvalidOperationException: bad key ***", State(host, "gate").Failure);
        Assert.Contains("bad key ***", logs.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, logs.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_speaks_plain_http_is_warned_of_once()
    {
        TestPlugin.Write(_plugins.FullName, "gate", Gateway("public Uri? BaseUrl { get; init; } public bool AllowInsecureHttp { get; "
            + "init; } public int Fee => 10;")
            .Replace("record Settings", "record Settings : IGatewayAddress", StringComparison.Ordinal));
        (string, string?)[] settings =
            [("QrisPayments:Plugins:Paths:1", _plugins.FullName), ("QrisPayments:Providers:gate:ApiKey", Key),
                ("QrisPayments:Providers:gate:BaseUrl", "http://gate.example/")];
        var exception = await Assert.ThrowsAsync<QrisSetupException>(() => TestHost.StartAsync(Database, Clock, settings));
        Assert.Contains("QrisPayments:Providers:gate:BaseUrl is plain http", exception.Message, StringComparison.Ordinal);

        var logs = new FakeLogCollector();
        var host = Owned(await TestHost.StartAsync(
            Database, Clock, [.. settings, ("QrisPayments:Providers:gate:AllowInsecureHttp", "true")],
                builder => builder.LogTo(logs)));
        await host.App.Services.GetRequiredService<PluginHost>().ReloadAsync(CancellationToken.None);

        Assert.Single(logs.GetSnapshot(), record => record.Level == LogLevel.Warning
            && record.Message.Contains("gate.example without encryption", StringComparison.Ordinal));
    }

    private async Task<string> DumpAsync()
    {
        await using var connection = await Database.OpenAsync();
        var text = new System.Text.StringBuilder();
        foreach (var table in (await Database.RowCountsAsync()).Keys)
        {
            text.AppendLine(table);
            foreach (IDictionary<string, object?> row in await connection.QueryAsync($"SELECT * FROM {table}"))
                text.AppendJoin('|', row.Values.Select(value => value is byte[] bytes
                    ? System.Text.Encoding.UTF8.GetString(bytes)
                    : value?.ToString())).AppendLine();
        }
        return text.ToString();
    }
}

[Collection(OnMariaDb.Name)]
public sealed class AccountSettingsTestsOnMariaDb(MariaDb database) : AccountSettingsTests(database);

public sealed class AccountSettingsTestsOnSqlite(SqliteFile database) : AccountSettingsTests(database), IClassFixture<SqliteFile>;
