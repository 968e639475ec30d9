using System.Reflection;

namespace QrisPayments.Tests.Architecture;

/// <summary>Every shipped package but those of the gateways, which Gateways.Tests has.</summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("QrisPayments.Abstractions")]
    [InlineData("QrisPayments.Codec")]
    [InlineData("QrisPayments")]
    [InlineData("QrisPayments.EntityFrameworkCore")]
    [InlineData("QrisPayments.QrImages")]
    [InlineData("QrisPayments.Sqlite")]
    [InlineData("QrisPayments.Testing")]
    public void What_a_package_offers_changes_only_on_purpose(string assembly) => PublicApi.IsAsWrittenDown(Assembly.Load(assembly));

    [Fact]
    public void Every_package_is_written_down()
    {
        var projects = new[] { "src", "plugins" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(DependencyTests.Root(), folder), "*.csproj",
                SearchOption.AllDirectories))
            .Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Where(name => name != "DemoStore")
            .Select(name => name.StartsWith("QrisPayments", StringComparison.Ordinal) ? name : "QrisPayments." + name);
        var locked = new[] { Path.Combine("QrisPayments.Tests", "Architecture"), "Gateways.Tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(DependencyTests.Root(), "tests", folder, "PublicApi")))
            .Select(file => Path.GetFileNameWithoutExtension(file)!);

        Assert.Equal(projects.Order(StringComparer.Ordinal), locked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_the_plugin_inside_the_module_offers_changes_only_on_purpose() =>
        PublicApi.IsAsWrittenDown(
            Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "plugins", "static-qris", "QrisPayments.StaticQris.dll")));
}
