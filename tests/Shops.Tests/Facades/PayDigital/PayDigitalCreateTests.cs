using System.Net;
using System.Text;
using System.Text.Json;

namespace QrisPayments.Shops.Tests.Facades.PayDigital;

/// <summary>What a create answers when all is well, and in which shapes it may be asked.</summary>
public abstract class PayDigitalCreateTests(Database database) : PayDigitalTests(database)
{
    [Fact]
    public async Task A_create_answers_every_field_in_its_order_and_type()
    {
        await StartGatewayAsync();
        var answer = await CreateAsync();
        Assert.Equal("application/json", answer.Is(HttpStatusCode.OK).ContentType);
        var data = Data(answer);
        Assert.Equal(
            ["invoice", "amount", "unique_code", "total_amount", "qr_content", "qr_url", "payment_url", "expired_at"],
                data.EnumerateObject().Select(member => member.Name));
        const JsonValueKind text = JsonValueKind.String, number = JsonValueKind.Number;
        Assert.Equal([text, number, number, number, text, text, text, text],
            data.EnumerateObject().Select(member => member.Value.ValueKind));

        var invoice = data.GetProperty("invoice").GetString()!;
        Assert.Matches(@"\APYG20260101120000\d{6}\z", invoice);
        var (code, total) = (data.GetProperty("unique_code").GetInt64(), data.GetProperty("total_amount").GetInt64());
        Assert.InRange(code, 1, 999);
        Assert.Equal((10_000, 10_000 + code), (data.GetProperty("amount").GetInt64(), total));
        var qr = data.GetProperty("qr_content").GetString()!;
        Assert.Equal(($"{total}", true), (Qris.Value(qr, "54"), Qris.HasTrueCrc(qr)));
        Assert.Equal("2026-01-01 12:15:00", data.GetProperty("expired_at").GetString());
        Assert.Equal(new Uri(Address, "pay.php?invoice=" + invoice).AbsoluteUri, data.GetProperty("payment_url").GetString());
    }

    [Fact]
    public async Task The_picture_is_drawn_by_our_own_host()
    {
        await StartGatewayAsync();
        var url = new Uri(Data(await CreateAsync()).GetProperty("qr_url").GetString()!);
        Assert.Equal(Host.Root.Authority, url.Authority);
        Assert.DoesNotContain("0002", url.AbsoluteUri, StringComparison.Ordinal);
        var response = await Anybody.Http.GetAsync(url);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal((HttpStatusCode.OK, "image/png"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.True(bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, .. "PNG"u8]));
    }

