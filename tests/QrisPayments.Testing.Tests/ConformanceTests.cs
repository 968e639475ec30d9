using QrisPayments.Plugins;

namespace QrisPayments.Testing.Tests;

/// <summary>
/// The suite itself: a good gateway passes, every check can fail, and what no host could load is told from what is wrong.
/// </summary>
public sealed class ConformanceTests : MutantTests
{
    [Fact]
    public async Task A_gateway_with_every_capability_passes_every_check() =>
        Assert.Empty(await FailuresAsync(new BadGateway("none", []) { Base = BadGateways.Whole, Script = BadGateways.WholeScript }));

    [Fact]
    public void Every_check_has_a_bad_gateway_that_fails_it() =>
        Assert.Empty(Suite.Tests.Select(test => test.Name).Except(BadGateways.All.SelectMany(bad => bad.Fails)));

    [Theory]
    [InlineData("[assembly: QrisPlugin", "// [assembly: QrisPlugin", "No assembly in its folder has the QrisPlugin attribute")]
    [InlineData("\"my-gateway\"", "\"My Gateway\"", "id_invalid")]
    [InlineData("builder.AddProvider<MyGatewaySettings>(context => new MyGatewayProvider(context))", "throw new InvalidOperationException(\"No luck.\")", "No luck.")]
    [InlineData("builder.AddProvider<MyGatewaySettings>(context => new MyGatewayProvider(context))", "_ = builder", "AddProvider")]
    [InlineData("context => new MyGatewayProvider(context)", "context => throw new InvalidOperationException(\"No luck.\")", "No luck.")]
    [InlineData("MinLength(16)", "MinLength(99)", "WebhookSecret")]
    [InlineData("public Uri? BaseUrl { get; init; } =", "public Uri? BaseUrl { get; } =", "Make the property settable")]
    public async Task A_gateway_that_no_host_could_load_is_told_so_by_every_check(string from, string to, string says)
    {
        var folder = new Mutant("unloadable", (from, to)).Build(Root);

        var failures = await Suite.FailuresAsync(() => new UnloadableConformance(folder),
            name => name == nameof(GatewayConformance.Its_traits_never_change));

        Assert.Contains(says, Assert.Single(failures).Value, StringComparison.Ordinal);
    }

    private sealed class UnloadableConformance(string folder) : GatewayConformance
    {
        protected override GatewayScript Script => MutantConformance.ScriptOf(null);

        protected override string PluginFolder => folder;
    }
}
