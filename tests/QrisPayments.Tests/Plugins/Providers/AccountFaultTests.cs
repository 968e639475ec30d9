using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Plugins.Providers;

/// <summary>Settings that cannot be used leave only their account out, and no secret comes to light.</summary>
public abstract class AccountFaultTests(Database database) : AccountTests(database)
{
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
        await using (var before = await TestHost.StartAsync(Database, Clock, [("QrisPayments:Plugins:Paths:1", PluginFolder)]))
        {
            await SavedAsync(before, "gate", 0, ("ApiKey", Key), ("Fee", "500"));
            await SavedAsync(before, "gate.small", 0, ("ApiKey", Key), ("Fee", "50"));
        }
        TestPlugin.Write(PluginFolder, "gate", Gateway("[Range(1, 100)] public int Fee { get; init; } = 10;"));

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
        TestPlugin.Write(PluginFolder, "gate", Gateway(check: """public Settings() => throw new InvalidOperationException("rusak");"""));
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
            Database, Clock, [("QrisPayments:Plugins:Paths:1", PluginFolder),
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
        TestPlugin.Write(PluginFolder, "gate", Gateway(check: """
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
        TestPlugin.Write(PluginFolder, "gate", Gateway().Replace("private readonly ProviderContext<Settings> _context = context;",
            """private readonly ProviderContext<Settings> _context = context.Settings.Fee == 10 ? throw new InvalidOperationException("bad key " + context.Settings.ApiKey) : context;""", StringComparison.Ordinal));
        var logs = new FakeLogCollector();
        var host = Owned(await TestHost.StartAsync(
            Database, Clock, [("QrisPayments:Plugins:Paths:1", PluginFolder), ("QrisPayments:Providers:gate:ApiKey", Key)],
                builder => builder.LogTo(logs)));

        Assert.Equal("InvalidOperationException: bad key ***", State(host, "gate").Failure);
        Assert.Contains("bad key ***", logs.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, logs.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_speaks_plain_http_is_warned_of_once()
    {
        TestPlugin.Write(PluginFolder, "gate", Gateway("public Uri? BaseUrl { get; init; } public bool AllowInsecureHttp { get; "
            + "init; } public int Fee => 10;")
            .Replace("record Settings", "record Settings : IGatewayAddress", StringComparison.Ordinal));
        (string, string?)[] settings =
            [("QrisPayments:Plugins:Paths:1", PluginFolder), ("QrisPayments:Providers:gate:ApiKey", Key),
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
public sealed class AccountFaultTestsOnMariaDb(MariaDb database) : AccountFaultTests(database);

public sealed class AccountFaultTestsOnSqlite(SqliteFile database) : AccountFaultTests(database), IClassFixture<SqliteFile>;
