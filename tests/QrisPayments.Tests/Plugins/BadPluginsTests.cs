using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Inspection;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Plugins;

/// <summary>Bad plugins in one host at once: it starts, the shop sells, and each is named with its reason.</summary>
public abstract class BadPluginsTests(Database database) : ModuleTests(database)
{
    private readonly string _root = Directory.CreateTempSubdirectory("qris-bad-").FullName;
    private readonly string _elsewhere = Directory.CreateTempSubdirectory("qris-refs-").FullName;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_root, recursive: true);
        Directory.Delete(_elsewhere, recursive: true);
    }

    [Fact]
    public async Task Every_kind_of_bad_plugin_at_once_and_the_shop_sells()
    {
        WriteAll();
        var allowed = Allowed(except: "wrong-hash");

        // Those that open badly are asked before the one that sells.
        var host = await StartAsync([
            ("QrisPayments:Plugins:Paths:1", _root), ("QrisPayments:ProviderOrder:0", "bad-create"),
            ("QrisPayments:ProviderOrder:1", "bad-hang"),
            ("QrisPayments:ProviderOrder:2", "static-qris"), .. allowed]);

        var catalog = host.App.Services.GetRequiredService<PluginHost>().Current;
        void Refused(string folder, string code, string says)
        {
            var plugin = catalog.Installed.Single(plugin => Path.GetFileName(plugin.Folder) == folder);
            Assert.Equal(PluginState.Refused, plugin.State);
            Assert.Contains(plugin.Reasons, reason => reason.Code == code && reason.Message.Contains(says, StringComparison.Ordinal));
        }
        Refused("bad-constructor", "load_failed", "InvalidOperationException: no constructor today");
        Refused("bad-configure", "load_failed", "InvalidOperationException: no parts today");
        Refused("bad-endless", "load_failed", "did not return within 5 seconds");
        Refused("newer-contract", "contract_too_new", "Update QrisPayments.");
        Refused("missing-dependency", "dependency_missing", "Tally 2.0.0.0");
        Refused("missing-member", "member_missing", "IPluginBuilder.AddWidget(string)");
        Refused("second-static", "duplicate_id", "The id static-qris is taken by");
        Refused("wrong-hash", "not_allowed", "Its fingerprint");
        var factory = Assert.Single(catalog.Accounts, account => account.PluginId == "bad-factory");
        Assert.Null(factory.Account);
        Assert.Equal("InvalidOperationException: no provider today", factory.Failure);
        void Faulty(string id, string what, string says) => Assert.Contains(catalog.Find(id)!.Loaded!.Guard.Faults, fault =>
            fault.What.StartsWith(what, StringComparison.Ordinal) && fault.Message.Contains(says, StringComparison.Ordinal));
        Faulty("bad-parts", "make its filter of NewPayment", "InvalidOperationException: no filter today");
        Faulty("bad-parts", "make its handler tell", "InvalidOperationException: no handler today");
        Faulty("bad-parts", "make its facade", "InvalidOperationException: no facade today");
        Assert.DoesNotContain(catalog.Filters, filter => filter.PluginId == "bad-parts");

        var sold = await host.Api.CreateAsync();

        Assert.Equal("static-qris", sold.Text("provider"));
        Faulty("bad-create", "open attempt", "InvalidOperationException: no payment today");
        Faulty("bad-hang", "open attempt", "It did not answer within");
        Faulty("bad-filter", "filter NewPayment", "InvalidOperationException: no change today");
    }

    [Fact]
    public async Task Settings_for_a_plugin_that_is_refused_do_not_stop_the_start()
    {
        TestPlugin.Write(_root, "newer-contract", TestPlugin.Provider("newer-contract", attribute: ", 7"));

        var host = await StartAsync(
            ("QrisPayments:Plugins:Paths:1", _root), ("QrisPayments:Providers:newer-contract:Note", "x"),
                ("QrisPayments:ProviderOrder:0", "newer-contract"));

        await host.Api.CreateAsync();
    }

    private void WriteAll()
    {
        var contract = TestPlugin.WriteContract(_elsewhere, builder: "void AddWidget(string name);");
        var library = TestPlugin.WriteLibrary(_elsewhere, "Tally", 2);
        TestPlugin.Write(_root, "bad-constructor", Entry("bad-constructor", "", """public Plugin() => throw new InvalidOperationException("no constructor today");"""));
        TestPlugin.Write(_root, "bad-configure", Entry("bad-configure", """throw new InvalidOperationException("no parts today");"""));
        TestPlugin.Write(_root, "bad-endless", Entry("bad-endless", "Thread.Sleep(Timeout.Infinite);"));
        TestPlugin.Write(_root, "bad-factory", Entry("bad-factory", """builder.AddProvider<NoSettings>(_ => throw new InvalidOperationException("no provider today"));"""));
        TestPlugin.Write(_root, "bad-create", Provider("bad-create", """throw new InvalidOperationException("no payment today");"""));
        // Local, so that it may hang for 2 seconds only.
        TestPlugin.Write(_root, "bad-hang", Provider("bad-hang", "Thread.Sleep(Timeout.Infinite); return null!;"));
        TestPlugin.Write(_root, "bad-filter", Entry("bad-filter", "builder.AddFilter<NoSettings, NewPayment>(_ => new Filter());") + """

            public sealed class Filter : IFilter<NewPayment>
            {
                public ValueTask<NewPayment> ApplyAsync(NewPayment value, CancellationToken cancellationToken) => throw new InvalidOperationException("no change today");
            }
            """);
        TestPlugin.Write(_root, "bad-parts", Entry("bad-parts", """
            builder.AddFilter<NoSettings, NewPayment>(_ => throw new InvalidOperationException("no filter today"));
            builder.AddHandler<NoSettings>("tell", _ => throw new InvalidOperationException("no handler today"));
            builder.AddFacade(_ => throw new InvalidOperationException("no facade today"));
            """));
        TestPlugin.Write(_root, "newer-contract", TestPlugin.Provider("newer-contract", attribute: ", 7"));
        TestPlugin.Write(_root, "missing-dependency", Entry("missing-dependency", "_ = Tally.Who.Version;"), library);
        TestPlugin.Write(_root, "missing-member", Entry("missing-member", """builder.AddWidget("w");"""), contract);
        TestPlugin.Write(_root, "second-static", TestPlugin.Provider("static-qris"));
        TestPlugin.Write(_root, "wrong-hash", TestPlugin.Provider("wrong-hash"));
    }

    /// <summary>Settings that allow everything in both folders but one.</summary>
    private IEnumerable<(string, string?)> Allowed(string except)
    {
        var options = new PluginOptions { Paths = { TestHost.PluginFolder, _root } };
        return new PluginInspector(NullLogger<PluginInspector>.Instance).Inspect(options, [])
            .Where(finding => finding.Id != except)
            .Select((finding, i) => ($"QrisPayments:Plugins:Allow:{i}", (string?)finding.Fingerprint));
    }

    private static string Provider(string id, string open) =>
        TestPlugin.Provider(id, open, settings: "", traits: "NeedsUniqueAmount = true, OpensLocally = true")
            .Replace("Settings>", "NoSettings>", StringComparison.Ordinal);

    private static string Entry(string id, string configure, string member = "") => $$"""
        [assembly: QrisPlugin(typeof(Plugin), "{{id}}")]
        public sealed class Plugin : QrisPlugin { {{member}} public override void Configure(IPluginBuilder builder) { {{configure}} } }
        """;
}

[Collection(OnMariaDb.Name)]
public sealed class BadPluginsTestsOnMariaDb(MariaDb database) : BadPluginsTests(database);

public sealed class BadPluginsTestsOnSqlite(SqliteFile database) : BadPluginsTests(database), IClassFixture<SqliteFile>;
