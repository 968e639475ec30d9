using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Plugins.Providers;

/// <summary>Two accounts on one printed QRIS would each hold totals of their own, and the money for one could pay the other.</summary>
public abstract class SharedQrisTests(Database database) : ModuleTests(database)
{
    private const string Second = "static-qris.second";
    private const string Section = "QrisPayments:Providers:static-qris:Accounts:second";

    private static string Another => Qris.Build(nmid: "ID1099999999991");

    private Task<TestHost> LiveAsync(params (string, string?)[] settings) => StartAsync([("QrisPayments:Mode", "Live"), .. settings]);

    private static AccountState State(TestHost host, string id) =>
        host.App.Services.GetRequiredService<PluginHost>().Current.Accounts.Single(state => state.Id == id);

    private static async Task SaveAsync(TestHost host, string id, params (string Name, string? Value)[] values)
    {
        var settings = host.App.Services.GetRequiredService<AccountSettings>();
        var version = (await settings.FormAsync("static-qris", id, CancellationToken.None))!.Version;
        Assert.IsType<SaveResult.Saved>(await settings.SaveAsync(new PostedAccount
        {
            Id = id, PluginId = "static-qris", Version = version, Values = values.ToDictionary(pair => pair.Name, pair => pair.Value),
        }, CancellationToken.None));
    }

    [Fact]
    public async Task F04_two_accounts_on_one_QRIS_in_configuration_stop_the_start_by_name()
    {
        var refusal = await Assert.ThrowsAsync<QrisSetupException>(() => LiveAsync(($"{Section}:Qris", Qris.Static)));

        Assert.Contains(Section, refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"the account {Second} has the same QRIS as static-qris", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Disable or remove one of the two", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F04_an_account_on_anothers_QRIS_that_the_console_stores_is_left_out_until_that_is_corrected()
    {
        var host = await LiveAsync();
        await SaveAsync(host, Second, ("Qris", Qris.Build(merchant: "WARUNG LAIN")));

        Assert.Equal("qris_shared", Assert.Single(State(host, Second).Faults).Code);
        Assert.Null(State(host, Second).Account);
        Assert.NotNull(State(host, "static-qris").Account);
        var form = await host.App.Services.GetRequiredService<AccountSettings>().FormAsync("static-qris", Second, CancellationToken.None);
        Assert.Contains("static-qris (NMID ID1099999999999)", Assert.Single(form!.Faults).Message, StringComparison.Ordinal);
        Assert.Equal("static-qris", (await host.Api.CreateAsync()).Text("provider"));
        // The shop goes on after a restart, too.
        await host.App.Services.GetRequiredService<PluginHost>().ReloadAsync(CancellationToken.None);
        Assert.Null(State(host, Second).Account);

        await SaveAsync(host, Second, ("Qris", Another));

        Assert.Empty(State(host, Second).Faults);
        Assert.NotNull(State(host, Second).Account);
    }

    [Fact]
    public async Task F04_an_account_of_the_console_never_stops_the_start_of_one_in_configuration()
    {
        await using (var before = await TestHost.StartAsync(
            Database, Clock, [("QrisPayments:Mode", "Live"), ("QrisPayments:Providers:static-qris:Qris", null)]))
            await SaveAsync(before, "static-qris", ("Qris", Qris.Static));

        var host = await LiveAsync(("QrisPayments:Providers:static-qris:Qris", null), ($"{Section}:Qris", Qris.Static));

        Assert.NotNull(State(host, "static-qris").Account);
        Assert.Equal("qris_shared", Assert.Single(State(host, Second).Faults).Code);
    }

    [Fact]
    public async Task F04_an_account_that_is_switched_off_leaves_its_QRIS_to_the_next()
    {
        var host = await LiveAsync(
            ("QrisPayments:Providers:static-qris:Routing:Enabled", "false"), ($"{Section}:Qris", Qris.Static));

        Assert.Empty(State(host, Second).Faults);
        Assert.NotNull(State(host, Second).Account);
    }

    [Fact]
    public async Task F04_accounts_of_different_merchant_numbers_are_all_used()
    {
        var host = await LiveAsync(($"{Section}:Qris", Another));

        Assert.NotNull(State(host, "static-qris").Account);
        Assert.NotNull(State(host, Second).Account);
    }

    [Fact]
    public async Task F04_in_the_sandbox_accounts_may_share_a_QRIS()
    {
        var host = await StartAsync(($"{Section}:Qris", Qris.Static));

        Assert.NotNull(State(host, Second).Account);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class SharedQrisOnMariaDb(MariaDb database) : SharedQrisTests(database);

public sealed class SharedQrisOnSqlite(SqliteFile database) : SharedQrisTests(database), IClassFixture<SqliteFile>;