    [Fact]
    public async Task The_payment_page_leads_to_the_checkout()
    {
        await StartGatewayAsync();
        var page = Data(await CreateAsync()).GetProperty("payment_url").GetString()!;
        var answer = (await CallAsync("GET", page)).Is(HttpStatusCode.Found);
        Assert.Equal($"{Host.Root}qris/pay/{await IdAsync()}", answer.Response.Headers.Location?.ToString());
        var checkout = await Anybody.Http.GetStringAsync(answer.Response.Headers.Location);
        Assert.Contains("Pembelian Produk A", checkout, StringComparison.Ordinal);
        Assert.Equal("", (await CallAsync("HEAD", page)).Is(HttpStatusCode.Found).Body);
        foreach (var wrong in new[] { "PYG20260101120001", "", "PYG", "é", "%00", "' OR 1=1 --", new string('P', 1_000) })
            Assert.Contains("Pembayaran tidak ditemukan",
                (await CallAsync("GET", "pay.php?invoice=" + Uri.EscapeDataString(wrong))).Is(HttpStatusCode.NotFound).Body,
                    StringComparison.Ordinal);
        Assert.Contains("Pembayaran tidak ditemukan", (await CallAsync("GET", "pay")).Is(HttpStatusCode.NotFound).Body,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_client_finds_it_whatever_it_sends()
    {
        await StartGatewayAsync();
        var fields = new[] { ("store_id", "7"), ("amount", "10000"), ("description", "Kopi & susu=2+1 é"), ("customer_name", "John Doe") };
        var parts = new MultipartFormDataContent();
        foreach (var (name, value) in fields) parts.Add(new StringContent(value), name);
        var json = JsonSerializer.Serialize(fields.ToDictionary(field => field.Item1, field => field.Item2));
        var bodies = new Dictionary<string, HttpContent>
        {
            ["http_build_query"] =
                new StringContent("store_id=7&amount=10000&description=Kopi+%26+susu%3D2%2B1+%C3%A9&customer_name=John+Doe", Encoding.UTF8,
                    "application/x-www-form-urlencoded"),
            ["curl -d, which encodes nothing by itself"] =
                new StringContent("store_id=7&amount=10000&description=Kopi %26 susu=2%2B1 é&customer_name=John Doe", Encoding.UTF8,
                    "application/x-www-form-urlencoded"),
            ["URLSearchParams"] = Form(fields),
            ["multipart"] = parts,
            ["JSON of texts"] = Json(json),
            ["JSON behind a byte order mark"] = Json("\uFEFF" + json),
            ["JSON of numbers"] = Json("""{"store_id":7,"amount":10000,"description":"Kopi & susu=2+1 é","customer_name":"John Doe"}"""),
        };
        foreach (var (what, body) in bodies)
        {
            var answer = await CallAsync("POST", Create, body, Bearer());
            Assert.True(answer.Status == HttpStatusCode.OK, $"{what}: {answer.Body}");
            Assert.Equal(10_000, Data(answer).GetProperty("amount").GetInt64());
        }
        Assert.Equal(bodies.Count,
            await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments WHERE description = @d AND customer_name = 'John Doe'",
                new { d = "Kopi & susu=2+1 é" }));
    }

    [Fact]
    public async Task Invoices_of_one_moment_differ_and_keep_their_look()
    {
        await StartGatewayAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => i % 2 == 0
            ? CreateAsync()
            : CallAsync("POST", Create, Form(("store_id", "3"), ("amount", "10000")), Bearer("warung-key"))));
        var invoices = answers.Select(answer => Data(answer).GetProperty("invoice").GetString()!).ToList();
        Assert.Equal(20, invoices.Distinct().Count());
        Assert.All(invoices, invoice => Assert.Matches(@"\APYG20260101120000\d{6}\z", invoice));
        Assert.Equal(20, answers.Select(answer => Data(answer).GetProperty("total_amount").GetInt64()).Distinct().Count());
        foreach (var invoice in invoices) (await CallAsync("GET", "pay?invoice=" + invoice)).Is(HttpStatusCode.Found);
    }

    [Fact]
    public async Task The_payer_carries_the_apps_fee_and_the_sum_is_right_all_the_same()
    {
        await StartGatewayAsync(("QrisPayments:Apps:1:FeePercent", "0.7"), ("QrisPayments:Apps:1:Limits:qris", "60000"));
        var data = Data(await CreateAsync(50_000));
        Assert.InRange(data.GetProperty("unique_code").GetInt64(), 351, 1_349);
        Assert.Equal(50_000 + data.GetProperty("unique_code").GetInt64(), data.GetProperty("total_amount").GetInt64());
        IsRefused(await CreateAsync(60_001), HttpStatusCode.BadRequest, "60000");
        Data(await CreateAsync(60_000));
    }

    [Fact]
    public async Task Without_a_code_left_the_client_is_told_when_to_come_again()
    {
        await StartGatewayAsync(("QrisPayments:Matching:CodeMax", "2"));
        for (var i = 0; i < 2; i++) Data(await CreateAsync());
        var full = await CreateAsync();
        IsRefused(full, HttpStatusCode.TooManyRequests, "kode unik");
        Assert.NotNull(full.Response.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_shop_that_cannot_make_a_QR_says_so()
    {
        await StartGatewayAsync(("QrisPayments:Providers:static-qris:Qris", null));
        IsRefused(await CreateAsync(), HttpStatusCode.InternalServerError, "Coba lagi");
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class PayDigitalCreateOnMariaDb(MariaDb database) : PayDigitalCreateTests(database);

public sealed class PayDigitalCreateOnSqlite(SqliteFile database) : PayDigitalCreateTests(database), IClassFixture<SqliteFile>;
