using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Foundation;
using QrisPayments.Outbox;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Notifications;

/// <summary>Plugins react to payments like the shop's own code, and their failures undo only what they did.</summary>
public abstract class PluginHandlerTests(Database database) : ModuleTests(database)
{
    private const string Write = """
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO plugin_effects (event_id) VALUES (@id)";
        var id = command.CreateParameter();
        id.ParameterName = "@id";
        id.Value = paymentEvent.Id;
        command.Parameters.Add(id);
        await command.ExecuteNonQueryAsync(cancellationToken);
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("qris-plugins-");

    private static string Source(string handle) => TestPlugin.Provider("listens", configure: """builder.AddHandler<Settings>("book", _ => new Book());""") + $$"""

        public sealed class Book : IPaymentHandler
        {
            public async Task HandleAsync(PaymentEvent paymentEvent, System.Data.Common.DbTransaction transaction, CancellationToken cancellationToken)
            {
                {{handle}}
            }
        }
        """;

    private async Task<TestHost> StartAsync(string handle)
    {
        TestPlugin.Write(_folder.FullName, "listens", Source(handle));
        return await StartAsync(
            ("QrisPayments:Plugins:Paths:1", _folder.FullName), ("QrisPayments:Providers:listens:Note", "x"),
            ("QrisPayments:ProviderOrder:0", "static-qris"),
            ("QrisPayments:Plugins:PollInterval", "00:00:00.100"), ("QrisPayments:Outbox:FirstRetry", "00:00:00"),
                ("QrisPayments:Outbox:Lease", "00:00:02"));
    }

    private static async Task<string> CancelledAsync(TestHost host)
    {
        var payment = await host.Api.CreateAsync();
        (await host.Api.CancelAsync(payment.Text("id")!)).Is(HttpStatusCode.OK);
        return payment.Text("id")!;
    }

    private Task<long> EffectsAsync() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM plugin_effects");

    private Task<string?> StateAsync() =>
        Database.ScalarAsync<string>("SELECT state FROM qris_deliveries WHERE target = 'plugin:listens/book'");

    private static PluginGuard Guard(TestHost host) =>
        host.App.Services.GetRequiredService<PluginHost>().Current.Find("listens")!.Loaded!.Guard;

    [Fact]
    public async Task A_handler_of_a_plugin_writes_once_in_the_acknowledging_transaction()
    {
        var host = await StartAsync(Write);

        await CancelledAsync(host);

        await Wait.UntilAsync(StateAsync, state => state == "done", "the plugin has handled it");
        Assert.Equal(1, await EffectsAsync());
    }

    [Theory]
    [InlineData("throw new InvalidOperationException(\"broken\");", "broken")]
    [InlineData("Thread.Sleep(Timeout.Infinite);", "did not answer")]
    [InlineData("transaction.Commit();", "must not end the transaction")]
    public async Task What_a_failing_handler_wrote_is_undone_and_the_fault_is_shown(string then, string fault)
    {
        var host = await StartAsync(Write + then);

        await CancelledAsync(host);

        await Wait.UntilAsync(() => Task.FromResult(Guard(host).Faults),
            faults => faults.Any(seen => seen.Message.Contains(fault, StringComparison.Ordinal)), "the fault is shown");
        Assert.Equal(0, await EffectsAsync());
        Assert.Equal("due", await StateAsync());
    }

    [Fact]
    public async Task A_handler_that_goes_on_after_its_time_can_no_longer_write()
    {
        var host = await StartAsync("await Task.Delay(3_000, CancellationToken.None);" + Write);

        await CancelledAsync(host);

        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_delivery_tries WHERE ok = 0"), tries => tries > 0,
            "it took too long");
        await Wait.UntilAsync(() => Task.FromResult(Guard(host).InFlight), calls => calls == 0, "it has tried to write");
        Assert.Equal(0, await EffectsAsync());
    }

    [Fact]
    public async Task Deliveries_of_a_plugin_that_is_switched_off_wait_and_are_given_up_after_a_week()
    {
        var host = await StartAsync("throw new InvalidOperationException(\"not yet\");");
        await CancelledAsync(host);
        await Wait.UntilAsync(() => Task.FromResult(Guard(host).Faults.Count), count => count > 0, "it has failed once");
        var plugins = host.App.Services.GetRequiredService<PluginHost>();
        await host.App.Services.GetRequiredService<PluginStore>().SaveAsync([new PluginRow("listens", false, 9)], CancellationToken.None);
        await plugins.ReloadAsync(CancellationToken.None);
        var deliveries = host.App.Services.GetRequiredService<DeliveryStore>();

        Assert.Equal([("plugin:listens/book", 1L)],
            await host.App.Services.GetRequiredService<DueDeliveries>().FindOrphansAsync("handler", [], CancellationToken.None));
        Clock.Advance(TimeSpan.FromDays(6));
        await deliveries.GiveUpAsync(CancellationToken.None);
        Assert.Equal("due", await StateAsync());
        Clock.Advance(TimeSpan.FromDays(1.1));
        // A try that was under way when the plugin was switched off may hold the row for a moment yet.
        await Wait.UntilAsync(async () =>
        {
            await deliveries.GiveUpAsync(CancellationToken.None);
            return await StateAsync();
        }, state => state == "dead", "it is given up");
    }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await using var connection = await Database.OpenAsync();
        await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS plugin_effects (event_id VARCHAR(64) NOT NULL)");
        await connection.ExecuteAsync("DELETE FROM plugin_effects");
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class PluginHandlerOnMariaDb(MariaDb database) : PluginHandlerTests(database);

public sealed class PluginHandlerOnSqlite(SqliteFile database) : PluginHandlerTests(database), IClassFixture<SqliteFile>;
