using System.Net;
using System.Text;

namespace QrisPayments.Shops.Tests.Facades.PayDigital;

/// <summary>What is refused: always {"status":"error","message":…}.</summary>
public abstract class PayDigitalRefusalTests(Database database) : PayDigitalTests(database)
{
    private static HttpContent With(params (string Name, string Value)[] more) => Form([("store_id", "7"), ("amount", "10000"), .. more]);

    [Fact]
    public async Task A_key_is_taken_in_every_place_and_a_wrong_one_in_none()
    {
        await StartGatewayAsync();
        foreach (var key in new[] { "toko-key", "toko-kez", "", "toko" })
        {
            var answers = new[]
            {
                await CallAsync("POST", Create, With(("api_key", key))),
                await CallAsync("POST", Create, Json($$"""{"store_id":7,"amount":10000,"api_key":"{{key}}"}""")),
                await CallAsync("POST", Create, With(), Bearer(key)),
                await CallAsync("POST", Create + "?api_key=" + key, With()),
                await CallAsync("POST", Create + "?apiKey=" + key, With()),
            };
            foreach (var answer in answers)
                if (key == "toko-key") Data(answer);
                else IsRefused(answer, HttpStatusCode.Unauthorized, "API key");
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
        IsRefused(await CallAsync("POST", Create, With()), HttpStatusCode.Unauthorized, "API key");
        IsRefused(await CallAsync("GET", State + "?invoice=PYG20260101120000"), HttpStatusCode.Unauthorized, "API key");
        IsRefused(await CallAsync("GET", State + "?invoice=PYG20260101120000", null, Bearer("toko-kez")), HttpStatusCode.Unauthorized,
            "API key");
        Assert.Equal(5, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
    }

    [Fact]
    public async Task An_amount_is_whole_rupiah_in_digits_alone_and_within_bounds()
    {
        await StartGatewayAsync();
        foreach (var amount in new[]
        {
            "", " ", "0", "-1", "999", "1000.5", "1.5", "13.000", "13,000", "Rp10000", "1e4", "true", "[10000]", "10000001",
            "999999999999999", "9999999999999999", "100000000000000000000000000000", "0x2710", "١٠٠٠٠", "10000 ",
        })
        {
            var answer = await CallAsync("POST", Create, Form(("store_id", "7"), ("amount", amount)), Bearer());
            Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{amount}: {answer.Status} {answer.Body}");
            IsRefused(answer, HttpStatusCode.BadRequest, "amount");
        }
        foreach (var amount in new[] { "null", "1.5", "1e4", "[10000]", "{}", "999", "-10000" })
            IsRefused(await CallAsync("POST", Create, Json($$"""{"store_id":7,"amount":{{amount}}}"""), Bearer()), HttpStatusCode.BadRequest, "amount");
        IsRefused(await CallAsync("POST", Create, Form(("store_id", "7")), Bearer()), HttpStatusCode.BadRequest, "amount");
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
        foreach (var amount in new[] { "1000", "50000", "50000.00", "10000000" })
            Data(await CallAsync("POST", Create, Form(("store_id", "7"), ("amount", amount)), Bearer()));
    }

    [Fact]
    public async Task A_store_is_the_one_of_the_key()
    {
        await StartGatewayAsync();
        foreach (var store in new[] { "", "1", "3", "77", "7.0", "-7", "0", "tujuh", "99999999999999999999", "7 " })
            IsRefused(await CallAsync("POST", Create, Form(("store_id", store), ("amount", "10000")), Bearer()), HttpStatusCode.BadRequest,
                "store_id");
        IsRefused(await CallAsync("POST", Create, Form(("amount", "10000")), Bearer()), HttpStatusCode.BadRequest, "store_id");
        IsRefused(await CallAsync("POST", Create, Json("""{"store_id":[7],"amount":10000}"""), Bearer()), HttpStatusCode.BadRequest, "store_id");
        IsRefused(await CallAsync("POST", Create, With(), Bearer("warung-key")), HttpStatusCode.BadRequest, "store_id");
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_is_never_a_failure_of_ours()
    {
        await StartGatewayAsync();
        foreach (var body in new[] { "{", "[1]", "\"text\"", "null", "{\"customer_name\":\"\\ud800\"}", new string('[', 100_000),
            "{\"a\":" + new string('[', 1_000) })
            foreach (var path in new[] { Create, State })
                IsRefused(await CallAsync("POST", path, Json(body), Bearer()), HttpStatusCode.BadRequest, "tidak dapat dibaca");
        IsRefused(await CallAsync("POST", Create, null, Bearer()), HttpStatusCode.BadRequest, "store_id");
        IsRefused(await CallAsync("POST", Create, Json(""), Bearer()), HttpStatusCode.BadRequest, "store_id");
        IsRefused(await CallAsync("POST", Create, new StringContent("store_id=7&amount=10000", Encoding.UTF8, "text/plain"), Bearer()),
            HttpStatusCode.BadRequest, "store_id");
        IsRefused(await CallAsync("POST", Create,
            new StringContent(string.Join('&', Enumerable.Range(0, 300).Select(i => $"f{i}=1")), Encoding.UTF8,
                "application/x-www-form-urlencoded"), Bearer()), HttpStatusCode.BadRequest, "tidak dapat dibaca");
        // What is only shown costs no sale.
        (await CallAsync("POST", Create, With(("customer_name", "a\0b"), ("description", "\u0007")), Bearer())).Is(HttpStatusCode.OK);
        IsRefused(await CallAsync("POST", Create, Json("""{"store_id":7,"amount":10000,"customer_name":{"first":"A"}}"""), Bearer()), HttpStatusCode.BadRequest, "customer_name");
        IsRefused(await CallAsync("POST", Create, null), HttpStatusCode.Unauthorized, "API key");
        IsRefused(await CallAsync("POST", Create, new ByteArrayContent(new byte[(1 << 20) + 1]), Bearer()),
            HttpStatusCode.RequestEntityTooLarge, "terlalu besar");
    }

    [Fact]
    public async Task Everything_else_has_the_same_shape()
    {
        await StartGatewayAsync(("QrisPayments:Limits:RequestsPerSecond", "1"), ("QrisPayments:Limits:Burst", "2"));
        var wrong = await CallAsync("GET", Create);
        IsRefused(wrong, HttpStatusCode.MethodNotAllowed, "Allow");
        Assert.Equal(["POST"], wrong.Response.Content.Headers.Allow);
        IsRefused(await CallAsync("DELETE", State), HttpStatusCode.MethodNotAllowed, "Allow");
        IsRefused(await CallAsync("GET", "createqris"), HttpStatusCode.NotFound, "Alamat tidak ditemukan");
        var refused = (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CreateAsync())))
            .Where(answer => answer.Status == HttpStatusCode.TooManyRequests).ToList();
        Assert.NotEmpty(refused);
        IsRefused(refused[0], HttpStatusCode.TooManyRequests, "Terlalu banyak");
        Assert.NotNull(refused[0].Response.Headers.RetryAfter);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class PayDigitalRefusalsOnMariaDb(MariaDb database) : PayDigitalRefusalTests(database);

public sealed class PayDigitalRefusalsOnSqlite(SqliteFile database) : PayDigitalRefusalTests(database), IClassFixture<SqliteFile>;
