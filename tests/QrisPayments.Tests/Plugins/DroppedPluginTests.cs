using System.Net;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Plugins;

/// <summary>A plugin is installed by putting its folder where the host looks, also while the host runs.</summary>
public abstract class DroppedPluginTests(Database database) : ModuleTests(database)
{
    [Fact]
    public async Task A_folder_that_is_dropped_in_while_the_host_runs_takes_payments()
    {
        var folder = Directory.CreateTempSubdirectory("qris-plugins-");
        var host = await StartAsync(("QrisPayments:Plugins:Paths:1", folder.FullName),
            ("QrisPayments:Plugins:PollInterval", "00:00:00.100"));

        TestPlugin.Write(folder.FullName, "dropped",
            TestPlugin.Provider("dropped", settings: "", configure: "").Replace("Settings>", "NoSettings>", StringComparison.Ordinal));

        var paid = await Wait.UntilAsync(
            () => host.Api.TryCreateAsync(ApiClient.NewPayment(change: body => body["provider"] = "dropped")),
            answer => answer.Status == HttpStatusCode.Created, "the dropped plugin takes a payment");
        Assert.Equal("dropped", paid.Text("provider"));
        folder.Delete(recursive: true);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class DroppedPluginTestsOnMariaDb(MariaDb database) : DroppedPluginTests(database);

public sealed class DroppedPluginTestsOnSqlite(SqliteFile database) : DroppedPluginTests(database), IClassFixture<SqliteFile>;
