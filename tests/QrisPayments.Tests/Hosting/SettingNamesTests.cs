using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using QrisPayments.Apps;
using QrisPayments.Foundation;
using QrisPayments.Hosting;
using QrisPayments.Settings;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Hosting;

/// <summary>A key that no setting has is named at start with the nearest that exists.</summary>
public sealed class SettingNamesTests(SqliteFile database) : ModuleTests(database), IClassFixture<SqliteFile>
{
    private static readonly IReadOnlyList<string> Known =
        [.. Keys("QrisPayments", typeof(QrisPaymentsOptions), isPart: false),
            .. Keys("QrisPayments:Apps:0", typeof(AppOptions), isPart: true)];

    /// <summary>Every key of the module's settings.</summary>
    private static IEnumerable<string> Keys(string path, Type type, bool isPart) => SettingsProperty.Of(type, isPart).SelectMany(property =>
        property.Shape == SettingShape.Part
            ? Keys($"{path}:{property.Name}", property.Element, isPart: true).Prepend($"{path}:{property.Name}")
            : [$"{path}:{property.Name}"]);

    /// <summary>Each with a letter too few, a letter too many, and two letters that have changed places.</summary>
    public static TheoryData<string, string> Misspelt()
    {
        var cases = new TheoryData<string, string>();
        foreach (var key in Known)
        {
            var at = key.LastIndexOf(':') + 1;
            var (path, name) = (key[..at], key[at..]);
            var middle = name.Length / 2;
            cases.Add(key, path + name.Remove(middle, 1));
            cases.Add(key, path + name.Insert(middle, "x"));
            if (name[middle] != name[middle - 1])
                cases.Add(key, path + name[..(middle - 1)] + name[middle] + name[middle - 1] + name[(middle + 1)..]);
        }
        return cases;
    }

    private static IReadOnlyList<string> Find(params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build();
        return [.. new SettingNames(configuration, Options.Create(new QrisPaymentsOptions()), NullLogger<SettingNames>.Instance).Find()
            .Select(fault => fault.Message)];
    }

    [Theory]
    [MemberData(nameof(Misspelt))]
    public void F28_each_misspelt_key_is_named_with_the_nearest_known_one(string key, string misspelt)
    {
        var name = key[(key.LastIndexOf(':') + 1)..];

        foreach (var given in new[] { misspelt, misspelt + ":0", misspelt + ":Inner" })
            Assert.StartsWith($"{misspelt} is no setting; did you mean {name}", Assert.Single(Find((given, "1"))),
                StringComparison.Ordinal);
    }

    [Fact]
    public void F28_these_are_more_than_thirty_keys_and_none_of_them_is_named_when_it_is_right()
    {
        Assert.True(Known.Count >= 60, $"{Known.Count} keys");
        // A part has keys of its own, and a list has numbers.
        foreach (var key in Known)
            Assert.DoesNotContain(Find((key + ":0", "1")).Concat(Find((key.ToUpperInvariant(), "1"))),
                message => message.Contains($"{key} is no setting", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(Find(("QrisPayments:Providers:whatever:Key", "1"), ("QrisPayments:Apps:0:Limits:qris", "1"),
            ("QrisPayments:Apps:0:Facades:kasir:Secret", "1"), ("Qris", "1"), ("ConnectionStrings:Shop", "1")));
    }

    [Theory]
    [InlineData("QrisPayment:Mode", "QrisPayment", "QrisPayments")]
    [InlineData("QrisPaymnets:Mode", "QrisPaymnets", "QrisPayments")]
    [InlineData("ConnectionStrings:QrisPayment", "ConnectionStrings:QrisPayment", "ConnectionStrings:QrisPayments")]
    public void F28_the_section_itself_and_the_connection_string_are_named_too(string key, string named, string nearest) =>
        Assert.Equal($"{named} is not read; did you mean {nearest}?", Assert.Single(Find((key, "1"))));

    [Fact]
    public async Task F28_the_start_names_them_once_and_goes_on()
    {
        var log = new FakeLogCollector();
        Owned(await TestHost.StartAsync(Database, Clock,
            [("QrisPayments:Chekout:Color", "#123456"), ("QrisPayments:Payments:MaxAmmount", "5"), ("QrisPayments:Plugins:Alow:0", "abc")],
            builder => builder.LogTo(log)));

        Assert.Equal(
            [
                "QrisPayments:Chekout is no setting; did you mean Checkout?",
                "QrisPayments:Payments:MaxAmmount is no setting; did you mean "
                    + "MaxAmount?", "QrisPayments:Plugins:Alow is no setting; did you mean Allow?",
            ],
            log.GetSnapshot().Where(record => record.Level == LogLevel.Warning
                && record.Category!.EndsWith(nameof(SettingNames), StringComparison.Ordinal))
                .Select(record => record.Message));
    }

    [Fact]
    public async Task F28_a_start_that_fails_for_want_of_a_setting_has_named_the_misspelt_one_before()
    {
        var log = new FakeLogCollector();

        await Assert.ThrowsAsync<QrisSetupException>(() => TestHost.StartAsync(Database, Clock,
            [("QrisPayments:Apps:0:Key", null), ("QrisPayments:Apps:0:Kye", "demo-key")], builder => builder.LogTo(log)));

        Assert.Contains("QrisPayments:Apps:0:Kye is no setting; did you mean Key", log.Text(), StringComparison.Ordinal);
    }
}
