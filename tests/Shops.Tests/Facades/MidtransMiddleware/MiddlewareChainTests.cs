using System.Net;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Facades.MidtransMiddleware;

/// <summary>Both sides against each other: a shop whose middleware we are, on a database of its own.</summary>
public abstract class MiddlewareChainTests(Database database) : MiddlewareTests(database)
{
    private Task<TestHost> StartShopAsync(SqliteFile books, string? pageHost) => TestHost.StartAsync(books, Clock,
    [
        ("QrisPayments:Providers:static-qris:Qris", null), ("QrisPayments:Providers:midtrans-middleware:BaseUrl", Address.AbsoluteUri),
        ("QrisPayments:Providers:midtrans-middleware:AllowInsecureHttp", "true"),
        ("QrisPayments:Providers:midtrans-middleware:AppCode", "toko"),
        ("QrisPayments:Providers:midtrans-middleware:ApiKey", "toko-key"),
        ("QrisPayments:Providers:midtrans-middleware:PageHost", pageHost),
    ]);

    [Fact]
    public async Task A_shop_that_trusts_our_page_sells_through_us_and_learns_that_it_is_paid()
    {
        await StartGatewayAsync();
        using var books = new SqliteFile();
        await using var shop = await StartShopAsync(books, Host.Root.Host);
        var payment = await shop.Api.CreateAsync(150_000);
        Assert.Equal((150_000, "midtrans-middleware"), (payment.Number("total_amount"), payment.Text("provider")));
        var id = await Database.ScalarAsync<string>("SELECT id FROM qris_payments");
        Assert.Equal(new Uri(Host.Root, $"/qris/pay/{id}").AbsoluteUri,
            await books.ScalarAsync<string>("SELECT provider_url FROM qris_attempts"));

        var ours = await Host.Api.PaymentAsync(id!);
        await ArriveAsync(ours.Number("total_amount"), "TRX-1");
        await Wait.UntilAsync(async () =>
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            return await shop.Api.PaymentAsync(payment.Text("id")!);
        }, seen => seen.Text("status") == "paid", "the shop is paid");
    }

    [Fact]
    public async Task A_shop_that_was_not_told_to_trust_our_page_sends_nobody_there()
    {
        await StartGatewayAsync();
        using var books = new SqliteFile();
        await using var shop = await StartShopAsync(books, null);
        (await shop.Api.TryCreateAsync(ApiClient.NewPayment(150_000))).Is(HttpStatusCode.ServiceUnavailable);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class MiddlewareChainOnMariaDb(MariaDb database) : MiddlewareChainTests(database);

public sealed class MiddlewareChainOnSqlite(SqliteFile database) : MiddlewareChainTests(database), IClassFixture<SqliteFile>;
