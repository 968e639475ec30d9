using System.Globalization;
using Microsoft.Extensions.Configuration;
using QrisPayments.Foundation;
using QrisPayments.Settings;

namespace QrisPayments.Tests.Settings;

public sealed class SettingsBinderTests
{
    private const string Path = "QrisPayments:Providers:gateway";

    private static readonly Dictionary<string, string> Enough = new() { ["ShopCode"] = "TOKO-1", ["ApiKey"] = "rahasia-123" };

    private static IConfigurationSection Section(params (string Key, string? Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(value => KeyValuePair.Create($"{Path}:{value.Key}", value.Value)))
            .Build().GetSection(Path);

    private static (GatewaySettings Settings, IReadOnlyList<Fault> Faults) Bind(
        Dictionary<string, string>? stored, params (string, string?)[] configured)
    {
        var settings = new GatewaySettings();
        return (settings, SettingsBinder.Bind(settings, new SettingsLayers(Section(configured), stored)));
    }

    [Fact]
    public void What_is_stored_stands_over_the_default_and_configuration_over_both()
    {
        var (settings, faults) = Bind(new(Enough) { ["Minutes"] = "20", ["Patience"] = "00:00:30" }, ("Minutes", "40"));

        Assert.Empty(faults);
        Assert.Equal((40, TimeSpan.FromSeconds(30), 0.3m, "TOKO-1"),
            (settings.Minutes, settings.Patience, settings.Fee, settings.ShopCode));
    }

    [Fact]
    public void Every_kind_of_value_is_read()
    {
        var (settings, faults) = Bind(
            new(Enough)
            {
                ["Ceiling"] = "500000", ["Fee"] = "0.7", ["IsStrict"] = "false", ["Channel"] = "wallet", ["Language"] = "en",
                ["Banks"] = "BCA\nBRI", ["Limits:Burst"] = "7"
            },
            ("BaseUrl", "https://lain.example/v2/"), ("Contact", "a@b.example"));

        Assert.Empty(faults);
        Assert.Equal((500_000, 0.7m, false, Channel.Wallet, "en", 7),
            (settings.Ceiling, settings.Fee, settings.IsStrict, settings.Channel, settings.Language, settings.Limits.Burst));
        Assert.Equal(["BCA", "BRI"], settings.Banks);
        Assert.Equal(("https://lain.example/v2/", "a@b.example"), (settings.BaseUrl!.AbsoluteUri, settings.Contact));
    }

    [Fact]
    public void A_list_in_configuration_replaces_the_stored_one()
    {
        var (settings, _) = Bind(new(Enough) { ["Banks"] = "BCA\nBRI" }, ("Banks:0", "BNI"));
        Assert.Equal(["BNI"], settings.Banks);
    }

    [Fact]
    public void A_default_that_only_an_annotation_names_holds() => Assert.Equal(3, Bind(Enough).Settings.Retries);

    [Fact]
    public void An_empty_text_takes_away_what_may_be_missing() =>
        Assert.Null(Bind(new(Enough) { ["Ceiling"] = "5000" }, ("Ceiling", "")).Settings.Ceiling);

    [Fact]
    public void Every_fault_is_named_with_the_place_where_it_can_be_mended()
    {
        var (_, faults) = Bind(
            new() { ["ShopCode"] = "AB", ["Minutes"] = "61", ["Banks"] = "BCA\nbri\nBNI\nBTN", ["Limits:Burst"] = "0", ["Fee"] = "0,3" },
            ("Ceiling", "5 ribu"), ("Language", "jv"), ("Contact", "nobody"), ("Channel", "cash"), ("BaseUrl", "/v2"),
                ("Patience:Seconds", "3"));

        Assert.Equal(
            [
                "ApiKey", "Banks", "Banks", "Fee", "Limits:Burst", "Minutes", $"{Path}:BaseUrl", $"{Path}:Ceiling", $"{Path}:Channel",
                $"{Path}:Contact", $"{Path}:Language",
                $"{Path}:Patience", "ShopCode",
            ],
            faults.Select(fault => fault.Field).Order(StringComparer.OrdinalIgnoreCase));
        Assert.All(faults, fault => Assert.StartsWith(fault.Field, fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void What_only_configuration_can_say_is_missed_in_configuration() =>
        Assert.Equal([$"{Path}:ShopCode", $"{Path}:ApiKey"], Bind(null).Faults.Select(fault => fault.Field));

    [Fact]
    public void A_number_too_great_for_its_annotation_is_a_fault_and_no_crash() =>
        Assert.Equal("Ceiling", Assert.Single(Bind(new(Enough) { ["Ceiling"] = "99999999999" }).Faults).Field);

    [Fact]
    public void The_hosts_culture_changes_nothing()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("id-ID");
            var (settings, faults) = Bind(new(Enough) { ["Fee"] = "0.5" });
            Assert.Empty(faults);
            Assert.Equal(0.5m, settings.Fee);
            Assert.Equal("id-ID", CultureInfo.CurrentCulture.Name);
            Assert.Contains("0.7", Assert.Single(Bind(new(Enough) { ["Fee"] = "0.8" }).Faults).Message, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("ApiKey", "pendek!")]
    [InlineData("ApiKey", "TOKO-RAHASIA")]
    public void No_fault_quotes_a_secret(string name, string value)
    {
        var (_, faults) = Bind(new() { ["ShopCode"] = "TOKO-RAHASIA", [name] = value });
        var fault = Assert.Single(faults);
        Assert.Equal(name, fault.Field);
        Assert.DoesNotContain(value, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Qrs", "ApiKey", null)]
    [InlineData("ApiKeys", "ApiKey", "ApiKey")]
    [InlineData("Minuts", "Minutes", "Minutes")]
    [InlineData("Limits:Brust", "Burst", "Burst")]
    public void A_key_that_is_no_setting_is_named_with_what_it_may_have_been(string key, string among, string? meant)
    {
        var fault = Assert.Single(
            UnknownSettings.Of(typeof(GatewaySettings), Section((key, "x"), ("ShopCode", "TOKO-1"), ("Routing:Enabled", "true")),
                "Accounts", "Routing"));

        Assert.Equal(($"{Path}:{key}", "unknown_setting"), (fault.Field, fault.Code));
        Assert.Contains(among, fault.Message, StringComparison.Ordinal);
        if (meant is not null) Assert.Contains($"did you mean {meant}", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://api.example/", false, "address_insecure")]
    [InlineData("http://api.example/", true, null)]
    [InlineData("https://api.example", false, null)]
    [InlineData("https://api.example/v1", false, "address_invalid")]
    [InlineData("https://user:pass@api.example/", false, "address_invalid")]
    [InlineData("https://api.example/?a=b", false, "address_invalid")]
    [InlineData("ftp://api.example/", true, "address_invalid")]
    public void A_gateways_address_is_https_unless_the_operator_says_otherwise(string url, bool isInsecureAllowed, string? code)
    {
        var settings = new GatewaySettings { BaseUrl = new Uri(url), AllowInsecureHttp = isInsecureAllowed };
        Assert.Equal(code, GatewayAddressRule.Check(settings, new SettingsLayers(Section())).SingleOrDefault()?.Code);
    }
}
