using System.Net;
using System.Text.Json;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests;

/// <summary>get-payment-methods and get-account-status, as what the shop has changes.</summary>
public abstract class BayarAccountTests(Database database) : BayarTests(database)
{
    private async Task<string> MethodsAsync() =>
        string.Join(' ', (await GetAsync("api/get-payment-methods.php")).Is(HttpStatusCode.OK)["data"].GetProperty("payment_methods")
            .EnumerateArray()
        .Select(method => $"{Text(method, "id")}:{(method.GetProperty("available").GetBoolean() ? Number(method, "max_amount") : "no")}"));

    [Fact]
    public async Task Methods_say_what_the_shop_takes_and_what_it_lacks()
    {
        await StartGatewayAsync();
        var answer = (await GetAsync("api/get-payment-methods.php")).Is(HttpStatusCode.OK);
        Assert.Equal("qris:500000 qris_bayar_gg:10000000 qris_user:10000000 gopay_qris:10000000 ovo:no", await MethodsAsync());
        var data = answer["data"];
        Assert.Equal("payment_methods user_status feature_status", string.Join(' ', data.EnumerateObject().Select(member => member.Name)));
        var methods = data.GetProperty("payment_methods").EnumerateArray().ToList();
        Assert.Equal("{id:string name:string description:string enabled:bool available:bool max_amount:number requirements:[]}",
            Shape(methods[0]));
        Assert.Equal("{id:string name:string description:string enabled:bool available:bool subscription_required:bool has_grant:bool "
            + "has_mid:bool max_amount:number requirements:[]}", Shape(methods[1]));
        Assert.Equal("{id:string name:string description:string enabled:bool available:bool requirements:[string]}", Shape(methods[4]));
        Assert.Equal(["QRIS", "QRIS BAYAR GG", "BRI QRIS", "GoPay QRIS", "OVO"], methods.Select(method => Text(method, "name")));
        Assert.Equal("""{"has_active_subscription":true,"has_qris_bayar_gg_grant":true,"has_gopay_connected":true}""", data.GetProperty("user_status").GetRawText());
        Assert.Equal("""{"qris":true,"qris_bayar_gg":true,"qris_user":true,"ovo":true,"gopay_qris":true}""", data.GetProperty("feature_status").GetRawText());
    }

    [Fact]
    public async Task A_shop_without_a_provider_takes_nothing_and_says_so()
    {
        await StartGatewayAsync(("QrisPayments:Providers:static-qris:Qris", null));
        Assert.Equal("qris:no qris_bayar_gg:no qris_user:no gopay_qris:no ovo:no", await MethodsAsync());
        var data = (await GetAsync("api/get-payment-methods.php"))["data"];
        var own = data.GetProperty("payment_methods")[1];
        Assert.Equal((false, false, 0),
            (own.GetProperty("has_grant").GetBoolean(), own.GetProperty("has_mid").GetBoolean(), Number(own, "max_amount")));
        Assert.Equal("GoPay Merchant harus terhubung", data.GetProperty("payment_methods")[3].GetProperty("requirements")[0].GetString());
        Assert.False(data.GetProperty("user_status").GetProperty("has_gopay_connected").GetBoolean());
        Assert.Equal("""{"gopay":false,"bri":false,"ovo":false}""", (await GetAsync("api/get-account-status.php"))["integrations"].GetRawText());
        foreach (var method in new[] { "qris", "qris_bayar_gg", "qris_user", "gopay_qris", "ovo" })
            Refused(await TryCreateAsync($$"""{"amount":50000,"payment_method":"{{method}}"}"""), HttpStatusCode.BadRequest, "not available");
        Refused(await TryCreateAsync("""{"amount":50000}"""), HttpStatusCode.BadRequest, "No payment method");
    }

    [Fact]
    public async Task What_the_operator_switched_off_or_narrowed_is_not_offered()
    {
        await StartGatewayAsync(("QrisPayments:Providers:static-qris:Routing:MaxAmount", "400000"),
            ("QrisPayments:Apps:1:Limits:qris_user", "30000"));
        Assert.Equal("qris:400000 qris_bayar_gg:400000 qris_user:30000 gopay_qris:400000 ovo:no", await MethodsAsync());
        Refused(await TryCreateAsync("""{"amount":400001,"payment_method":"qris"}"""), HttpStatusCode.BadRequest, "at most 400000 for qris");
        await StartGatewayAsync(("QrisPayments:Providers:static-qris:Routing:Enabled", "false"));
        Assert.Equal("qris:no qris_bayar_gg:no qris_user:no gopay_qris:no ovo:no", await MethodsAsync());
    }

    /// <summary>The shop is itself a client of BAYAR GG, which answers its creates so.</summary>
    private Task<TestHost> StartAsClientAsync(
        GatewayStub gateway, string method, Func<StubRequest, GatewayReply> created, params (string, string?)[] own)
    {
        gateway.Answer = request => request.Target.Contains("create-payment", StringComparison.Ordinal) ? created(request) : GatewayReply.Json("""{"success":true,"data":{"payment_methods":[]}}""");
        return StartGatewayAsync(
        [
            ("QrisPayments:Providers:bayar-gg:BaseUrl", new Uri(gateway.Address, "api").AbsoluteUri),
            ("QrisPayments:Providers:bayar-gg:AllowInsecureHttp", "true"),
            ("QrisPayments:Providers:bayar-gg:ApiKey", "fake-api-key-0001"), ("QrisPayments:Providers:bayar-gg:Method", method), .. own,
        ]);
    }

