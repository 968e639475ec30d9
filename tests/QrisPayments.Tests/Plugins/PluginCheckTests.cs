using QrisPayments.Foundation;
using QrisPayments.Plugins;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Plugins;

/// <summary>The check before running: every reason, by code and in words, while nothing of the plugin runs.</summary>
public sealed class PluginCheckTests : PluginInspection
{
    private const string CallsLibrary = "builder.AddProvider<Settings>(_ => throw new InvalidOperationException(Tally.Who.Version));";

    [Fact]
    public void A_sound_plugin_has_no_faults()
    {
        TestPlugin.Write(_root, "sound", TestPlugin.Provider("sound"));

        var finding = Assert.Single(Inspect());

        Assert.Empty(finding.Faults);
        Assert.Equal("sound", finding.Id);
    }

    [Fact]
    public void The_plugin_in_the_box_is_sound()
    {
        _options.Paths[0] = TestHost.PluginFolder;

        Assert.Empty(Inspect().Single(finding => finding.Id == "static-qris").Faults);
    }

    [Theory]
    [InlineData("Not_Valid", "id_invalid", "must be 1 to 40 of a-z, 0-9 and -")]
    [InlineData("", "id_invalid", "must be 1 to 40")]
    public void An_id_that_cannot_be_one(string id, string code, string says)
    {
        TestPlugin.Write(_root, "odd", TestPlugin.Provider(id));

        Says(code, says);
    }

    [Fact]
    public void A_contract_of_the_future()
    {
        TestPlugin.Write(_root, "future", TestPlugin.Provider("future", attribute: ", 7"));

        Says("contract_too_new", "It was built for contract 7; this host speaks 1. Update QrisPayments.");
    }

    [Fact]
    public void A_contract_of_the_past()
    {
        TestPlugin.Write(_root, "past", TestPlugin.Provider("past", attribute: ", 0"));

        Says("contract_too_old", "Update the plugin.");
    }

    [Fact]
    public void A_member_that_this_host_lacks_is_named_with_its_parameters()
    {
        var contract = TestPlugin.WriteContract(_elsewhere,
            builder: "void AddWidget(string name); void AddGauge<T>(List<T> values, long rupiah); int Depth { get; }");
        TestPlugin.Write(_root, "newer", Entry("newer", """builder.AddWidget("w"); builder.AddGauge(new List<int>(), builder.Depth);"""), contract);

        var says = Assert.Single(Inspect()).Faults.Where(fault => fault.Code == "member_missing").Select(fault => fault.Message).ToList();

        Assert.Equal(3, says.Count);
        Assert.Contains("newer.dll calls IPluginBuilder.AddGauge<T1>(List<T1>, long), which this host does not have. "
            + "Update the host, or use a build of the plugin for it.", says);
        Assert.Contains(says, text => text.Contains("IPluginBuilder.AddWidget(string)", StringComparison.Ordinal));
        Assert.Contains(says, text => text.Contains("IPluginBuilder.Depth", StringComparison.Ordinal));
    }

    [Fact]
    public void A_member_whose_parameters_have_changed_is_missing_too()
    {
        var contract = TestPlugin.WriteContract(_elsewhere, builder: "IPluginBuilder AddProvider<TSettings>(Func<string, "
            + "IPaymentProvider> create) where TSettings : class, new();");
        TestPlugin.Write(_root, "other",
            Entry("other", "builder.AddProvider<Empty>(_ => throw new NotSupportedException());") + "public sealed class Empty;", contract);

        Says("member_missing", "IPluginBuilder.AddProvider<T1>(Func<string, IPaymentProvider>)");
    }

    [Fact]
    public void A_type_that_this_host_lacks_is_named()
    {
        var contract = TestPlugin.WriteContract(_elsewhere, builder: "} public sealed class Carousel { public void Turn() { }");
        TestPlugin.Write(_root, "typed", Entry("typed", "new Carousel().Turn();"), contract);

        Says("member_missing", "Carousel (QrisPayments.Abstractions)");
    }

    [Fact]
    public void A_class_from_before_the_contract_grew_is_refused_with_what_it_lacks()
    {
        var contract = TestPlugin.WriteContract(_elsewhere, provider: "string Old();");
        TestPlugin.Write(_root, "older", Entry("older", "") + """public sealed class Gateway : IPaymentProvider { public string Old() => ""; }""", contract);

        var faults = Assert.Single(Inspect()).Faults.Where(fault => fault.Code == "member_not_implemented").Select(fault => fault.Message)
            .ToList();

        Assert.Contains(faults,
            text => text.Contains("Gateway lacks IPaymentProvider.OpenAsync(OpenRequest, CancellationToken)", StringComparison.Ordinal));
        Assert.Contains(faults, text => text.Contains("Gateway lacks IPaymentProvider.Traits", StringComparison.Ordinal));
    }

    [Fact]
    public void A_newer_contract_that_is_not_made_use_of_is_no_obstacle()
    {
        var contract = TestPlugin.WriteContract(_elsewhere, builder: "void AddWidget(string name);");
        TestPlugin.Write(_root, "modest", Entry("modest", ""), contract);

        Assert.Empty(Assert.Single(Inspect()).Faults);
    }

    [Fact]
    public void A_private_dependency_that_is_not_there()
    {
        var library = TestPlugin.WriteLibrary(_elsewhere, "Tally", 2);
        TestPlugin.Write(_root, "lonely", TestPlugin.Provider("lonely", configure: CallsLibrary), library);

        Says("dependency_missing", "lonely.dll needs Tally 2.0.0.0, which is not in the plugin's folder.");
    }

