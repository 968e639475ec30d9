using System.Net;
using System.Text;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests;

/// <summary>Whatever a client sends, the answer is in the gateway's shape and never a failure of ours.</summary>
public abstract class BayarHostileTests(Database database) : BayarTests(database)
{
    private static readonly string[] Bodies =
    [
        "", " ", "null", "[]", "{}", "1", "\"amount\"", "{", "amount=50000&payment_method=qris", "<xml/>", "{\"amount\":50000}{}",
        "{\"amount\":50000,}", "// {}",
        new string('[', 100_000), "{\"a\":" + string.Concat(Enumerable.Repeat("{\"a\":", 5_000)) + "1" + new string('}', 5_001),
        Amount(new string('9', 400)), Amount("1e400"), Amount("5e4"), Amount("-50000"), Amount("50000.5"), Amount("\"13.000\""),
        Amount("\"13,000\""), Amount("\"50 000\""), Amount("\"\""), Amount("null"),
        Amount("true"), Amount("[50000]"), Amount("{\"value\":50000}"), Amount("9223372036854775808"), Amount("1000000000000000"),
        "{\"amount\":50000,\"amount\":1000}", "{\"Amount\":50000}",
        More("description", "[\"a\"]"), More("description", "{}"), More("description", "true"), More("customer_name", "[]"),
        More("customer_phone", "{\"a\":1}"), More("payment_method", "[\"qris\"]"),
        More("payment_method", "\"qris|paid\""), More("callback_url", "[\"http://a.example\"]"),
        More("callback_url", "\"ftp://example.com/\""), More("callback_url", "\"hook\""),
        More("callback_url", "\"http://user:pass@example.com/\""), More("redirect_url", "\"javascript:alert(1)\""),
        More("redirect_url", "\"http://evil.example/\""), More("redirect_url", "\"//evil.example\""),
        More("description", "\"\\ud800\""), More("use_qris_converter", "\"mungkin\""), More("use_qris_converter", "[]"),
        More("use_qris_converter", "7"),
        More("file_id", "1.5"), More("file_id", "-1"), More("file_id", "[1]"), More("file_id", "99999999999999999999"),
        More("content_id", "\"1 OR 1=1\""), More("product_image_id", "{}"), More("payment_url", "[]"),
    ];

    private static string Amount(string token) => $"{{\"amount\":{token}}}";

    private static string More(string name, string token) => $"{{\"amount\":50000,\"{name}\":{token}}}";

    [Fact]
    public async Task A_create_that_makes_no_sense_is_a_400()
    {
        await StartGatewayAsync();
        foreach (var body in Bodies)
        {
            var answer = await TryCreateAsync(body);
            Assert.True(answer.Status == HttpStatusCode.BadRequest,
                $"{answer.Status} for {body[..Math.Min(body.Length, 100)]}: {answer.Body}");
            Refused(answer, HttpStatusCode.BadRequest);
            Assert.InRange(answer.Text("error")!.Length, 5, 400);
        }
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
        // Whoever was refused so often can still sell.
        await CreateAsync();
    }

