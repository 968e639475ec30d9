namespace QrisPayments.Testing.Tests;

/// <summary>The suite itself: a good gateway passes, and each fault fails the checks that are made for it and no others.</summary>
public sealed class ConformanceTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("qris-mutants-");

    public static TheoryData<string> Faults => [.. BadGateways.All.Select(bad => bad.Fault)];

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task A_gateway_with_every_capability_passes_every_check() =>
        Assert.Empty(await FailuresAsync(new BadGateway("none", []) { Base = BadGateways.Whole, Script = BadGateways.WholeScript }));

    [Theory, MemberData(nameof(Faults))]
    public async Task A_bad_gateway_fails_the_checks_for_its_fault_and_no_others(string fault)
    {
        var bad = BadGateways.All.Single(bad => bad.Fault == fault);

        var failures = await FailuresAsync(bad);

        Assert.Equal(bad.Fails.Order(StringComparer.Ordinal), failures.Keys);
        // What it says is for the author: what happened, and what to do.
        Assert.All(failures.Values, message => Assert.DoesNotContain("not by Assert.Fail", message, StringComparison.Ordinal));
        if (bad.Says is { } words) Assert.Contains(failures.Values, message => message.Contains(words, StringComparison.Ordinal));
    }

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
        var folder = new Mutant("unloadable", (from, to)).Build(_root.FullName);

        var failures = await Suite.FailuresAsync(() => new UnloadableConformance(folder), name => name == nameof(GatewayConformance.Its_traits_never_change));

        Assert.Contains(says, Assert.Single(failures).Value, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyDictionary<string, string>> FailuresAsync(BadGateway bad)
    {
        var folder = new Mutant("mutant", [.. bad.Base ?? [], .. bad.Changes]).Build(_root.FullName);
        var bench = new Lazy<PluginBench>(() => PluginBench.Load(folder, MutantConformance.ScriptOf(bad.Script).Settings));
        try
        {
            // Which of the slow ones pass is seen from the good gateway; here they run where they have something to find.
            return await Suite.FailuresAsync(
                () => new MutantConformance(folder, bad.Script, bench), name => bad.Changes.Length == 0 || bad.Fails.Contains(name) || !Suite.Slow.Contains(name));
        }
        finally
        {
            if (bench.IsValueCreated) bench.Value.Dispose();
        }
    }

    private sealed class UnloadableConformance(string folder) : GatewayConformance
    {
        protected override GatewayScript Script => MutantConformance.ScriptOf(null);

        protected override string PluginFolder => folder;
    }
}
