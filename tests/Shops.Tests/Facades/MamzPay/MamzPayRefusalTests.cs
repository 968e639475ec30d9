using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace QrisPayments.Shops.Tests.Facades.MamzPay;

/// <summary>What a create refuses: always {"status":false,"message":…}.</summary>
public abstract class MamzPayRefusalTests(Database database) : MamzPayTests(database)
{
    private string Fields => $$"""{"amount":50000,"callback_url":"{{CallbackUrl}}"}""";

    private Task<Answer> WithAsync(string name, string? value)
    {
        var body = JsonNode.Parse(Fields)!.AsObject();
        body["api_key"] = "toko-key";
        body.Remove(name);
        return CallAsync("POST", Create, Json(value is null ? body.ToJsonString() : $$"""{"{{name}}":{{value}},{{body.ToJsonString()[1..]}}"""));
    }

    [Fact]
    public async Task A_key_is_taken_in_every_place_and_a_wrong_one_in_none()
    {
        await StartGatewayAsync();
        foreach (var key in new[] { "toko-key", "toko-kez", "", "toko" })
        {
            var answers = new[]
            {
                await CallAsync("POST", Create, Json($$"""{"api_key":"{{key}}",{{Fields[1..]}}""")),
                await CallAsync("POST", Create, Form(("api_key", key), ("amount", "50000"), ("callback_url", CallbackUrl))),
                await CallAsync("POST", Create + "?apiKey=" + key, Json(Fields)),
                await CallAsync("POST", Create, Json(Fields), ("Authorization", "Bearer " + key)),
                await CallAsync("POST", Create, Json(Fields), ("X-Api-Key", key)),
            };
            foreach (var answer in answers)
                if (key == "toko-key") Data(answer);
                else Assert.Equal("""{"status":false,"message":"API Key Invalid"}""", answer.Is(HttpStatusCode.Unauthorized).Body);
        }
        Assert.Equal("""{"status":false,"message":"API Key Invalid"}""", (await CallAsync("POST", Create, Json(Fields))).Is(HttpStatusCode.Unauthorized).Body);
        Assert.Equal("""{"status":false,"message":"API Key Invalid"}""", (await CallAsync("POST", Create, Json($$"""{"api_key":["toko-key"],{{Fields[1..]}}"""))).Is(HttpStatusCode.Unauthorized).Body);
        Assert.Equal(5, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
    }

    [Fact]
    public async Task An_amount_is_whole_rupiah_in_digits_alone_and_within_bounds()
    {
        await StartGatewayAsync();
        foreach (var amount in new[]
        {
            null, "null", "\"\"", "\" \"", "0", "-1", "\"-1\"", "1.5", "50000.001", "\"13.000\"", "\"13,000\"", "\"Rp50000\"", "5e4",
            "\"5e4\"", "1E400", "true", "[50000]", "{\"value\":50000}",
            "10000001", "\"10000001\"", "999999999999999", "9999999999999999", "100000000000000000000000000000", "\"0x10\"", "\"٥٠٠٠٠\"",
            "\"50000 \"",
        })
        {
            var answer = await WithAsync("amount", amount);
            Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{amount}: {answer.Status} {answer.Body}");
            IsRefused(answer, HttpStatusCode.BadRequest, "amount");
        }
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
        foreach (var amount in new[] { "1", "\"50000\"", "50000.0", "10000000" }) Data(await WithAsync("amount", amount));
    }

    [Fact]
    public async Task An_address_for_the_callback_is_needed_and_must_be_one()
    {
        await StartGatewayAsync();
        foreach (var url in new[] { null, "null", "\"\"", "\"toko.example/hook\"", "\"ftp://toko.example/hook\"", "\"javascript:alert(1)\"",
            "\"https://user:secret@toko.example/\"", "{}", "17", $"\"https://toko.example/{new string('a', 500)}\"" })
        {
            var answer = await WithAsync("callback_url", url);
            Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{url}: {answer.Status} {answer.Body}");
            IsRefused(answer, HttpStatusCode.BadRequest, "callback_url");
        }
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
    }

    [Fact]
    public async Task A_reference_that_cannot_be_kept_is_refused_by_its_own_name()
    {
        await StartGatewayAsync();
        foreach (var refId in new[] { $"\"{new string('A', 501)}\"", "\"a\\u0000b\"", "[1]", "{}" })
        {
            var answer = await WithAsync("ref_id", refId);
            Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{refId}: {answer.Status} {answer.Body}");
            IsRefused(answer, HttpStatusCode.BadRequest, "ref_id");
        }
        foreach (var refId in new[] { "null", "\"\"", "17", $"\"{new string('A', 500)}\"", "\" INV 1 \"", "\"<b>é</b>\"" })
            Data(await WithAsync("ref_id", refId));
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_is_never_a_failure_of_ours()
    {
        await StartGatewayAsync();
        var key = ("X-Api-Key", "toko-key");
        foreach (var body in new[] { "{", "{\"amount\":50000,}", "{\"amount\":50000 // rupiah\n}", "[1]", "\"text\"", "17", "null",
            "{\"api_key\":\"\\ud800\"}", new string('[', 100_000), "{\"a\":" + new string('[', 1_000) })
            IsRefused(await CallAsync("POST", Create, Json(body), key), HttpStatusCode.BadRequest, "JSON");
        IsRefused(await CallAsync("POST", Create, new ByteArrayContent([0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x22, 0xC3, 0x22, 0x7D]), key),
            HttpStatusCode.BadRequest, "");
        IsRefused(await CallAsync("POST", Create, null, key), HttpStatusCode.BadRequest, "amount");
        IsRefused(await CallAsync("POST", Create, Json(""), key), HttpStatusCode.BadRequest, "amount");
        IsRefused(await CallAsync("POST", Create, new StringContent("amount=50000", Encoding.UTF8, "text/plain"), key),
            HttpStatusCode.BadRequest, "amount");
        IsRefused(await CallAsync("POST", Create, null), HttpStatusCode.Unauthorized, "API Key Invalid");
        IsRefused(await CallAsync("POST", Create, new ByteArrayContent(new byte[(1 << 20) + 1]), key), HttpStatusCode.RequestEntityTooLarge,
            "The body may have at most 1 MB; a picture in base64 about 750 KB.");
    }

    [Fact]
    public async Task Everything_else_has_the_same_shape()
    {
        await StartGatewayAsync(("QrisPayments:Limits:RequestsPerSecond", "1"), ("QrisPayments:Limits:Burst", "2"));
        var wrong = await CallAsync("GET", Create);
        IsRefused(wrong, HttpStatusCode.MethodNotAllowed, "POST");
        Assert.Equal(["POST"], wrong.Response.Content.Headers.Allow);
        IsRefused(await CallAsync("GET", "api/payment/status"), HttpStatusCode.NotFound, "address");
        Assert.Equal("", (await CallAsync("HEAD", Create)).Is(HttpStatusCode.MethodNotAllowed).Body);
        var refused = (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CreateAsync())))
            .Where(answer => answer.Status == HttpStatusCode.TooManyRequests).ToList();
        Assert.NotEmpty(refused);
        IsRefused(refused[0], HttpStatusCode.TooManyRequests, "Too many requests");
        Assert.NotNull(refused[0].Response.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_shop_that_cannot_make_a_QR_is_down_and_asks_nobody_for_money()
    {
        await StartGatewayAsync(("QrisPayments:Providers:static-qris:Qris", null));
        IsRefused(await CreateAsync(), HttpStatusCode.InternalServerError, "QRIS");
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class MamzPayRefusalsOnMariaDb(MariaDb database) : MamzPayRefusalTests(database);

public sealed class MamzPayRefusalsOnSqlite(SqliteFile database) : MamzPayRefusalTests(database), IClassFixture<SqliteFile>;
