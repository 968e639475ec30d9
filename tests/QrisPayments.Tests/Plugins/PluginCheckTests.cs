using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Inspection;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Plugins;

/// <summary>The check before running: every reason, by code and in words, while nothing of the plugin runs.</summary>
public sealed class PluginCheckTests : IDisposable
{
    private const string CallsLibrary = "builder.AddProvider<Settings>(_ => throw new InvalidOperationException(Tally.Who.Version));";
    private readonly string _root = Directory.CreateTempSubdirectory("qris-check-").FullName;
    private readonly string _elsewhere = Directory.CreateTempSubdirectory("qris-refs-").FullName;
    private readonly PluginOptions _options = new();
    private readonly PluginInspector _inspector = new(NullLogger<PluginInspector>.Instance);

    public PluginCheckTests() => _options.Paths.Add(_root);

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        Directory.Delete(_elsewhere, recursive: true);
    }

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
        var contract = TestPlugin.WriteContract(_elsewhere, builder: "void AddWidget(string name); void AddGauge<T>(List<T> values, long rupiah); int Depth { get; }");
        TestPlugin.Write(_root, "newer", Entry("newer", """builder.AddWidget("w"); builder.AddGauge(new List<int>(), builder.Depth);"""), contract);

        var says = Assert.Single(Inspect()).Faults.Where(fault => fault.Code == "member_missing").Select(fault => fault.Message).ToList();

        Assert.Equal(3, says.Count);
        Assert.Contains("newer.dll calls IPluginBuilder.AddGauge<T1>(List<T1>, long), which this host does not have. Update the host, or use a build of the plugin for it.", says);
        Assert.Contains(says, text => text.Contains("IPluginBuilder.AddWidget(string)", StringComparison.Ordinal));
        Assert.Contains(says, text => text.Contains("IPluginBuilder.Depth", StringComparison.Ordinal));
    }

    [Fact]
    public void A_member_whose_parameters_have_changed_is_missing_too()
    {
        var contract = TestPlugin.WriteContract(_elsewhere, builder: "IPluginBuilder AddProvider<TSettings>(Func<string, IPaymentProvider> create) where TSettings : class, new();");
        TestPlugin.Write(_root, "other", Entry("other", "builder.AddProvider<Empty>(_ => throw new NotSupportedException());") + "public sealed class Empty;", contract);

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

        var faults = Assert.Single(Inspect()).Faults.Where(fault => fault.Code == "member_not_implemented").Select(fault => fault.Message).ToList();

        Assert.Contains(faults, text => text.Contains("Gateway lacks IPaymentProvider.OpenAsync(OpenRequest, CancellationToken)", StringComparison.Ordinal));
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
        File.WriteAllBytes(middle, TestPlugin.Compile("Middle", "namespace Tally { public static class Who { public static string Version => Deep.Who.Version; } }", deep));
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
        Assert.Equal(("duplicate_id", $"The id twin is taken by the plugin in {first.Folder}. Remove one of the two folders."), (second.Faults[0].Code, second.Faults[0].Message));
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

        Assert.Equal(["contract_too_new", "dependency_missing", "id_invalid", "member_missing"], Assert.Single(Inspect()).Faults.Select(fault => fault.Code).Order());
    }

    [Fact]
    public void The_fingerprint_is_what_a_shell_computes()
    {
        var folder = TestPlugin.Write(_root, "known", TestPlugin.Provider("known"));
        Directory.CreateDirectory(Path.Combine(folder, "runtimes", "any"));
        File.WriteAllText(Path.Combine(folder, "runtimes", "any", "Z.txt"), "z");
        File.WriteAllText(Path.Combine(folder, "runtimes-note.txt"), "");
        File.WriteAllText(Path.Combine(folder, "ä.txt"), "ä");
        File.WriteAllText(Path.Combine(folder, "it's a note.txt"), "");
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", "find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum"]) { WorkingDirectory = folder, RedirectStandardOutput = true })!;

        Assert.Equal(shell.StandardOutput.ReadToEnd().Split(' ')[0], Assert.Single(Inspect()).Fingerprint);
    }

    [Fact]
    public void A_pipe_in_a_folder_is_a_reason_and_keeps_nobody_waiting()
    {
        TestPlugin.Write(_root, "sound", TestPlugin.Provider("sound"));
        var folder = TestPlugin.Write(_root, "piped", TestPlugin.Provider("piped"));
        using (var made = Process.Start("mkfifo", [Path.Combine(folder, "pipe")])) made.WaitForExit();
        var inspector = new PluginInspector(NullLogger<PluginInspector>.Instance) { TimeBox = TimeSpan.FromSeconds(1) };

        var findings = inspector.Inspect(_options, []);

        Assert.Equal("folder_unreadable", Assert.Single(findings.Single(finding => finding.Folder == folder).Faults).Code);
        Assert.Empty(findings.Single(finding => finding.Folder != folder).Faults);
        // The thread that waits is let go.
        File.WriteAllText(Path.Combine(folder, "pipe"), "");
    }

    [Fact]
    public void What_is_too_large_for_a_plugin_is_not_read()
    {
        var folder = TestPlugin.Write(_root, "huge", TestPlugin.Provider("huge"));
        using (var file = File.Create(Path.Combine(folder, "movie.dat"))) file.SetLength(20L << 30);

        Assert.Equal("too_large", Assert.Single(Assert.Single(Inspect()).Faults).Code);
    }

    [Fact]
    public void What_a_manifest_says_is_bounded_and_on_one_line()
    {
        TestPlugin.Write(_root, "loud", TestPlugin.Provider("loud", attribute: $", Name = \"a\\u001b[2J\\nb{new string('x', 5000)}\", Author = \"\\u202egnp\""));

        var manifest = Assert.Single(Inspect()).Manifest!;

        Assert.Equal(100, manifest.Name!.Length);
        Assert.StartsWith("a [2J b", manifest.Name, StringComparison.Ordinal);
        Assert.Equal(" gnp", manifest.Author);
    }

    [Fact]
    public void What_is_not_on_the_list_of_the_allowed_is_refused_with_its_fingerprint()
    {
        TestPlugin.Write(_root, "a", TestPlugin.Provider("mine"));
        TestPlugin.Write(_root, "b", TestPlugin.Provider("theirs"));
        _options.Allow.Add(Inspect()[0].Fingerprint.ToUpperInvariant());

        var findings = new PluginInspector(NullLogger<PluginInspector>.Instance).Inspect(_options, []);

        Assert.Empty(findings[0].Faults);
        var fault = Assert.Single(findings[1].Faults);
        Assert.Equal("not_allowed", fault.Code);
        Assert.Contains(findings[1].Fingerprint, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_of_the_list_that_can_be_no_fingerprint_is_a_fault_of_the_setup()
    {
        _options.Allow.Add("sha256:1234");
        var faults = new List<Fault>();

        _inspector.Inspect(_options, faults);

        Assert.Equal(("QrisPayments:Plugins:Allow:0", "allow_malformed"), (Assert.Single(faults).Field, faults[0].Code));
    }

    [Fact]
    public void An_empty_folder_is_nothing_yet()
    {
        Directory.CreateDirectory(Path.Combine(_root, "soon"));

        Assert.Empty(Inspect());
    }

    [Fact]
    public void A_folder_without_a_plugin()
    {
        Directory.CreateDirectory(Path.Combine(_root, "papers"));
        File.WriteAllText(Path.Combine(_root, "papers", "readme.txt"), "hello");

        Assert.Equal("papers", Says("no_plugin", "No assembly in its folder has the QrisPlugin attribute.").Id);
    }

    [Fact]
    public void A_folder_with_two_plugins()
    {
        var folder = TestPlugin.Write(_root, "pair", TestPlugin.Provider("one"));
        File.WriteAllBytes(Path.Combine(folder, "two.dll"), TestPlugin.Compile("two", TestPlugin.Provider("two")));

        Says("several_plugins", "Its folder holds 2 plugins (pair.dll, two.dll).");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(600)]
    [InlineData(3000)]
    public void A_file_that_is_not_yet_copied_whole(int bytes)
    {
        var file = Path.Combine(TestPlugin.Write(_root, "half", TestPlugin.Provider("half")), "half.dll");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..bytes]);

        Assert.Contains(Says("file_unreadable", "half.dll is broken or not yet copied whole").Faults, fault => fault.Code is "file_unreadable");
    }

    [Fact]
    public void A_file_that_is_noise_ends_as_a_reason_whatever_the_noise()
    {
        var file = Path.Combine(TestPlugin.Write(_root, "noise", TestPlugin.Provider("noise")), "noise.dll");
        var sound = File.ReadAllBytes(file);
        var random = new Random(4711);
        for (var round = 0; round < 300; round++)
        {
            var bytes = sound.ToArray();
            for (var i = 0; i < 1 + round % 20; i++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(file, bytes);
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddDays(round));

            Assert.Single(Inspect());
        }
    }

    [Fact]
    public void A_native_library_beside_a_plugin_is_no_fault()
    {
        var folder = TestPlugin.Write(_root, "native", TestPlugin.Provider("native"));
        File.WriteAllText(Path.Combine(folder, "libtally.so"), "\u007fELF");

        Assert.Empty(Assert.Single(Inspect()).Faults);
    }

    [Fact]
    public void Links_are_not_followed()
    {
        var folder = TestPlugin.Write(_elsewhere, "linked", TestPlugin.Provider("linked"));
        Directory.CreateSymbolicLink(Path.Combine(_root, "linked"), folder);
        var plain = TestPlugin.Write(_root, "plain", TestPlugin.Provider("plain"));
        File.CreateSymbolicLink(Path.Combine(plain, "more.dll"), Path.Combine(folder, "linked.dll"));
        Directory.CreateSymbolicLink(Path.Combine(plain, "round"), _root);

        Assert.Equal("folder_link", Assert.Single(Inspect()[0].Faults).Code);
        Assert.Equal(["link_in_folder", "link_in_folder"], Inspect()[1].Faults.Select(fault => fault.Code));
    }

    [Fact]
    public void A_folder_that_did_not_change_is_not_looked_into_again()
    {
        TestPlugin.Write(_root, "still", TestPlugin.Provider("still"));

        Assert.Same(Inspect()[0], Inspect()[0]);
    }

    [Fact]
    public void Files_that_changed_since_they_were_inspected_are_not_handed_out()
    {
        var folder = TestPlugin.Write(_root, "swapped", TestPlugin.Provider("swapped"));
        var finding = Assert.Single(Inspect());
        File.WriteAllBytes(Path.Combine(folder, "swapped.dll"), TestPlugin.Compile("swapped", TestPlugin.Provider("swapped", settings: "public int Evil { get; init; }")));

        Assert.Contains("has changed since it was inspected", Assert.Throws<IOException>(() => finding.Files!.Bytes("swapped.dll")).Message, StringComparison.Ordinal);
    }

    private static string Entry(string id, string configure) => $$"""
        [assembly: QrisPlugin(typeof(Plugin), "{{id}}")]
        public sealed class Plugin : QrisPlugin { public override void Configure(IPluginBuilder builder) { {{configure}} } }
        """;

    private IReadOnlyList<PluginFinding> Inspect() => _inspector.Inspect(_options, []);

    private PluginFinding Says(string code, string text)
    {
        var finding = Assert.Single(Inspect());
        Assert.Contains(finding.Faults, fault => fault.Code == code && fault.Message.Contains(text, StringComparison.Ordinal));
        return finding;
    }
}
