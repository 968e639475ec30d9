using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests;

/// <summary>create-payment: parameters, methods, both shapes of the answer.</summary>
public abstract class BayarCreateTests(Database database) : BayarTests(database)
{
    private const string ShapeWithQr =
        "{success:bool data:{invoice_id:string amount:number payment_url:string expires_at:string status:string "
            + "payment_method:string payment_method_label:string "
        + "unique_code:number final_amount:number qris_string:string qris_static_image_url:string qris_dynamic_string:string "
        + "qris_dynamic_image_url:string "
        + "iqris_invoiceid:string iqris_nmid:string iqris_request_date:string}}";

    private const string ShapeWithoutQr =
        "{success:bool payment:{invoice_id:string amount:number unique_code:number final_amount:number payment_method:string "
            + "status:string expires_at:string} payment_url:string}";

    [Theory]
    [InlineData("qris", "QRIS")]
    [InlineData("qris_bayar_gg", "QRIS BAYAR GG")]
    public async Task A_payment_with_its_QR_has_the_first_shape(string method, string label)
    {
        await StartGatewayAsync();
        var answer = (await TryCreateAsync($$"""{"amount":50000,"description":"Pembayaran Produk A","payment_method":"{{method}}"}""")).Is(HttpStatusCode.OK);
        Assert.Equal(ShapeWithQr, Shape(answer.Json));
        var data = answer["data"];
        Assert.True(answer["success"].GetBoolean());
        Assert.Matches(new Regex("^BAYAR-1767243600-[0-9A-F]{6}$"), Text(data, "invoice_id"));
        Assert.Equal((50_000, "pending", method, label),
            (Number(data, "amount"), Text(data, "status"), Text(data, "payment_method"), Text(data, "payment_method_label")));
        Assert.Equal(("2026-01-01 12:15:00", "2026-01-01 12:00:00"), (Text(data, "expires_at"), Text(data, "iqris_request_date")));
        Assert.InRange(Number(data, "unique_code"), 1, 999);
        Assert.Equal(50_000 + Number(data, "unique_code"), Number(data, "final_amount"));
        var qr = Text(data, "qris_string");
        Assert.Equal(("12", Number(data, "final_amount").ToString(CultureInfo.InvariantCulture)),
            (Qris.Value(qr, "01"), Qris.Value(qr, "54")));
        Assert.True(Qris.HasTrueCrc(qr));
        Assert.Equal((qr, "ID1099999999999"), (Text(data, "qris_dynamic_string"), Text(data, "iqris_nmid")));
        Assert.Equal($"{Address}pay?invoice={Text(data, "invoice_id")}", Text(data, "payment_url"));
        foreach (var name in new[] { "qris_static_image_url", "qris_dynamic_image_url" })
            Assert.Equal($"{Address}qris-info/api/qr.php?text={Uri.EscapeDataString(qr)}", Text(data, name));
    }

    [Theory]
    [InlineData("qris_user")]
    [InlineData("gopay_qris")]
    public async Task A_payment_that_leads_to_the_page_has_the_second_shape(string method)
    {
        await StartGatewayAsync();
        var answer = (await TryCreateAsync($$"""{"amount":50000,"description":"Pembayaran Produk A","payment_method":"{{method}}"}""")).Is(HttpStatusCode.OK);
        Assert.Equal(ShapeWithoutQr, Shape(answer.Json));
        var payment = answer["payment"];
        Assert.Equal((50_000, method, "pending", "2026-01-01 12:15:00"),
            (Number(payment, "amount"), Text(payment, "payment_method"), Text(payment, "status"), Text(payment, "expires_at")));
        Assert.Equal(50_000 + Number(payment, "unique_code"), Number(payment, "final_amount"));
        Assert.Equal($"{Address}pay?invoice={Text(payment, "invoice_id")}", answer.Text("payment_url"));
    }

    [Fact]
    public async Task A_blank_method_is_the_first_that_takes_the_amount()
    {
        await StartGatewayAsync();
        foreach (var (body, method) in new[]
        {
            ("""{"amount":1000}""", "qris"), ("""{"amount":500000,"payment_method":""}""", "qris"),
            ("""{"amount":500001,"payment_method":null}""", "qris_bayar_gg"), ("""{"amount":2000,"payment_method":"GOPAY_QRIS"}""", "gopay_qris"),
        })
            Assert.Equal(method, Text(Payment((await TryCreateAsync(body)).Is(HttpStatusCode.OK)), "payment_method"));
        Assert.Equal(HttpStatusCode.BadRequest, (await TryCreateAsync("""{"amount":10000001}""")).Status);
    }

