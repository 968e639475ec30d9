using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Payments;
using QrisPayments.Plugins.Providers;
using QrisPayments.Settings;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Plugins.Providers;

/// <summary>What the console saves of an account, and what configuration says of it, applies.</summary>
public abstract class AccountSettingsTests(Database database) : AccountTests(database)
{
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
}

[Collection(OnMariaDb.Name)]
public sealed class AccountSettingsTestsOnMariaDb(MariaDb database) : AccountSettingsTests(database);

public sealed class AccountSettingsTestsOnSqlite(SqliteFile database) : AccountSettingsTests(database), IClassFixture<SqliteFile>;
