using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Outbox;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Plugins;

/// <summary>Customers buy all the time; the operator switches a provider off and on.</summary>
public abstract class SwitchingTests(Database database) : ModuleTests(database)
{
    private const int Clients = 4;
    private const int Switches = 10;

    private const string NotOpen =
        "SELECT COUNT(*) FROM qris_payments p WHERE NOT EXISTS (SELECT 1 FROM qris_attempts a WHERE "
            + "a.payment_id = p.id AND a.state = 'open')";

    private const string Made = "SELECT COUNT(*) FROM qris_payments";

    private readonly string _root = Directory.CreateTempSubdirectory("qris-switch-").FullName;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task No_create_fails_while_a_provider_is_switched_off_and_on()
    {
        TestPlugin.Write(_root, "second",
            TestPlugin.Provider("second", settings: "", interfaces: ", IDisposable",
                traits: "NeedsUniqueAmount = true, OpensLocally = true",
            open: """
                await Task.Delay(5, cancellationToken);
                ObjectDisposedException.ThrowIf(_gone, this);
                return new OpenResult.Opened { TotalAmount = request.TotalAmount, Instructions = "Bayar tepat." };
                """,
            members: "private volatile bool _gone; public void Dispose() => _gone = true;")
                .Replace("Settings>", "NoSettings>", StringComparison.Ordinal));
        var host = await StartAsync(("QrisPayments:Plugins:Paths:1", _root), ("QrisPayments:Plugins:PollInterval", "00:00:00.100"));
        host.App.Services.GetRequiredService<PluginUnloader>().Grace = TimeSpan.FromSeconds(2);
        var failures = new ConcurrentBag<string>();
        var providers = new ConcurrentDictionary<string, int>();
        using var enough = new CancellationTokenSource();

        var crowd = Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            var api = host.Client("demo-key");
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                // Prices far enough apart that unique totals never run out.
                var answer = await api.TryCreateAsync(ApiClient.NewPayment(10_000 + 1_000 * ((i * Clients + client) % 4_000)));
                if (answer.Status == HttpStatusCode.Created) providers.AddOrUpdate(answer.Text("provider")!, 1, (_, count) => count + 1);
                else failures.Add($"{answer.Status}: {answer.Body}");
            }
        })).ToList();
        for (var i = 0; i < Switches; i++)
        {
            await SwitchAsync(host, isOn: false);
            await SwitchAsync(host, isOn: true);
        }
        await enough.CancelAsync();
        await Task.WhenAll(crowd);

        Assert.Empty(failures);
        Assert.Equal(2, providers.Count);
        Assert.Equal(providers.Values.Sum(), await Database.ScalarAsync<long>(Made));
        Assert.Equal(0, await Database.ScalarAsync<long>(NotOpen));
    }

    private static async Task SwitchAsync(TestHost host, bool isOn)
    {
        var plugins = host.App.Services.GetRequiredService<PluginHost>();
        await host.App.Services.GetRequiredService<PluginStore>().SaveAsync([new PluginRow("second", isOn, -1)], CancellationToken.None);
        await Wait.UntilAsync(() => Task.FromResult(plugins.Current.Find("second")?.State),
            state => state == (isOn ? PluginState.Running : PluginState.Disabled), $"second is on: {isOn}");
    }
}

[Collection(OnMariaDb.Name)]
public sealed class SwitchingTestsOnMariaDb(MariaDb database) : SwitchingTests(database);

public sealed class SwitchingTestsOnSqlite(SqliteFile database) : SwitchingTests(database), IClassFixture<SqliteFile>;
