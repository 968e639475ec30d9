using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Configuration;
using QrisPayments.Foundation;
using QrisPayments.Settings;

namespace QrisPayments.Tests.Settings;

public sealed class SettingsFormTests
{
    private const string Path = "QrisPayments:Providers:gateway";

    private static readonly Dictionary<string, string> Stored =
        new() { ["ShopCode"] = "TOKO-1", ["ApiKey"] = "rahasia-123", ["WebhookToken"] = "kata-sandi" };

    private static SettingsLayers Layers(Dictionary<string, string> stored, params (string Key, string? Value)[] configured) => new(
        new ConfigurationBuilder()
            .AddInMemoryCollection(configured.Select(value => KeyValuePair.Create($"{Path}:{value.Key}", value.Value))).Build()
            .GetSection(Path), stored);

    private static FormResult Read(SettingsLayers layers, Dictionary<string, string?> posted, params string[] cleared) =>
        SettingsForm.Read(typeof(GatewaySettings), layers, posted, cleared.ToHashSet());

    private static SettingsField Field(string name, SettingsLayers layers) =>
        SettingsFields.Of(typeof(GatewaySettings), layers).Single(field => field.Name == name);

    [Fact]
    public void The_form_is_made_from_the_record()
    {
        var fields = SettingsFields.Of(typeof(GatewaySettings), SettingsLayers.Nothing);

        Assert.Equal(
            [
                "ShopCode Text", "ApiKey Secret", "WebhookToken Secret", "Minutes Number", "Ceiling Money", "Fee Decimal", "IsStrict Flag",
                "Channel Choice", "Language Choice",
                "Patience Time", "BaseUrl Address", "AllowInsecureHttp Flag", "Contact Text", "Banks List", "Retries Number",
                "Limits:Burst Number",
            ],
            fields.Select(field => $"{field.Name} {field.Kind}"));
        var code = fields[0];
        Assert.Equal(("Kode toko", "Dari menu Profil.", "TOKO-1", "Akun", true, 3, 20),
            (code.Label, code.Description, code.Prompt, code.Group, code.IsRequired, code.MinLength, code.MaxLength));
        Assert.Equal(["Qris=Kode QR", "Wallet=Wallet"],
            fields.Single(field => field.Name == "Channel").Choices.Select(choice => $"{choice.Value}={choice.Label}"));
        Assert.Equal(("1", "60", "15"), (fields[3].Min, fields[3].Max, fields[3].Standard));
        Assert.Equal("3", fields.Single(field => field.Name == "Retries").Standard);
    }

    [Fact]
    public void Of_a_secret_only_its_presence_is_told()
    {
        var field = Field("ApiKey", Layers(Stored));
        Assert.Equal((true, null, null), (field.IsSet, field.Value, field.Standard));
        Assert.False(Field("ApiKey", Layers([])).IsSet);
    }

    [Fact]
    public void What_configuration_decides_is_shown_and_cannot_be_changed_here()
    {
        var layers = Layers(new(Stored) { ["Minutes"] = "20" }, ("Minutes", "40"));
        Assert.Equal(("40", $"{Path}:Minutes"), (Field("Minutes", layers).Value, Field("Minutes", layers).LockedBy));

        var accepted = Assert.IsType<FormResult.Accepted>(Read(layers, new() { ["Minutes"] = "50" }));

        Assert.Equal("20", accepted.Plain["Minutes"]);
    }

    [Fact]
    public void An_empty_secret_keeps_the_stored_one_another_replaces_it_and_clearing_takes_it_away()
    {
        var kept = Assert.IsType<FormResult.Accepted>(Read(Layers(Stored), new() { ["ApiKey"] = "", ["WebhookToken"] = "" }));
        var replaced = Assert.IsType<FormResult.Accepted>(Read(Layers(Stored), new() { ["ApiKey"] = " rahasia-456\r\n" }, "WebhookToken"));

        Assert.Equal(("rahasia-123", "kata-sandi"), (kept.Secrets["ApiKey"], kept.Secrets["WebhookToken"]));
        Assert.Equal("rahasia-456", Assert.Single(replaced.Secrets).Value);
        Assert.Equal(["ShopCode"], replaced.Plain.Keys);
    }