    [Theory]
    [InlineData("999", "qris", "at least 1000")]
    [InlineData("500001", "qris", "at most 500000 for qris")]
    [InlineData("10000001", "qris_bayar_gg", "at most 10000000 for qris_bayar_gg")]
    [InlineData("10000001", "gopay_qris", "at most 10000000")]
    [InlineData("50000", "ovo", "ovo is not available")]
    [InlineData("50000", "bitcoin", "qris, qris_bayar_gg, qris_user, gopay_qris, ovo")]
    [InlineData("0", "qris", "at least 1000")]
    [InlineData("999999999999999", "qris_user", "at most 10000000")]
    public async Task What_is_out_of_bounds_is_refused(string amount, string method, string about)
    {
        await StartGatewayAsync();
        Refused(await TryCreateAsync($$"""{"amount":{{amount}},"payment_method":"{{method}}"}"""), HttpStatusCode.BadRequest, about);
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
    }

    [Fact]
    public async Task An_apps_own_limits_stand_before_the_gateways()
    {
        await StartGatewayAsync(("QrisPayments:Apps:1:Limits:qris", "600000"), ("QrisPayments:Apps:1:Limits:gopay_qris", "20000"));
        await CreateAsync(600_000);
        Refused(await TryCreateAsync("""{"amount":600001,"payment_method":"qris"}"""), HttpStatusCode.BadRequest, "at most 600000 for qris");
        Refused(await TryCreateAsync("""{"amount":20001,"payment_method":"gopay_qris"}"""), HttpStatusCode.BadRequest, "at most 20000 for gopay_qris");
        Refused(await CallAsync("POST", "api/create-payment", Json("""{"amount":600000,"payment_method":"qris"}"""), Warung), HttpStatusCode.BadRequest, "at most 500000");
    }

    [Fact]
    public async Task The_payer_carries_the_fee_and_final_amount_is_the_whole()
    {
        await StartGatewayAsync(("QrisPayments:Apps:1:FeePercent", "0.7"));
        var payment = await CreateAsync(50_050, "qris_bayar_gg");
        Assert.Equal((50_050, 50_400 + Number(payment, "unique_code")), (Number(payment, "amount"), Number(payment, "final_amount")));
        Assert.Equal(Number(payment, "final_amount").ToString(CultureInfo.InvariantCulture),
            Qris.Value(Text(payment, "qris_string"), "54"));
    }

    [Fact]
    public async Task The_converter_gives_a_merchants_code_the_total_and_leaves_the_others_alone()
    {
        await StartGatewayAsync();
        foreach (var method in new[] { "qris_user", "gopay_qris" })
        {
            var payment = await CreateAsync(method: method, more: ",\"use_qris_converter\":true");
            var block = payment.GetProperty("qris_converter");
            Assert.Equal("{enabled:bool converted_qris:string qr_image_url:string}", Shape(block));
            Assert.True(block.GetProperty("enabled").GetBoolean());
            var qr = Text(block, "converted_qris");
            Assert.Equal((Number(payment, "final_amount").ToString(CultureInfo.InvariantCulture), "12"),
                (Qris.Value(qr, "54"), Qris.Value(qr, "01")));
            Assert.Equal($"{Address}qris-info/api/qr.php?text={Uri.EscapeDataString(qr)}", Text(block, "qr_image_url"));
            Assert.False((await CreateAsync(method: method, more: ",\"use_qris_converter\":false"))
                .TryGetProperty("qris_converter", out _));
        }
        foreach (var method in new[] { "qris", "qris_bayar_gg" })
            Assert.False((await CreateAsync(method: method, more: ",\"use_qris_converter\":true")).TryGetProperty("qris_converter", out _));
    }

    [Fact]
    public async Task Where_the_payer_types_the_amount_no_dynamic_code_is_claimed()
    {
        await StartGatewayAsync(("QrisPayments:Providers:static-qris:PutAmountIntoQr", "false"));
        var payment = await CreateAsync();
        Assert.Equal(Qris.Static, Text(payment, "qris_string"));
        Assert.EndsWith(Uri.EscapeDataString(Qris.Static), Text(payment, "qris_static_image_url"), StringComparison.Ordinal);
        Assert.Equal(("null", "null"),
            (Shape(payment.GetProperty("qris_dynamic_string")), Shape(payment.GetProperty("qris_dynamic_image_url"))));
        var asked = await CreateAsync(method: "gopay_qris", more: ",\"use_qris_converter\":true");
        var converted = Text(asked.GetProperty("qris_converter"), "converted_qris");
        Assert.Equal(Number(asked, "final_amount").ToString(CultureInfo.InvariantCulture), Qris.Value(converted, "54"));
    }

