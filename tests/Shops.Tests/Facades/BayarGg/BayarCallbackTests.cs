using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using QrisPayments.Apps;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests;

/// <summary>What a client hears, verified as the gateway's PHP sample does.</summary>
public abstract class BayarCallbackTests(Database database) : BayarTests(database)
{
    private string Hook => new Uri(Client.Address, "payment-webhook").AbsoluteUri;

    /// <summary>The sample, line by line; PHP joins a number as it stands in the JSON.</summary>
    private static bool Verify(StubRequest request, string secret)
    {
        var payload = JsonDocument.Parse(request.Body).RootElement;
        var signature = request.Headers.GetValueOrDefault("X-Webhook-Signature") ?? "";
        var timestamp = request.Headers.GetValueOrDefault("X-Webhook-Timestamp") ?? "";
        var data = Text(payload, "invoice_id") + "|" + Text(payload, "status") + "|" + payload.GetProperty("final_amount").GetRawText()
            + "|" + timestamp;
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(data))) == signature;
    }

    [Fact]
    public async Task A_paid_payment_is_told_with_every_field_and_header()
    {
        await StartGatewayAsync();
        var payment = await CreateAsync(method: "qris_bayar_gg", more: $$"""
            ,"callback_url":"{{Hook}}","description":"Pembayaran Produk A","customer_name":"John Doe","customer_email":"john@example.com","customer_phone":"08123456789","redirect_url":"https://yoursite.com/thank-you"
            """);
        Clock.Advance(TimeSpan.FromSeconds(90));
        await PayAsync(payment, "QRIS-BGG-36556065");
        var heard = (await HeardAsync()).Single();
        Assert.True(Verify(heard, Secret), heard.Body);
        var (body, invoice, final) =
            (JsonDocument.Parse(heard.Body).RootElement, Text(payment, "invoice_id"), Number(payment, "final_amount"));
        Assert.Equal("{event:string invoice_id:string status:string payment_method:string amount:number final_amount:number "
            + "unique_code:number paid_at:string paid_amount:number paid_reff_num:string "
            + "paid_via:string iqris_payment_customername:string iqris_payment_methodby:string customer_name:string "
            + "customer_email:string customer_phone:string description:string redirect_url:string "
            + "has_file:bool has_content:bool timestamp:number signature:string}", Shape(body));
        Assert.Equal(("payment.paid", invoice, "paid", "qris_bayar_gg", 50_000, final, final - 50_000),
            (Text(body, "event"), Text(body, "invoice_id"), Text(body, "status"), Text(body, "payment_method"),
            Number(body, "amount"), Number(body, "final_amount"), Number(body, "unique_code")));
        Assert.Equal(("2026-01-01 12:01:30", final, "QRIS-BGG-36556065", "qris_bayar_gg", "", ""),
            (Text(body, "paid_at"), Number(body, "paid_amount"), Text(body, "paid_reff_num"), Text(body, "paid_via"),
            Text(body, "iqris_payment_customername"), Text(body, "iqris_payment_methodby")));
        Assert.Equal(("John Doe", "john@example.com", "08123456789", "Pembayaran Produk A", "https://yoursite.com/thank-you"),
            (Text(body, "customer_name"), Text(body, "customer_email"), Text(body, "customer_phone"),
            Text(body, "description"), Text(body, "redirect_url")));
        Assert.Equal((false, false, 1_767_243_690),
            (body.GetProperty("has_file").GetBoolean(), body.GetProperty("has_content").GetBoolean(), Number(body, "timestamp")));
        Assert.Equal(("POST", "/payment-webhook", "application/json"), (heard.Method, heard.Target, heard.Headers["Content-Type"]));
        Assert.Equal(("payment.paid", "1767243690", invoice),
            (heard.Headers["X-Webhook-Event"], heard.Headers["X-Webhook-Timestamp"], heard.Headers["X-Invoice-ID"]));
        Assert.Equal(heard.Headers["X-Webhook-Signature"], Text(body, "signature"));
    }

    [Fact]
    public async Task It_comes_until_it_is_accepted_with_a_fresh_time_each_time()
    {
        await StartGatewayAsync();
        var refusals = 2;
        Client.Answer = _ =>
        {
            Clock.Advance(TimeSpan.FromSeconds(7));
            return Interlocked.Decrement(ref refusals) >= 0 ? GatewayReply.Json("""{"error":"Invalid signature"}""", 401) : GatewayReply.Json("""{"success":true}""");
        };
        await PayAsync(await CreateAsync(more: $",\"callback_url\":\"{Hook}\""));
        Assert.All(await HeardAsync(3), heard => Assert.True(Verify(heard, Secret)));
        Assert.Equal(["1767243600", "1767243607", "1767243614"], Client.Requests.Select(heard => heard.Headers["X-Webhook-Timestamp"]));
        await Wait.UntilAsync(
            () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE kind = 'callback' AND state = 'done'"),
                done => done == 1, "it was accepted");
        Assert.Equal(3, Client.Requests.Count);
    }

    [Fact]
    public async Task Fields_that_are_empty_are_empty_texts_and_hostile_ones_sign_well()
    {
        await StartGatewayAsync();
        var plain = await CreateAsync(method: "gopay_qris", more: $",\"callback_url\":\"{Hook}\"");
        await PayAsync(plain);
        var body = JsonDocument.Parse((await HeardAsync()).Single().Body).RootElement;
        foreach (var name in new[] { "customer_name", "customer_email", "customer_phone", "description", "redirect_url" })
            Assert.Equal("", Text(body, name));
        var odd = await CreateAsync(60_000, "gopay_qris", $$""","callback_url":"{{Hook}}","description":"a|paid|1|</script><script>alert(1)</script>\n\u2028\"é","customer_name":"BAYAR-1|paid" """);
        await PayAsync(odd);
        var heard = (await HeardAsync(2))[1];
        Assert.True(Verify(heard, Secret));
        Assert.Equal(("a|paid|1|</script><script>alert(1)</script>\n \"é", "BAYAR-1|paid"),
            (Text(JsonDocument.Parse(heard.Body).RootElement, "description"),
                Text(JsonDocument.Parse(heard.Body).RootElement, "customer_name")));
    }

    [Fact]
    public async Task The_apps_own_address_and_secret_stand_in()
    {
        // What it tells is its own payments: it needs no scope for that.
        await StartGatewayAsync(("QrisPayments:Apps:1:Scopes:1", null), ("QrisPayments:Apps:1:Facades:bayar-gg:CallbackUrl", Hook),
            ("QrisPayments:Apps:1:Facades:bayar-gg:Secret", "whsec_rahasia-toko"));
        await PayAsync(await CreateAsync());
        var heard = (await HeardAsync()).Single();
        Assert.True(Verify(heard, "whsec_rahasia-toko"));
        Assert.False(Verify(heard, Secret));
    }

    [Fact]
    public async Task Without_a_secret_nothing_is_signed_that_anybody_could_sign()
    {
        await StartGatewayAsync();
        var warung = (await CallAsync("POST", "api/create-payment", Json($$"""{"amount":50000,"callback_url":"{{Hook}}"}"""), Warung)).Is(HttpStatusCode.OK);
        await ArriveAsync(Number(warung["data"], "final_amount"), "TRX-1");
        var heard = (await HeardAsync()).Single();
        Assert.False(heard.Headers.ContainsKey("X-Webhook-Signature"));
        Assert.False(Verify(heard, ""));
        Assert.Equal("", Text(JsonDocument.Parse(heard.Body).RootElement, "signature"));
    }

    [Fact]
    public async Task Nothing_but_a_payment_is_told()
    {
        await StartGatewayAsync();
        var cancelled = await CreateAsync(more: $",\"callback_url\":\"{Hook}\"");
        (await Host.Api.CancelAsync(await IdOfAsync(cancelled))).Is(HttpStatusCode.OK);
        var expired = await CreateAsync(60_000, more: $",\"callback_url\":\"{Hook}\"");
        Clock.Advance(TimeSpan.FromMinutes(16));
        await Wait.UntilAsync(() => CheckAsync(Text(expired, "invoice_id")), check => check.Text("status") == "expired", "it has expired");
        await Wait.UntilAsync(
            () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE kind = 'callback' AND state = 'done'"),
                done => done == 2, "both are done with");
        Assert.Empty(Client.Requests);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class BayarCallbacksOnMariaDb(MariaDb database) : BayarCallbackTests(database);

public sealed class BayarCallbacksOnSqlite(SqliteFile database) : BayarCallbackTests(database), IClassFixture<SqliteFile>;
