using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Plugins;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Plugins;

/// <summary>A plugin that is switched off leaves the memory, also after it has worked.</summary>
public abstract class UnloadTests(Database database) : ModuleTests(database)
{
    private const int Plugins = 20;
    private readonly string _root = Directory.CreateTempSubdirectory("qris-unload-").FullName;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task Twenty_of_twenty_leave_the_memory_after_they_took_a_payment()
    {
        var ids = Enumerable.Range(1, Plugins).Select(i => $"guest-{i}").ToList();
        foreach (var id in ids) TestPlugin.Write(_root, id, Guest(id));
        var host = await StartAsync([
            ("QrisPayments:Plugins:Paths:1", _root), ("QrisPayments:Plugins:PollInterval", "00:00:00.100"),
            .. ids.Select(id => ($"QrisPayments:Providers:{id}:Note", (string?)"bound"))]);
        host.App.Services.GetRequiredService<PluginUnloader>().Grace = TimeSpan.FromMilliseconds(200);
        foreach (var id in ids) await host.Api.CreateAsync(change: body => body["provider"] = id);
        var contexts = Contexts(host);
        Assert.Equal(Plugins, contexts.Count);

        await host.App.Services.GetRequiredService<PluginStore>()
            .SaveAsync([.. ids.Select(id => new PluginRow(id, Enabled: false, 0))], CancellationToken.None);

        await Wait.UntilAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Task.FromResult(contexts.Count(context => context.IsAlive));
        }, alive => alive == 0, $"all {Plugins} have left the memory");
        Assert.Empty(host.App.Services.GetRequiredService<PluginHost>().Lingering);
        await host.Api.CreateAsync();
    }

    [Fact]
    public async Task One_that_stays_in_memory_is_named()
    {
        // What the framework keeps for ever keeps the plugin for ever.
        TestPlugin.Write(_root, "clinger", TestPlugin.Provider("clinger", settings: "", configure: """AppDomain.CurrentDomain.SetData("clinger", new Provider(null!));""")
            .Replace("Settings>", "NoSettings>", StringComparison.Ordinal));
        var host = await StartAsync(("QrisPayments:Plugins:Paths:1", _root), ("QrisPayments:Plugins:PollInterval", "00:00:00.100"));
        var unloader = host.App.Services.GetRequiredService<PluginUnloader>();
        (unloader.Grace, unloader.Timeout) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(300));

        await host.App.Services.GetRequiredService<PluginStore>()
            .SaveAsync([new PluginRow("clinger", Enabled: false, 0)], CancellationToken.None);

        await Wait.UntilAsync(() => Task.FromResult(host.App.Services.GetRequiredService<PluginHost>().Lingering),
            left => left is [{ Id: "clinger" }], "clinger is named");
        AppDomain.CurrentDomain.SetData("clinger", null);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> Contexts(TestHost host) =>
        [.. host.App.Services.GetRequiredService<PluginHost>().Current.Installed
            .Where(plugin => plugin.Id.StartsWith("guest", StringComparison.Ordinal))
            .Select(plugin => new WeakReference(plugin.Loaded!.Context))];

    /// <summary>
    /// Settings with a check, a filter and a handler beside the provider, logging, and an asynchronous way through the HttpClient's
    /// handler.
    /// </summary>
    private static string Guest(string id) => TestPlugin.Provider(id,
        open: """
            Microsoft.Extensions.Logging.LoggerExtensions.LogInformation(_context.Logger, "{Request} of {Type}", request, GetType());
            await Task.Delay(1, cancellationToken);
            try { await _context.Http.GetAsync("https://127.0.0.1:1/", cancellationToken); } catch (Exception) { }
            return new OpenResult.Opened { TotalAmount = request.TotalAmount, Instructions = _context.Settings.Note };
            """,
        settings: "[Required, StringLength(20)] public string Note { get; init; } = \"\";",
        configure: "builder.AddFilter<Settings, NewPayment>(_ => new Filter()); builder.AddHandler<Settings>(\"tell\", _ => new Handler());") + """

        public sealed class Filter : IFilter<NewPayment>
        {
            public ValueTask<NewPayment> ApplyAsync(NewPayment value, CancellationToken cancellationToken) => ValueTask.FromResult(value);
        }
        public sealed class Handler : IPaymentHandler
        {
            public Task HandleAsync(PaymentEvent paymentEvent, System.Data.Common.DbTransaction transaction, CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """;
}

[Collection(OnMariaDb.Name)]
public sealed class UnloadTestsOnMariaDb(MariaDb database) : UnloadTests(database);

public sealed class UnloadTestsOnSqlite(SqliteFile database) : UnloadTests(database), IClassFixture<SqliteFile>;
