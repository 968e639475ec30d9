using System.Net;

namespace QrisPayments.Shops.Tests.Facades.MamzPay;

/// <summary>When the shop itself asks another gateway for the QR.</summary>
public abstract class MamzPayBehindTests(Database database) : MamzPayTests(database)
{
    private Task StartBehindAsync(GatewayStub gateway, string provider, params (string, string?)[] own) => StartGatewayAsync(
    [
        ("QrisPayments:Providers:static-qris:Qris", null), ($"QrisPayments:Providers:{provider}:BaseUrl", gateway.Address.AbsoluteUri),
        ($"QrisPayments:Providers:{provider}:AllowInsecureHttp", "true"), ($"QrisPayments:Providers:{provider}:ApiKey", "kunci-uji"),
        .. own,
    ]);

    [Fact]
    public async Task Its_total_code_and_end_are_those_of_the_gateway_behind()
    {
        await using var gateway = await GatewayStub.StartAsync();
        gateway.Answer = _ => GatewayReply.Json(
            $$$"""{"status":"success","data":{"invoice":"PYG20260101120000","amount":50000,"unique_code":45,"total_amount":50045,"qr_content":"{{{Qris.Build("12", amount: "50045")}}}","expired_at":"2026-01-01 12:05:00"}}""");
        await StartBehindAsync(gateway, "paydigital", ("QrisPayments:Providers:paydigital:StoreId", "1"));
        var data = Data(await CreateAsync());
        Assert.Equal("PAY-1767243600-45", data.GetProperty("trx_id").GetString());
        Assert.Equal((50_045, 300), (data.GetProperty("amount_unique").GetInt64(), data.GetProperty("expired_in").GetInt64()));
    }

    [Fact]
    public async Task An_answer_that_got_lost_is_no_success()
    {
        await using var gateway = await GatewayStub.StartAsync();
        gateway.Answer = _ => GatewayReply.Cut;
        await StartBehindAsync(gateway, "paydigital", ("QrisPayments:Providers:paydigital:StoreId", "1"));
        IsRefused(await CreateAsync(), HttpStatusCode.InternalServerError, "Try again");
        Assert.Single(gateway.Requests);
        Assert.Equal("cancelled", await Database.ScalarAsync<string>("SELECT status FROM qris_payments"));
    }

    [Fact]
    public async Task A_page_in_the_place_of_a_QR_is_no_success()
    {
        await using var gateway = await GatewayStub.StartAsync();
        gateway.Answer = request => request.Target.Contains("create-payment", StringComparison.Ordinal)
            ? GatewayReply.Json("""{"success":true,"payment":{"invoice_id":"BAYAR-1","amount":50000,"unique_code":45,"final_amount":50045,"status":"pending"},"payment_url":"https://www.bayar.gg/pay?invoice=BAYAR-1"}""")
            : GatewayReply.Json("""{"success":true,"invoice_id":"BAYAR-1","status":"pending"}""");
        await StartBehindAsync(gateway, "bayar-gg");
        IsRefused(await CreateAsync(), HttpStatusCode.InternalServerError, "Try again");
        Assert.Contains(gateway.Requests, request => request.Target.Contains("create-payment", StringComparison.Ordinal));
        Assert.Equal("cancelled", await Database.ScalarAsync<string>("SELECT status FROM qris_payments"));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class MamzPayBehindOnMariaDb(MariaDb database) : MamzPayBehindTests(database);

public sealed class MamzPayBehindOnSqlite(SqliteFile database) : MamzPayBehindTests(database), IClassFixture<SqliteFile>;