    [Fact]
    public void A_required_secret_cannot_be_cleared()
    {
        var refused = Assert.IsType<FormResult.Refused>(Read(Layers(Stored), [], "ApiKey"));
        Assert.Equal(("ApiKey", "required"), (Assert.Single(refused.Faults).Field, refused.Faults[0].Code));
    }

    [Fact]
    public void A_wrong_value_refuses_the_whole_form_with_every_fault_by_field()
    {
        var refused = Assert.IsType<FormResult.Refused>(Read(Layers([]), new()
        {
            ["ShopCode"] = "AB", ["ApiKey"] = "short", ["Minutes"] = "many", ["Banks"] = "BCA\r\nxx", ["Language"] = "jv",
            ["Limits:Burst"] = "101",
        }));
        Assert.Equal(["ShopCode", "ApiKey", "Minutes", "Language", "Banks", "Limits:Burst"], refused.Faults.Select(fault => fault.Field));
        Assert.DoesNotContain(refused.Faults, fault => fault.Message.Contains("short", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_no_text_is_refused()
    {
        var refused = Assert.IsType<FormResult.Refused>(
            Read(Layers(Stored), new()
            {
                ["ShopCode"] = "TOKO\u0000", ["Contact"] = "\ud800@b.example", ["ApiKey"] = new string('x', 20_000)
            }));
        Assert.Equal(["ShopCode", "ApiKey", "Contact"], refused.Faults.Select(fault => fault.Field));
    }

    [Fact]
    public void What_equals_the_default_is_not_stored_so_that_a_better_default_can_come() =>
        Assert.DoesNotContain("Minutes",
            Assert.IsType<FormResult.Accepted>(Read(Layers(new(Stored) { ["Minutes"] = "20" }), new() { ["Minutes"] = "15" })).Plain.Keys);

    [Fact]
    public void What_the_form_stores_binds_to_the_values_that_were_entered() =>
        Prop.ForAll(Filled.ToArbitrary(), entered =>
        {
            var posted = Posted(entered);
            var accepted = Assert.IsType<FormResult.Accepted>(Read(Layers([]), posted));
            var bound = new GatewaySettings();
            var faults = SettingsBinder.Bind(bound, SettingsLayers.Of(accepted.Plain.Concat(accepted.Secrets).ToDictionary()));

            Assert.Empty(faults);
            Assert.Equal(entered with { Banks = [], Limits = bound.Limits }, bound with { Banks = [] });
            Assert.Equal(entered.Banks, bound.Banks);
            Assert.Equal(entered.Limits.Burst, bound.Limits.Burst);
            // And a form that is opened and posted again changes nothing.
            var again = Layers(accepted.Plain.Concat(accepted.Secrets).ToDictionary());
            var shown = SettingsFields.Of(typeof(GatewaySettings), again).ToDictionary(field => field.Name, field => field.Value);
            var second = Assert.IsType<FormResult.Accepted>(Read(again, shown));
            Assert.Equal(accepted.Plain.OrderBy(pair => pair.Key), second.Plain.OrderBy(pair => pair.Key));
            Assert.Equal(accepted.Secrets.OrderBy(pair => pair.Key), second.Secrets.OrderBy(pair => pair.Key));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_schema_says_the_same_as_the_form()
    {
        var schema = SettingsSchema.Of("Gateway", SettingsFields.Of(typeof(GatewaySettings), SettingsLayers.Nothing));

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Gateway", "type": "object",
              "properties": {
                "ShopCode": { "title": "Kode toko", "description": "Dari menu Profil.", "type": "string", "minLength": 3, "maxLength": 20 },
                "ApiKey": { "title": "ApiKey", "type": "string", "minLength": 8, "writeOnly": true },
                "WebhookToken": { "title": "WebhookToken", "type": "string", "writeOnly": true },
                "Minutes": { "title": "Minutes", "type": "integer", "minimum": 1, "maximum": 60, "default": 15 },
                "Ceiling": { "title": "Ceiling", "type": "integer", "minimum": 1000, "maximum": 10000000 },
                "Fee": { "title": "Fee", "type": "number", "minimum": 0, "maximum": 0.7, "default": 0.3 },
                "IsStrict": { "title": "IsStrict", "type": "boolean", "default": true },
                "Channel": { "title": "Channel", "type": "string", "enum": ["Qris", "Wallet"], "default": "Qris" },
                "Language": { "title": "Language", "type": "string", "enum": ["id", "en"], "default": "id" },
                "Patience": { "title": "Patience", "type": "string", "pattern": "^-?(\\d+\\.)?\\d{1,2}:\\d{2}(:\\d{2}(\\.\\d{1,7})?)?$", "default": "00:00:10" },
                "BaseUrl": { "title": "BaseUrl", "type": "string", "format": "uri", "default": "https://api.gateway.example/" },
                "AllowInsecureHttp": { "title": "AllowInsecureHttp", "type": "boolean", "default": false },
                "Contact": { "title": "Contact", "type": "string", "format": "email" },
                "Banks": { "title": "Banks", "type": "array", "items": { "type": "string", "pattern": "^(?:[A-Z]{3})$" }, "maxItems": 3 },
                "Retries": { "title": "Retries", "type": "integer", "default": 3 },
                "Limits:Burst": { "title": "Burst", "type": "integer", "minimum": 1, "maximum": 100, "default": 10 }
              },
              "required": ["ShopCode", "ApiKey"], "additionalProperties": false
            }
            """), JsonNode.Parse(schema.ToJsonString())), schema.ToJsonString());
    }

    private static Gen<GatewaySettings> Filled =>
        from code in Gen.Elements("TOKO-1", "tokó besar", "ABC")
        from key in Gen.Elements("rahasia-123", "ключ ключ", "12345678=")
        from token in Gen.Elements(null, "t", "kata \"sandi\"\\")
        from minutes in Gen.Choose(1, 60)
        from ceiling in Gen.OneOf(Gen.Constant((long?)null), Gen.Choose(1_000, 10_000_000).Select(value => (long?)value))
        from fee in Gen.Choose(0, 70).Select(value => value / 100m)
        from strict in Gen.Elements(true, false)
        from channel in Gen.Elements(Channel.Qris, Channel.Wallet)
        from language in Gen.Elements("id", "en")
        from patience in Gen.Choose(0, 1_000_000).Select(value => TimeSpan.FromMilliseconds(value))
        from url in Gen.Elements("https://api.gateway.example/", "https://lain.example/v2/")
        from banks in Gen.ListOf(Gen.Elements("BCA", "BRI", "BNI"))
        from burst in Gen.Choose(1, 100)
        select new GatewaySettings
        {
            ShopCode = code, ApiKey = key, WebhookToken = token, Minutes = minutes, Ceiling = ceiling, Fee = fee, IsStrict = strict,
            Channel = channel, Language = language,
            Patience = patience, BaseUrl = new Uri(url), Banks = [.. banks.Take(3)], Retries = 3, Limits = new Limits { Burst = burst },
        };

    private static Dictionary<string, string?> Posted(GatewaySettings entered) => new()
    {
        ["ShopCode"] = entered.ShopCode, ["ApiKey"] = entered.ApiKey, ["WebhookToken"] = entered.WebhookToken,
        ["Minutes"] = entered.Minutes.ToString(CultureInfo.InvariantCulture),
        ["Ceiling"] = entered.Ceiling?.ToString(CultureInfo.InvariantCulture),
        ["Fee"] = entered.Fee.ToString(CultureInfo.InvariantCulture), ["IsStrict"] = entered.IsStrict ? "true" : "false",
        ["Channel"] = entered.Channel.ToString(),
        ["Language"] = entered.Language, ["Patience"] = entered.Patience.ToString(), ["BaseUrl"] = entered.BaseUrl?.ToString(),
        ["Banks"] = string.Join("\r\n", entered.Banks), ["Limits:Burst"] = entered.Limits.Burst.ToString(CultureInfo.InvariantCulture),
    };
}
