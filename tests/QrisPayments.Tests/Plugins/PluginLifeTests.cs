using System.Net;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Plugins;

/// <summary>Plugins come, change, are switched off and go while hosts run, on all nodes that share the database.</summary>
public abstract class PluginLifeTests(Database database) : ModuleTests(database)
{
    private readonly string _root = Directory.CreateTempSubdirectory("qris-life-").FullName;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task What_one_node_switches_off_is_off_on_the_other_and_on_again()
    {
        Write("live", 1);
        var (one, two) = (await NodeAsync(), await NodeAsync());
        await one.Api.CreateAsync(change: body => body["provider"] = "live");

        await SaveAsync(one, new PluginRow("live", Enabled: false, 0));
        await StateAsync(one, "live", PluginState.Disabled);
        await StateAsync(two, "live", PluginState.Disabled);
        Assert.Equal(HttpStatusCode.UnprocessableEntity,
            (await two.Api.TryCreateAsync(ApiClient.NewPayment(change: body => body["provider"] = "live"))).Status);

        await SaveAsync(two, new PluginRow("live", Enabled: true, 0));
        await StateAsync(one, "live", PluginState.Running);
        await one.Api.CreateAsync(change: body => body["provider"] = "live");
    }

    [Fact]
    public async Task What_did_not_change_is_at_work_through_every_look()
    {
        Write("live", 1);
        var host = await NodeAsync();
        var plugins = host.App.Services.GetRequiredService<PluginHost>();
        var account = Catalog(host).Accounts.Single(state => state.Id == "live").Account;
        using var over = new CancellationTokenSource();
        var watching = Task.Run(() =>
        {
            while (!over.IsCancellationRequested)
                Assert.Same(account, Catalog(host).Accounts.Single(state => state.Id == "live").Account);
        });

        for (var look = 0; look < 100; look++) await plugins.ReloadAsync(CancellationToken.None);

        await over.CancelAsync();
        await watching;
    }

    [Fact]
    public async Task The_operators_order_decides_who_is_asked_first()
    {
        Write("live", 1);
        var host = await NodeAsync();

        await SaveAsync(host, new PluginRow("live", true, 0), new PluginRow("static-qris", true, 1));
        await Wait.UntilAsync(() => host.Api.CreateAsync(), payment => payment.Text("provider") == "live", "live comes first");

        await SaveAsync(host, new PluginRow("live", true, 1), new PluginRow("static-qris", true, 0));
        await Wait.UntilAsync(() => host.Api.CreateAsync(), payment => payment.Text("provider") == "static-qris",
            "static-qris comes first");
    }

    [Fact]
    public async Task A_newer_version_takes_over_without_a_restart()
    {
        Write("live", 1);
        var host = await NodeAsync();
        var before = await host.Api.CreateAsync(change: body => body["provider"] = "live");

        Write("live", 2);

        await Wait.UntilAsync(() => Task.FromResult(Catalog(host).Find("live")?.Manifest?.Version), version => version == "2.0.0.0",
            "version 2 runs");
        await host.Api.CreateAsync(change: body => body["provider"] = "live");
        Assert.Equal("matched",
            (await host.Api.ReportAsync("ref-1", before.Number("total_amount"), Clock.GetUtcNow(), "live")).Text("outcome"));
    }

    [Fact]
    public async Task While_half_a_newer_version_lies_there_the_former_one_goes_on()
    {
        var file = Path.Combine(Write("live", 1), "live.dll");
        var host = await NodeAsync();
        var whole = TestPlugin.Compile("live", Source("live", 2));

        File.WriteAllBytes(file, whole[..2000]);
        await Wait.UntilAsync(() => Task.FromResult(Catalog(host).Find("live")), plugin => plugin?.Reasons.Count > 0,
            "the half copy is named");
        Assert.Equal((PluginState.Running, "1.0.0.0"), (Catalog(host).Find("live")!.State, Catalog(host).Find("live")!.Manifest!.Version));
        await host.Api.CreateAsync(change: body => body["provider"] = "live");

        File.WriteAllBytes(file, whole);
        await Wait.UntilAsync(() => Task.FromResult(Catalog(host).Find("live")), plugin => plugin?.Manifest?.Version == "2.0.0.0",
            "the whole copy is taken");
        Assert.Empty(Catalog(host).Find("live")!.Reasons);
    }

