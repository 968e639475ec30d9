using System.Reflection;
using QrisPayments.MamzPay;
using QrisPayments.PayDigital;
using QrisPayments.Plugins;
using QrisPayments.Qiospay;

namespace QrisPayments.Gateways.Tests;

/// <summary>What holds for every gateway's plugin.</summary>
public sealed class PluginTests
{
    public static TheoryData<Type, string, Type, string> Gateways { get; } = new()
    {
        { typeof(MamzPayPlugin), "mamzpay", typeof(MamzPaySettings), "ApiKey" },
        { typeof(PayDigitalPlugin), "paydigital", typeof(PayDigitalSettings), "ApiKey" },
        { typeof(QiospayPlugin), "qiospay", typeof(QiospaySettings), "ApiKey WebhookKey PreviousWebhookKey" },
    };

    [Theory]
    [MemberData(nameof(Gateways))]
    public void A_plugin_names_itself_and_knows_only_what_stands_before_it(Type plugin, string id, Type settings, string secrets)
    {
        var manifest = plugin.Assembly.GetCustomAttribute<QrisPluginAttribute>()!;
        Assert.Equal((plugin, id), (manifest.Plugin, manifest.Id));
        Assert.Equal(settings.Assembly, plugin.Assembly);
        Assert.Empty(plugin.Assembly.GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => name.StartsWith("QrisPayments", StringComparison.Ordinal))
            .Except(["QrisPayments.Abstractions", "QrisPayments.Codec"]));
        Assert.Equal(secrets.Split(' '),
            settings.GetProperties().Where(property => property.IsDefined(typeof(SecretAttribute))).Select(property => property.Name));
    }

    [Theory]
    [MemberData(nameof(Gateways))]
    public void Every_setting_is_explained(Type plugin, string id, Type settings, string secrets)
    {
        Assert.NotNull(plugin);
        Assert.NotEmpty(id + secrets);
        Assert.All(settings.GetProperties(), property =>
        {
            var display = property.GetCustomAttribute<System.ComponentModel.DataAnnotations.DisplayAttribute>();
            Assert.False(string.IsNullOrWhiteSpace(display?.Name), property.Name);
            Assert.False(string.IsNullOrWhiteSpace(display?.Description), property.Name);
        });
    }
}