    private static GatewayReply Created(StubRequest request)
    {
        var amount = JsonDocument.Parse(request.Body).RootElement.GetProperty("amount").GetInt64();
        return GatewayReply.Json($$"""
            {"success":true,"payment":{"invoice_id":"PAY-admin-{{amount:0000000000}}-ABC123","amount":{{amount}},"unique_code":347,"final_amount":{{amount + 347}},"status":"pending"},
             "payment_url":"https://www.bayar.gg/pay?invoice=PAY-admin-1234567890-ABC123"}
            """);
    }

    [Fact]
    public async Task Ovo_is_there_where_a_provider_takes_it()
    {
        await using var gateway = await GatewayStub.StartAsync();
        await StartAsClientAsync(gateway, "Ovo", Created);
        Assert.EndsWith("ovo:10000000", await MethodsAsync(), StringComparison.Ordinal);
        Assert.Equal("""{"gopay":true,"bri":true,"ovo":true}""", (await GetAsync("api/get-account-status.php"))["integrations"].GetRawText());
        var answer = (await TryCreateAsync("""{"amount":50000,"description":"Pembayaran Produk A","payment_method":"ovo","use_qris_converter":true}""")).Is(HttpStatusCode.OK);
        Assert.Equal("{success:bool payment:{invoice_id:string amount:number unique_code:number final_amount:number "
            + "payment_method:string status:string expires_at:string} payment_url:string}", Shape(answer.Json));
        // The gateway's own code came on top and is part of what the customer has to bring.
        Assert.Equal((50_000, 50_347, "ovo"),
            (Number(answer["payment"], "amount"), Number(answer["payment"], "final_amount"), Text(answer["payment"], "payment_method")));
        Assert.StartsWith(Address.ToString(), answer.Text("payment_url"), StringComparison.Ordinal);
        Assert.Equal("ovo", (await Host.Api.PaymentAsync(await IdOfAsync(answer["payment"]))).Text("method"));
        // The other methods go on to the shop's own QRIS.
        Assert.NotNull(Text(await CreateAsync(), "qris_string"));
    }

    [Fact]
    public async Task A_provider_that_shows_no_code_leaves_the_codes_fields_empty()
    {
        await using var gateway = await GatewayStub.StartAsync();
        await StartAsClientAsync(gateway, "GopayQris", Created, ("QrisPayments:Providers:static-qris:Qris", null));
        var payment = await CreateAsync();
        Assert.Equal("{invoice_id:string amount:number payment_url:string expires_at:string status:string payment_method:string "
            + "payment_method_label:string unique_code:number final_amount:number qris_string:null "
            + "qris_static_image_url:null qris_dynamic_string:null qris_dynamic_image_url:null iqris_invoiceid:string "
            + "iqris_nmid:null iqris_request_date:string}", Shape(payment));
        Assert.Equal(("PAY-admin-0000050000-ABC123", 50_347), (Text(payment, "iqris_invoiceid"), Number(payment, "final_amount")));
        var converter = (await CreateAsync(60_000, "gopay_qris", ",\"use_qris_converter\":true")).GetProperty("qris_converter");
        Assert.Equal("""{"enabled":false}""", converter.GetRawText());
    }

    [Fact]
    public async Task When_every_provider_declines_it_is_not_the_clients_fault()
    {
        await using var gateway = await GatewayStub.StartAsync();
        await StartAsClientAsync(gateway, "Ovo", _ => GatewayReply.Json("""{"success":false,"error":"rahasia dapur"}""", 400));
        var refused = Refused(await TryCreateAsync("""{"amount":50000,"payment_method":"ovo"}"""), HttpStatusCode.InternalServerError);
        Assert.DoesNotContain("rahasia", refused.Body, StringComparison.Ordinal);
        Assert.Empty(await ListAsync(""));
    }

    [Fact]
    public async Task The_account_is_the_app()
    {
        await StartGatewayAsync(("QrisPayments:Apps:1:AccountName", "Toko Budi"), ("QrisPayments:Apps:1:Email", "budi@toko.example"));
        var answer = (await GetAsync("api/get-account-status.php")).Is(HttpStatusCode.OK);
        Assert.Equal("""{"success":true,"account":{"username":"Toko Budi","email":"budi@toko.example","is_verified":true},"integrations":{"gopay":true,"bri":true,"ovo":false}}""", answer.Body);
        Assert.Equal("""{"username":"warung","email":"","is_verified":true}""", (await CallAsync("GET", "api/get-account-status", null, Warung))["account"].GetRawText());
    }
}

[Collection(OnMariaDb.Name)]
public sealed class BayarAccountOnMariaDb(MariaDb database) : BayarAccountTests(database);

public sealed class BayarAccountOnSqlite(SqliteFile database) : BayarAccountTests(database), IClassFixture<SqliteFile>;