    [Fact]
    public void What_the_host_has_for_itself_is_no_plugins_dependency()
    {
        // Dapper stands beside the module; a plugin must not bind to it by accident.
        var dapper = typeof(Dapper.SqlMapper).Assembly.Location;
        TestPlugin.Write(_root, "borrower", TestPlugin.Provider("borrower", configure: "Dapper.SqlMapper.PurgeQueryCache();"), dapper);

        Says("dependency_missing", "borrower.dll needs Dapper");
    }

    [Fact]
    public void A_dependency_of_a_dependency_that_is_not_there()
    {
        var deep = TestPlugin.WriteLibrary(_elsewhere, "Deep", 1);
        var folder = Path.Combine(_root, "chain");
        Directory.CreateDirectory(folder);
        var middle = Path.Combine(folder, "Middle.dll");
        File.WriteAllBytes(middle,
            TestPlugin.Compile("Middle",
                "namespace Tally { public static class Who { public static string Version => Deep.Who.Version; } }", deep));
        TestPlugin.Write(_root, "chain", TestPlugin.Provider("chain", configure: CallsLibrary), middle);

        Says("dependency_missing", "Middle.dll needs Deep 1.0.0.0");
    }

    [Fact]
    public void A_private_dependency_that_is_older_than_demanded()
    {
        var newer = TestPlugin.WriteLibrary(_elsewhere, "Tally", 3);
        var folder = TestPlugin.Write(_root, "stale", TestPlugin.Provider("stale", configure: CallsLibrary), newer);
        TestPlugin.WriteLibrary(folder, "Tally", 2);

        Says("dependency_too_old", "stale.dll needs Tally 3.0.0.0, but Tally.dll in the plugin's folder is 2.0.0.0.");
    }

    [Fact]
    public void What_the_list_of_dependencies_names_must_be_there()
    {
        var folder = TestPlugin.Write(_root, "listed", TestPlugin.Provider("listed"));
        TestPlugin.WriteDeps(folder, "listed", "Ghost");

        Says("dependency_missing", "listed.deps.json lists Ghost.dll of Ghost/1.0.0, which is not in the plugin's folder.");
    }

    [Theory]
    [InlineData("internal sealed class", "", "is not public")]
    [InlineData("public abstract class", "", "is abstract")]
    [InlineData("public sealed class", "public Plugin(int depth) { }", "has no public constructor without parameters")]
    public void An_entry_that_cannot_be_made(string kind, string member, string says)
    {
        TestPlugin.Write(_root, "shut", $$"""
            [assembly: QrisPlugin(typeof(Plugin), "shut")]
            {{kind}} Plugin : QrisPlugin { {{member}} public override void Configure(IPluginBuilder builder) { } }
            """);

        Says("entry_class", says);
    }

    [Fact]
    public void An_entry_that_is_no_plugin()
    {
        TestPlugin.Write(_root, "text", """[assembly: QrisPlugin(typeof(Plugin), "text")] public class Plugin;""");

        Says("entry_class", "does not derive from QrisPlugin");
    }

    [Fact]
    public void Of_two_plugins_with_one_id_the_first_runs()
    {
        TestPlugin.Write(_root, "a", TestPlugin.Provider("twin"));
        TestPlugin.Write(_root, "b", TestPlugin.Provider("twin"));

        var (first, second) = (Inspect()[0], Inspect()[1]);

        Assert.Empty(first.Faults);
        Assert.Equal(("duplicate_id", $"The id twin is taken by the plugin in {first.Folder}. Remove one of the two folders."),
            (second.Faults[0].Code, second.Faults[0].Message));
    }

    [Fact]
    public void A_plugin_that_may_not_run_pushes_no_other_aside()
    {
        TestPlugin.Write(_root, "a", TestPlugin.Provider("twin", attribute: ", 7"));
        TestPlugin.Write(_root, "b", TestPlugin.Provider("twin"));

        Assert.Empty(Inspect()[1].Faults);
    }

    [Fact]
    public void All_reasons_are_told_together()
    {
        var library = TestPlugin.WriteLibrary(_elsewhere, "Tally", 2);
        var contract = TestPlugin.WriteContract(_elsewhere, builder: "void AddWidget(string name);", version: 7);
        TestPlugin.Write(_root, "all", Entry("All", "builder.AddWidget(Tally.Who.Version);"), contract, library);

        Assert.Equal(["contract_too_new", "dependency_missing", "id_invalid", "member_missing"],
            Assert.Single(Inspect()).Faults.Select(fault => fault.Code).Order());
    }

    [Fact]
    public void What_a_manifest_says_is_bounded_and_on_one_line()
    {
        TestPlugin.Write(_root, "loud",
            TestPlugin.Provider("loud", attribute: $", Name = \"a\\u001b[2J\\nb{new string('x', 5000)}\", Author = \"\\u202egnp\""));

        var manifest = Assert.Single(Inspect()).Manifest!;

        Assert.Equal(100, manifest.Name!.Length);
        Assert.StartsWith("a[2J b", manifest.Name, StringComparison.Ordinal);
        Assert.Equal("gnp", manifest.Author);
    }

    private static string Entry(string id, string configure) => $$"""
        [assembly: QrisPlugin(typeof(Plugin), "{{id}}")]
        public sealed class Plugin : QrisPlugin { public override void Configure(IPluginBuilder builder) { {{configure}} } }
        """;
}
