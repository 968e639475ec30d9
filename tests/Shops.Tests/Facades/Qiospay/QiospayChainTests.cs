using System.Net;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Facades.Qiospay;

/// <summary>Both sides against each other: a shop that takes us for Qiospay, on a database of its own.</summary>
public abstract class QiospayChainTests(Database database) : GatewayTests(database, "qiospay")
{
    private const string Key = "webhook-key-of-today-and-tomorrow";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_shop_whose_gateway_we_are_hears_our_callback_reads_our_ledger_unless_it_trusts_us_and_is_paid(bool trusts)
    {
        await StartGatewayAsync(
            ("QrisPayments:Apps:1:Facades:qiospay:CallbackUrl", $"{Client.Address}api/callback/accept"),
                ("QrisPayments:Apps:1:Facades:qiospay:Secret", Key));
        using var books = new SqliteFile();
        var shop = Owned(await TestHost.StartAsync(books, Clock,
        [
            ("QrisPayments:Providers:static-qris:Qris", null), ("QrisPayments:Providers:qiospay:MerchantCode", "toko"),
            // A shop that trusts us needs no ledger; it is asked all the same, and which of the two comes first must not decide.
            ("QrisPayments:Providers:qiospay:ApiKey", trusts ? "no-key-of-ours" : "toko-key"),
            ("QrisPayments:Providers:qiospay:Qris", Qris.Static), ("QrisPayments:Providers:qiospay:WebhookKey", Key),
            ("QrisPayments:Providers:qiospay:TrustWebhooks", trusts ? "true" : "false"),
            ("QrisPayments:Providers:qiospay:BaseUrl", $"{Address}api/"), ("QrisPayments:Providers:qiospay:AllowInsecureHttp", "true"),
        ]));
        var payment = await shop.Api.CreateAsync();
        Clock.Advance(TimeSpan.FromSeconds(4));
        await ArriveAsync(payment.Number("total_amount"), "TRX-1");
        // The stub stands between them, because neither knew the other's port when it started.
        var told = Assert.Single(await HeardAsync());
        var reply = (await shop.Client(null, "").PostRawAsync("/qris/gateways/qiospay" + told.Target, told.Body)).Is(HttpStatusCode.OK);
        Assert.Equal(told.Body.Replace("\"status\":\"success\"", "\"status\":\"accept\",\"message\":\"Data received successfully\"",
            StringComparison.Ordinal), reply.Body);

        await shop.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        var id = await Database.ScalarAsync<string>("SELECT id FROM qris_credits");
        var heard = System.Text.Json.JsonDocument.Parse(told.Body).RootElement.GetProperty("data");
        Assert.Equal(trusts ? $"webhook:ID1099999999999:{heard.GetProperty("refid")}" : $"ref:TRX-1|{id}",
            await books.ScalarAsync<string>("SELECT external_ref FROM qris_credits"));
        await shop.DisposeAsync();
    }
}

[Collection(OnMariaDb.Name)]
public sealed class QiospayChainOnMariaDb(MariaDb database) : QiospayChainTests(database);

public sealed class QiospayChainOnSqlite(SqliteFile database) : QiospayChainTests(database), IClassFixture<SqliteFile>;