    [Theory]
    [InlineData("file_id")]
    [InlineData("content_id")]
    [InlineData("product_image_id")]
    public async Task Goods_that_are_not_there_are_not_sold(string field)
    {
        await StartGatewayAsync();
        Refused(await TryCreateAsync($$"""{"amount":50000,"{{field}}":7}"""), HttpStatusCode.NotFound, field + " 7");
        Refused(await TryCreateAsync($$"""{"amount":50000,"{{field}}":"7"}"""), HttpStatusCode.NotFound, field);
        Refused(await TryCreateAsync($$"""{"amount":50000,"{{field}}":"tujuh"}"""), HttpStatusCode.BadRequest, field);
        // What PHP clients send for none.
        foreach (var none in new[] { "null", "0", "\"\"", "\"0\"", "false" })
            (await TryCreateAsync($$"""{"amount":50000,"{{field}}":{{none}}}""")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Every_parameter_is_taken_and_empty_ones_are_none()
    {
        await StartGatewayAsync();
        var payment = await CreateAsync(75_000, "qris_bayar_gg", """
            ,"description":"Pembayaran QRIS BAYAR GG","customer_name":"Budi","customer_email":"budi@example.com","customer_phone":6281234567890,
            "callback_url":"https://example.com/payment-webhook","redirect_url":"https://example.com/thank-you","payment_url":"https://www.bayar.gg/pay","unknown":{"a":[1]}
            """);
        var stored = await Host.Api.PaymentAsync(await IdOfAsync(payment));
        Assert.Equal((75_000, "Pembayaran QRIS BAYAR GG", Text(payment, "invoice_id")),
            (stored.Number("amount"), stored.Text("description"), stored.Text("order_id")));
        Assert.Equal(("Budi", "budi@example.com", "6281234567890"),
            (Text(stored["customer"], "name"), Text(stored["customer"], "email"), Text(stored["customer"], "phone")));
        Assert.Equal(("https://example.com/payment-webhook", "https://example.com/thank-you"),
            (stored.Text("callback_url"), stored.Text("redirect_url")));
        await CreateAsync(more: ",\"description\":\"\",\"customer_name\":null,\"customer_email\":\" "
            + "\",\"customer_phone\":\"\",\"callback_url\":\"\",\"redirect_url\":\"\",\"payment_url\":\"\",\"use_qris_converter\":\"\"");
        // Written as text, and sent the way PHP's http wrapper sends a body whose type nobody named.
        var text = new StringContent("""{"amount":"50000.00","payment_method":"qris"}""", System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
        Assert.Equal(50_000, Number(Payment((await CallAsync("POST", "api/create-payment", text, Toko)).Is(HttpStatusCode.OK)), "amount"));
    }

    [Fact]
    public async Task When_every_total_is_held_the_client_is_told_to_wait()
    {
        await StartGatewayAsync(("QrisPayments:Matching:CodeMin", "1"), ("QrisPayments:Matching:CodeMax", "2"));
        Assert.NotEqual(Number(await CreateAsync(), "final_amount"), Number(await CreateAsync(), "final_amount"));
        Assert.NotNull(Refused(await TryCreateAsync("""{"amount":50000}"""), HttpStatusCode.TooManyRequests).Response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Fifty_creates_of_one_second_have_fifty_invoices()
    {
        await StartGatewayAsync();
        var made = await Task.WhenAll(Enumerable.Range(0, 50)
            .Select(i => CreateAsync(50_000 + 1_000 * i, i % 2 == 0 ? "qris" : "gopay_qris")));
        Assert.Equal(50, made.Select(payment => Text(payment, "invoice_id")).Distinct().Count());
    }
}

[Collection(OnMariaDb.Name)]
public sealed class BayarCreateOnMariaDb(MariaDb database) : BayarCreateTests(database);

public sealed class BayarCreateOnSqlite(SqliteFile database) : BayarCreateTests(database), IClassFixture<SqliteFile>;
