using System.Net;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests;

/// <summary>What all plugins of this repository have in common.</summary>
public abstract class EveryPluginTests(Database database) : GatewayTests(database, "none")
{
    [Fact]
    public async Task A_shop_starts_with_every_plugin_and_sells()
    {
        await StartGatewayAsync();
        var payment = await Host.Api.CreateAsync();
        await ArriveAsync(payment.Number("total_amount"), "TRX-1");
        await Host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        (await CallAsync("GET", "anything")).Is(HttpStatusCode.NotFound);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class EveryPluginOnMariaDb(MariaDb database) : EveryPluginTests(database);

public sealed class EveryPluginOnSqlite(SqliteFile database) : EveryPluginTests(database), IClassFixture<SqliteFile>;