    /// <summary>The text names no bounds for what is only shown: no sale is lost to it.</summary>
    [Fact]
    public async Task What_is_only_shown_is_fitted_and_what_cannot_be_is_left_out()
    {
        await StartGatewayAsync();
        await CreateAsync(more: $$""","description":"Pesanan\n{{new string('x', 100_000)}}","customer_name":"{{new string('n', 99)}}😀","customer_email":"-","customer_phone":"0812.3456.7890" """);
        var stored = await Host.Api.PaymentAsync((await Database.ScalarAsync<string>("SELECT id FROM qris_payments"))!);
        Assert.Equal("Pesanan\n" + new string('x', 192), stored.Text("description"));
        Assert.Equal((new string('n', 99), null, "081234567890"),
            (Text(stored["customer"], "name"), Text(stored["customer"], "email"), Text(stored["customer"], "phone")));
        await CreateAsync(more: ""","description":"\u0000","customer_name":"\u0007","customer_email":"budi","customer_phone":"telepon saya" """.Replace("\\\"", "\"", StringComparison.Ordinal));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments WHERE description IS NULL AND customer_name "
            + "IS NULL AND customer_email IS NULL AND customer_phone IS NULL"));
    }

    [Fact]
    public async Task A_mistake_is_named()
    {
        await StartGatewayAsync();
        foreach (var (body, says) in new[]
        {
            ("{}", "amount is required."), ("amount=50000", "application/json"), ("", "application/json"),
            ("{\"amount\":\"50.000\"}", "whole rupiah"),
            ("{\"amount\":50000,\"amount\":1000}", "amount is there twice."),
            (More("description", "\"a\",\"description\":\"b\""), "description is there twice."),
            // Of two that nobody reads neither is at fault.
            ("{\"x\":1,\"x\":2,\"amount\":true}", "amount must be whole rupiah"),
            (More("description", "[]"), "description must be a text."),
            (More("description", "\"a\\ud800\""), "description holds broken Unicode; send it as UTF-8."),
            ("{\"amount\":true,\"\\ud800\":1}", "A name in the body holds broken Unicode; send it as UTF-8."),
        })
        {
            Assert.Contains(says, (await TryCreateAsync(body)).Text("error"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_called_so()
    {
        await StartGatewayAsync();
        foreach (var (bytes, says) in new (byte[], string)[]
        {
            ([.. "{\"amount\":50000,\"customer_name\":\"Jos"u8, 0xE9, .. "\"}"u8], "customer_name holds broken Unicode; send it as UTF-8."),
            ([.. "{\"amount\":true,\"Jos"u8, 0xE9, .. "\":1}"u8], "A name in the body holds broken Unicode; send it as UTF-8."),
            (Encoding.Unicode.GetBytes("\uFEFF{\"amount\":50000}"), "The body is not UTF-8."),
        })
            Assert.Equal(says, Refused(await CallAsync("POST", "api/create-payment", new ByteArrayContent(bytes), Toko),
                HttpStatusCode.BadRequest).Text("error"));
    }

    [Fact]
    public async Task A_byte_order_mark_before_the_JSON_is_passed_over()
    {
        await StartGatewayAsync();
        (await TryCreateAsync("\uFEFF{\"amount\":50000}")).Is(HttpStatusCode.OK);
        Assert.Equal("50000",
            Qris.Value((await PostAsync("api/qris-convert", $"\uFEFF{{\"qris\":\"{Qris.Static}\",\"nominal\":50000}}"))
                .Is(HttpStatusCode.OK).Text("qris")!, "54"));
        (await PostAsync("api/qris-info", $"\uFEFF{{\"qris\":\"{Qris.Static}\"}}")).Is(HttpStatusCode.OK);
        // One mark is a mark, a second one is no JSON.
        Refused(await TryCreateAsync("\uFEFF\uFEFF{\"amount\":50000}"), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_tools_bear_the_same()
    {
        await StartGatewayAsync();
        foreach (var body in Bodies)
            foreach (var path in new[] { "api/qris-convert", "api/qris-info" })
                Refused(await PostAsync(path, body), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_a_400()
    {
        await StartGatewayAsync();
        foreach (var bytes in new byte[][]
        {
            [0xFF, 0xFE], [.. "{\"amount\":50000,\"description\":\""u8, 0xC3, 0x28, .. "\"}"u8],
            [.. "{\"amount\":50000,\""u8, 0xFF, .. "\":1,\"description\":[]}"u8], new byte[1000],
        })
            foreach (var path in new[] { "api/create-payment", "api/qris-convert" })
                Refused(await CallAsync("POST", path, new ByteArrayContent(bytes), Toko), HttpStatusCode.BadRequest);
        Refused(await CallAsync("POST", "api/create-payment", new ByteArrayContent(new byte[(1 << 20) + 1]), Toko),
            HttpStatusCode.RequestEntityTooLarge);
        Refused(await CallAsync("POST", "api/qris-convert", new StringContent("x", Encoding.UTF8, "multipart/form-data"), Toko),
            HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Queries_bear_anything()
    {
        await StartGatewayAsync();
        await CreateAsync();
        string[] odd = ["%00", "%FF%FE", "%ED%A0%80", "a|b", "%3Cscript%3E", "'%3B--", "%F0%9F%92%B8", new('9', 3000), "%25%25%25", "a&a=b",
            "!", "%5C"];
        foreach (var value in odd)
        {
            foreach (var query in new[] { "api/list-payments?search=", "api/list-payments?page=", "api/list-payments?limit=" })
                Assert.Equal((query + value, HttpStatusCode.OK), (query + value, (await GetAsync(query + value)).Status));
            foreach (var query in new[] { "api/list-payments?status=", "api/list-payments?start_date=", "api/get-statistics?period=",
                "api/qris-info?qris=", "qris-info/api/qr?text=" })
                Refused(await GetAsync(query + value), HttpStatusCode.BadRequest);
            Refused(await GetAsync("api/check-payment?invoice=" + value), HttpStatusCode.NotFound);
            Assert.Equal("text/html", (await GetAsync("pay?invoice=" + value)).Is(HttpStatusCode.NotFound).ContentType);
            Refused(await CallAsync("GET", "api/get-statistics?apiKey=" + value), HttpStatusCode.Unauthorized);
        }
    }
}

[Collection(OnMariaDb.Name)]
public sealed class BayarHostileOnMariaDb(MariaDb database) : BayarHostileTests(database);

public sealed class BayarHostileOnSqlite(SqliteFile database) : BayarHostileTests(database), IClassFixture<SqliteFile>;