    [Fact]
    public async Task Half_a_new_plugin_is_refused_and_taken_when_it_is_whole()
    {
        var host = await NodeAsync();
        var whole = TestPlugin.Compile("fresh", Source("fresh", 1));
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_root, "fresh")).FullName, "fresh.dll");

        File.WriteAllBytes(file, whole[..2000]);
        await StateAsync(host, "fresh", PluginState.Refused);

        File.WriteAllBytes(file, whole);
        await StateAsync(host, "fresh", PluginState.Running);
    }

    [Fact]
    public async Task Money_for_a_plugin_that_was_removed_still_finds_its_payment()
    {
        var folder = Write("live", 1);
        var host = await NodeAsync();
        var payment = await host.Api.CreateAsync(change: body => body["provider"] = "live");

        Directory.Delete(folder, recursive: true);
        await Wait.UntilAsync(() => Task.FromResult(Catalog(host).Find("live")), plugin => plugin is null, "the plugin is gone");

        Assert.Equal("matched",
            (await host.Api.ReportAsync("ref-1", payment.Number("total_amount"), Clock.GetUtcNow(), "live")).Text("outcome"));
        Assert.Equal("paid", (await host.Api.PaymentAsync(payment.Text("id")!)).Text("status"));
        (await host.Api.ReportAsync("ref-2", 50_000, Clock.GetUtcNow(), "never-was")).Is(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Each_plugin_and_the_host_have_their_own_version_of_one_library()
    {
        foreach (var (id, version) in new[] { ("first", 2), ("second", 3) })
        {
            var folder = Path.Combine(_root, id);
            var library = TestPlugin.WriteLibrary(folder, "Dapper", version);
            TestPlugin.Write(_root, id, Source(id, 1, open: """return new OpenResult.Opened { TotalAmount = request.TotalAmount, Instructions = Dapper.Who.Version };"""), library);
            TestPlugin.WriteDeps(folder, id, "Dapper");
        }
        var host = await NodeAsync();

        foreach (var (id, says) in new[] { ("first", "Dapper 2"), ("second", "Dapper 3") })
        {
            var payment = await host.Api.CreateAsync(change: body => body["provider"] = id);
            Assert.Equal(says, await Database.ScalarAsync<string>("SELECT instructions FROM qris_attempts WHERE payment_id = @id",
                new { id = payment.Text("id") }));
        }
        Assert.Equal(typeof(Dapper.SqlMapper).Assembly, AppDomain.CurrentDomain.GetAssemblies().Single(
            assembly => assembly.GetName().Name == "Dapper"
                && System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(
                    assembly) == System.Runtime.Loader.AssemblyLoadContext.Default));
    }

    [Fact]
    public async Task A_provider_that_can_be_disposed_of_is_when_it_is_switched_off()
    {
        var mark = Path.Combine(_root, "..", Path.GetFileName(_root) + ".disposed");
        TestPlugin.Write(_root, "tidy", Source("tidy", 1, interfaces: ", IDisposable", members: $$"""public void Dispose() => System.IO.File.WriteAllText("{{mark}}", "yes");"""));
        var host = await NodeAsync();

        await SaveAsync(host, new PluginRow("tidy", Enabled: false, 0));

        await Wait.UntilAsync(() => Task.FromResult(File.Exists(mark)), "the provider is disposed of");
        File.Delete(mark);
    }

    [Fact]
    public async Task A_call_under_way_still_finds_its_own_library_after_the_plugin_was_switched_off()
    {
        var (folder, begun, go) = (Path.Combine(_root, "late"), Path.Combine(_root, "begun"), Path.Combine(_root, "go"));
        var library = TestPlugin.WriteLibrary(folder, "Tally", 2);
        TestPlugin.Write(_root, "late", Source("late", 1,
            open: $$"""
                System.IO.File.WriteAllText("{{begun}}", "");
                while (!System.IO.File.Exists("{{go}}")) await Task.Delay(10, cancellationToken);
                return new OpenResult.Opened { TotalAmount = request.TotalAmount, Instructions = Late() };
                """,
            members: """
                [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
                private static string Late() => Tally.Who.Version;
                """), library);
        TestPlugin.WriteDeps(folder, "late", "Tally");
        var host = await NodeAsync();
        host.App.Services.GetRequiredService<PluginUnloader>().Grace = TimeSpan.Zero;
        var create = host.Api.CreateAsync(change: body => body["provider"] = "late");
        await Wait.UntilAsync(() => Task.FromResult(File.Exists(begun)), "the call is under way");

        await SaveAsync(host, new PluginRow("late", Enabled: false, 0));
        await StateAsync(host, "late", PluginState.Disabled);
        File.WriteAllText(go, "");

        var payment = await create;
        Assert.Equal("Tally 2",
            await Database.ScalarAsync<string>("SELECT instructions FROM qris_attempts WHERE payment_id = @id AND state = 'open'",
                new { id = payment.Text("id") }));
    }

    private protected async Task<TestHost> NodeAsync()
    {
        var host = await StartAsync(("QrisPayments:Plugins:Paths:1", _root), ("QrisPayments:Plugins:PollInterval", "00:00:00.100"));
        host.App.Services.GetRequiredService<PluginUnloader>().Grace = TimeSpan.FromMilliseconds(200);
        return host;
    }

    private string Write(string id, int version) => TestPlugin.Write(_root, id, Source(id, version));

    private static string Source(
        string id, int version, string open = """return new OpenResult.Opened { TotalAmount = request.TotalAmount, Instructions = "Bayar tepat." };""",
        string interfaces = "", string members = "") =>
        $"""[assembly: System.Reflection.AssemblyVersion("{version}.0.0.0")]""" + "\n"
        + TestPlugin.Provider(id, open, settings: "", interfaces: interfaces, members: members)
            .Replace("Settings>", "NoSettings>", StringComparison.Ordinal);

    private static PluginCatalog Catalog(TestHost host) => host.App.Services.GetRequiredService<PluginHost>().Current;

    private static Task SaveAsync(TestHost host, params PluginRow[] rows) =>
        host.App.Services.GetRequiredService<PluginStore>().SaveAsync(rows, CancellationToken.None);

    private static Task StateAsync(TestHost host, string id, PluginState state) =>
        Wait.UntilAsync(() => Task.FromResult(Catalog(host).Find(id)?.State), seen => seen == state, $"{id} is {state}");
}

[Collection(OnMariaDb.Name)]
public sealed class PluginLifeTestsOnMariaDb(MariaDb database) : PluginLifeTests(database);

public sealed class PluginLifeTestsOnSqlite(SqliteFile database) : PluginLifeTests(database), IClassFixture<SqliteFile>;
