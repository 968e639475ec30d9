using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Apps;
using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Storage;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Hosting;

/// <summary>A wrong set-up stops the start with one message that lists every fault, its setting and its remedy.</summary>
public sealed class SetupFaultTests(SqliteFile database) : IClassFixture<SqliteFile>
{
    private static readonly (string, string?)[] ProductionIsWell =
    [
        ("QrisPayments:Mode", "Live"),
        ("QrisPayments:Apps:0:Key", "a-key-of-more-than-twenty-characters"),
    ];

    /// <summary>The message with which a host of these settings refuses to start.</summary>
    private async Task<string> RefusalAsync(string environment, params IEnumerable<(string, string?)> settings)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var host = await StartAsync(environment, settings);
        });
        return exception.Message;
    }

    private async Task<TestHost> StartAsync(string environment, IEnumerable<(string, string?)> settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(TestHost.Settings(database.ConnectionString, settings));
        builder.AddQrisPayments();
        return await TestHost.StartAsync(builder, app => app.MapQrisPayments());
    }

    public static TheoryData<string, string> Faults => new()
    {
        { "QrisPayments:Prefix", "" },
        { "QrisPayments:Prefix", "qris" },
        { "QrisPayments:Prefix", "/" },
        { "QrisPayments:Prefix", "/qris pay" },
        { "QrisPayments:Prefix", "/qris/{id}" },
        { "QrisPayments:Prefix", "https://toko.contoh.id/qris" },
        { "QrisPayments:PublicUrl", "toko.contoh.id" },
        { "QrisPayments:PublicUrl", "ftp://toko.contoh.id" },
        { "QrisPayments:Mode", "Practice" },
        { "QrisPayments:Plugins:Paths:0", "/no/such/folder" },
        { "QrisPayments:Providers:static-qris:Qris", "https://toko.contoh.id/bayar" },
        { "QrisPayments:Providers:static-qris:Qris", "halo" },
        { "QrisPayments:Providers:no-such-gateway", "x" },
        { "QrisPayments:ProviderOrder:0", "no-such-gateway" },
        { "QrisPayments:Console:ViewerPolicy", "NoSuchPolicy" },
        { "QrisPayments:Console:OperatorPolicy", "NoSuchPolicy" },
        { "QrisPayments:Console:OwnerPolicy", "NoSuchPolicy" },
        { "QrisPayments:Payments:Expiry", "00:00:10" },
        { "QrisPayments:Payments:Expiry", "-00:15:00" },
        { "QrisPayments:Payments:Expiry", "soon" },
        { "QrisPayments:Payments:MaxAmount", "0" },
        { "QrisPayments:Payments:LatePolicy", "Maybe" },
        { "QrisPayments:Matching:CodeMin", "0" },
        { "QrisPayments:Matching:CodeMin", "1000" },
        { "QrisPayments:Matching:Hold", "-00:00:01" },
        { "QrisPayments:Apps:0:Code", "" },
        { "QrisPayments:Apps:0:Code", "a b" },
        { "QrisPayments:Apps:0:Key", "" },
        { "QrisPayments:Apps:0:Scopes", "everything" },
        { "QrisPayments:Checkout:Color", "reddish" },
        { "QrisPayments:TablePrefix", "" },
        { "QrisPayments:TablePrefix", "2shop_" },
        { "QrisPayments:TablePrefix", "Shop_" },
        { "QrisPayments:TablePrefix", "shop-2_" },
        { "QrisPayments:TablePrefix", "a23456789012345678901" },
        { "QrisPayments:TablePrefix", "x; DROP TABLE orders; --" },
        { "QrisPayments:ShopId", "" },
        { "QrisPayments:ShopId", " " },
        { "QrisPayments:ShopId", "kopi\u200Blereng" },
        { "QrisPayments:ShopId", "kopi\nlereng" },
        { "QrisPayments:ShopId", "a-name-of-sixty-five-characters-is-one-more-than-a-shop-id-may-be" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_wrong_setting_is_named(string setting, string value)
    {
        // A list is given by its first entry.
        var message = await RefusalAsync("Development",
            (setting.EndsWith("Scopes", StringComparison.Ordinal) ? setting + ":0" : setting, value));

        Assert.True(message.Contains(setting, StringComparison.Ordinal), message);
    }

    [Fact]
    public async Task A_wrong_table_prefix_is_told_its_rule_and_its_default()
    {
        var message = await RefusalAsync("Development", ("QrisPayments:TablePrefix", "Toko_"));

        foreach (var part in new[] { "'Toko_'", "a lower-case letter, then up to 19", "qris_", "[table_prefix_invalid]" })
            Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a broken CRC")]
    [InlineData("dynamic")]
    [InlineData("dollars")]
    public async Task A_qris_that_cannot_take_an_amount_is_named(string kind)
    {
        var qris = kind switch { "dynamic" => Qris.Dynamic, "dollars" => Qris.InDollars, _ => Qris.WithBrokenCrc };

        var message = await RefusalAsync("Development", ("QrisPayments:Providers:static-qris:Qris", qris));

        Assert.Contains("QrisPayments:Providers:static-qris:Qris", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_fault_stands_in_one_message()
    {
        var message = await RefusalAsync(
            "Production",
            ("ConnectionStrings:QrisPayments", null),
            ("QrisPayments:Mode", "Sandbox"),
            ("QrisPayments:Prefix", "no slash"),
            ("QrisPayments:Providers:static-qris:Qris", Qris.WithBrokenCrc),
            ("QrisPayments:Plugins:Paths:1", "/no/such/folder"),
            ("QrisPayments:Console:ViewerPolicy", "NoSuchPolicy"),
            ("QrisPayments:Matching:CodeMin", "500"),
            ("QrisPayments:Matching:CodeMax", "5"));

        Assert.All(
            [
                "ConnectionStrings:QrisPayments", "QrisPayments:Mode", "QrisPayments:Prefix", "QrisPayments:Providers:static-qris:Qris",
                "QrisPayments:Plugins:Paths:1", "/no/such/folder", "QrisPayments:Console:ViewerPolicy", "NoSuchPolicy",
                "QrisPayments:Matching:CodeM",
            ],
            setting => Assert.Contains(setting, message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_secret_never_stands_in_the_message()
    {
        var message = await RefusalAsync("Production",
            [.. ProductionIsWell, ("QrisPayments:Apps:0:Key", "short-secret"), ("QrisPayments:Prefix", "no slash")]);

        Assert.Contains("QrisPayments:Apps:0:Key", message, StringComparison.Ordinal);
        Assert.DoesNotContain("short-secret", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_without_a_connection_string_names_the_setting() =>
        Assert.Contains("ConnectionStrings:QrisPayments",
            await RefusalAsync("Production", [.. ProductionIsWell, ("ConnectionStrings:QrisPayments", null)]), StringComparison.Ordinal);

    [Fact]
    public async Task Sandbox_mode_is_refused_in_production() =>
        Assert.Contains("QrisPayments:Mode", await RefusalAsync("Production", [.. ProductionIsWell, ("QrisPayments:Mode", "Sandbox")]),
            StringComparison.Ordinal);

    [Fact]
    public async Task Two_apps_of_one_name_are_refused()
    {
        var message = await RefusalAsync("Development", ("QrisPayments:Apps:1:Code", "demo"), ("QrisPayments:Apps:1:Key", "another-key"));
        Assert.Contains("QrisPayments:Apps:1:Code", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_apps_of_one_key_are_refused()
    {
        var message = await RefusalAsync("Development", ("QrisPayments:Apps:1:Code", "second"), ("QrisPayments:Apps:1:Key", "demo-key"));
        Assert.Contains("QrisPayments:Apps:1:Key", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached_is_named_with_its_setting()
    {
        var message = await RefusalAsync("Development",
            ("ConnectionStrings:QrisPayments", "Server=127.0.0.1;Port=1;User ID=nobody;Password=geheim;Database=none;ConnectionTimeout=2"));

        Assert.Contains("ConnectionStrings:QrisPayments", message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_production_set_up_starts()
    {
        await using var host = await StartAsync("Production", ProductionIsWell);
        using var api = host.Client("a-key-of-more-than-twenty-characters");
        Assert.True((await api.CreateAsync())["livemode"].GetBoolean());
    }
}
