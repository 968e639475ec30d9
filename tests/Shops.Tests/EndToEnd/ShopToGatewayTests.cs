using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using QrisPayments.Apps;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.EndToEnd;

/// <summary>
/// Shop A sells through a gateway's plugin; the gateway is shop B, whose own static QRIS takes the money. Two processes, real
/// sockets, the real clock: A's order is paid by B's callback or by A's question.
/// </summary>
public abstract class ShopToGatewayTests(GatewayStore b)
{
    [Theory]
    [InlineData("mamzpay")]
    [InlineData("midtrans-middleware")]
    [InlineData("paydigital")]
    [InlineData("qiospay")]
    [InlineData("bayar-gg")]
    public async Task An_order_is_paid_through_the_other_shop(string plugin)
    {
        var address = plugin switch { "qiospay" => b.HearsOfMoney, "bayar-gg" => b.HearsOfPayments, _ => Store.FreeAddress() };
        var database = b.DatabaseFor(plugin);
        await using var a = await Store.StartAsync(address, database, [("QrisPayments:ProviderOrder:0", plugin), .. Settings(plugin)]);
        using var customer = new Customer(a.Address);

        var id = await customer.OrderAsync();
        var open = await Wait.UntilAsync(() => a.Api.PaymentAsync(id),
            payment => payment.Text("status") != "pending" || payment["total_amount"].ValueKind == JsonValueKind.Number,
                "the payment is open");
        Assert.Equal(("pending", plugin), (open.Text("status"), open.Text("provider")));
        Assert.Equal(HttpStatusCode.OK, (await a.Api.Http.GetAsync($"/qris/pay/{id}")).StatusCode);

        await PayAtGatewayAsync(plugin, open);

        var paid = await a.Api.WaitForStatusAsync(id, "paid");
        Assert.Equal(open.Number("total_amount"), paid.Number("paid_amount"));
        await Wait.UntilAsync(customer.OrderPageAsync, page => page.Contains("Lunas. Terima", StringComparison.Ordinal),
            "the order is paid");
        if (plugin is "mamzpay" or "qiospay" or "bayar-gg")
            await Wait.UntilAsync(
                () => ManyDatabases.ReadAsync(database, "SELECT COALESCE(verdict, '-') FROM qris_webhooks"), verdicts =>
                    verdicts.Count > 0 && verdicts.All(verdict => verdict == "genuine"),
                "what the gateway's facade signs, its provider takes for genuine");
        // Whatever is heard twice counts once.
        Assert.Single(await a.Api.EventTypesAsync(id), "payment.paid");
        Assert.DoesNotContain("Exception", a.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", b.Gateway.Said, StringComparison.Ordinal);
    }

    /// <summary>Money arrives at B, for exactly what A's customer was asked for.</summary>
    private async Task PayAtGatewayAsync(string plugin, Answer open)
    {
        if (plugin == "qiospay")
        {
            // The gateway knows no orders: money just arrives on the merchant's QRIS.
            (await b.Gateway.Api.PostAsync("/api/v1/sandbox/credits", new JsonObject
            {
                ["account"] = "static-qris", ["external_ref"] = "TRX-" + open.Text("id"), ["amount"] = open.Number("total_amount"),
                ["at"] = DateTimeOffset.UtcNow,
            })).Is(HttpStatusCode.Created);
            return;
        }
        var theirs = (await b.Gateway.Api.GetAsync("/api/v1/payments?limit=1")).Is(HttpStatusCode.OK).Data[0];
        // The middleware tells nobody its total (WIRE W2): its own page asks for it.
        if (plugin != "midtrans-middleware") Assert.Equal(open.Number("total_amount"), theirs.GetProperty("total_amount").GetInt64());
        (await b.Gateway.Api.PostAsync($"/api/v1/sandbox/payments/{theirs.GetProperty("id").GetString()}/pay")).Is(HttpStatusCode.OK);
    }

    /// <summary>What A's merchant enters: the gateway's address, and what its dashboard would show.</summary>
    private IEnumerable<(string, string)> Settings(string plugin)
    {
        string Name(string setting) => $"QrisPayments:Providers:{plugin}:{setting}";
        var root = new Uri(b.Gateway.Address, $"/qris/gateways/{plugin}/");
        (string, string)[] common = [(Name("AllowInsecureHttp"), "true"), (Name("ApiKey"), GatewayStore.AppKey)];
        return common.Concat(plugin switch
        {
            "mamzpay" => [(Name("BaseUrl"), root.ToString())],
            "midtrans-middleware" =>
                [(Name("BaseUrl"), root.ToString()), (Name("AppCode"), GatewayStore.AppCode), (Name("PageHost"), "127.0.0.1")],
            "paydigital" => [(Name("BaseUrl"), new Uri(root, "api/").ToString()), (Name("StoreId"), "7")],
            "qiospay" => [(Name("BaseUrl"), new Uri(root, "api/").ToString()), (Name("MerchantCode"), GatewayStore.AppCode),
                (Name("Qris"), Qris.Static), (Name("WebhookKey"), GatewayStore.Secret)],
            "bayar-gg" => new (string, string)[] { (Name("BaseUrl"), new Uri(root, "api/").ToString()),
                (Name("WebhookSecret"), GatewayStore.CallbackSecret) },
            _ => throw new ArgumentOutOfRangeException(nameof(plugin), plugin, null),
        });
    }
}

public sealed class ShopsOnMariaDb(GatewayOnSqlite gateway) : ShopToGatewayTests(gateway), IClassFixture<GatewayOnSqlite>;

public sealed class ShopsOnSqlite(GatewayOnMariaDb gateway) : ShopToGatewayTests(gateway), IClassFixture<GatewayOnMariaDb>;
