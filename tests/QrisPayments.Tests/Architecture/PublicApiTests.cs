using System.Reflection;

namespace QrisPayments.Tests.Architecture;

/// <summary>Every shipped package but those of the gateways, which Gateways.Tests has.</summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("QrisPayments.Abstractions")]
    [InlineData("QrisPayments.Codec")]
    [InlineData("QrisPayments")]
    [InlineData("QrisPayments.Sqlite")]
    [InlineData("QrisPayments.Testing")]
    public void What_a_package_offers_changes_only_on_purpose(string assembly) => PublicApi.IsAsWrittenDown(Assembly.Load(assembly));

    [Fact]
    public void What_the_plugin_inside_the_module_offers_changes_only_on_purpose() =>
        PublicApi.IsAsWrittenDown(Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "plugins", "static-qris", "QrisPayments.StaticQris.dll")));
}
