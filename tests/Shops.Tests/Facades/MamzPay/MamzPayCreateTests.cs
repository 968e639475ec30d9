using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace QrisPayments.Shops.Tests.Facades.MamzPay;

/// <summary>What a create answers when all is well, and in which shapes it may be asked.</summary>
public abstract partial class MamzPayCreateTests(Database database) : MamzPayTests(database)
{
    [GeneratedRegex(@"\APAY-1767243600-([1-9]\d?)\z")]
    private static partial Regex TrxId { get; }

    [Fact]
    public async Task A_create_answers_every_field_in_its_order_and_type()
    {
        await StartGatewayAsync();
        var answer = await CreateAsync();
        Assert.Equal("application/json", answer.Is(HttpStatusCode.OK).ContentType);
        Assert.Equal(["status", "data"], answer.Json.EnumerateObject().Select(member => member.Name));
        var data = Data(answer);
        Assert.Equal(["trx_id", "amount", "amount_unique", "qr_string", "expired_in"],
            data.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            [JsonValueKind.String, JsonValueKind.Number, JsonValueKind.Number, JsonValueKind.String, JsonValueKind.Number],
            data.EnumerateObject().Select(member => member.Value.ValueKind));
        var code = data.GetProperty("amount_unique").GetInt64() - 50_000;
        Assert.InRange(code, 1, 99);
        Assert.Equal($"{code}", TrxId.Match(data.GetProperty("trx_id").GetString()!).Groups[1].Value);
        Assert.Equal((50_000, 600), (data.GetProperty("amount").GetInt64(), data.GetProperty("expired_in").GetInt64()));
        var qr = data.GetProperty("qr_string").GetString()!;
        Assert.Equal(($"{50_000 + code}", "12", true), (Qris.Value(qr, "54"), Qris.Value(qr, "01"), Qris.HasTrueCrc(qr)));
    }

    [Fact]
    public async Task Every_client_finds_it_whatever_it_sends()
    {
        await StartGatewayAsync();
        var fields = new[] { ("api_key", "toko-key"), ("amount", "50000"), ("callback_url", CallbackUrl), ("ref_id", "INV 1&2=é") };
        var json = JsonSerializer.Serialize(fields.ToDictionary(field => field.Item1, field => field.Item2));
        var parts = new MultipartFormDataContent();
        foreach (var (name, value) in fields) parts.Add(new StringContent(value), name);
        var bodies = new Dictionary<string, HttpContent>
        {
            ["a form, as http_build_query and URLSearchParams write it"] = Form(fields),
            ["multipart, as PHP sends an array"] = parts,
            ["JSON with the amount as a text"] = Json(json),
            ["JSON that curl -d calls a form"] = new StringContent(json, Encoding.UTF8, "application/x-www-form-urlencoded"),
            ["JSON behind a byte order mark"] = Json("\uFEFF" + json),
            ["JSON behind a byte order mark that curl -d calls a form"] =
                new StringContent("\uFEFF" + json, Encoding.UTF8, "application/x-www-form-urlencoded"),
            ["JSON without a type"] = new ByteArrayContent(Encoding.UTF8.GetBytes("\n " + json)),
            ["JSON with an amount of decimals, unknown fields and a field twice"] = Json("""{"amount":1,"extra":{"a":[1]},""" + json[1..].Replace("\"50000\"", "50000.00", StringComparison.Ordinal)),
        };
        foreach (var (what, body) in bodies)
        {
            var answer = await CallAsync("POST", Create, body);
            Assert.True(answer.Status == HttpStatusCode.OK, $"{what}: {answer.Body}");
            Assert.Equal(50_000, Data(answer).GetProperty("amount").GetInt64());
        }
        Assert.Equal(bodies.Count,
            await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments WHERE order_id = @id", new { id = "INV 1&2=é" }));
        Data(await CallAsync("POST", "API/Payment/Create.php/", Form(fields)));
    }

    [Fact]
    public async Task A_payment_ends_after_ten_minutes_and_its_amount_stays_held()
    {
        await StartGatewayAsync();
        var data = Data(await CreateAsync());
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments WHERE expires_in = 600"));
        Clock.Advance(TimeSpan.FromSeconds(601));
        var id = await Database.ScalarAsync<string>("SELECT id FROM qris_payments");
        await Host.Api.WaitForStatusAsync(id!, "expired");
        await ArriveAsync(data.GetProperty("amount_unique").GetInt64(), "TRX-LATE");
        await Host.Api.WaitForReviewAsync(id!, "late");
    }

    [Fact]
    public async Task Codes_are_1_to_99_and_when_all_are_in_use_the_client_is_told_to_wait()
    {
        await StartGatewayAsync();
        var made = new List<JsonElement>();
        for (var i = 0; i < 99; i++) made.Add(Data(await CreateAsync(key: i % 2 == 0 ? "toko-key" : "warung-key")));
        Assert.Equal(Enumerable.Range(50_001, 99).Select(total => (long)total),
            made.Select(data => data.GetProperty("amount_unique").GetInt64()).Order());
        Assert.Equal(99, made.Select(data => data.GetProperty("trx_id").GetString()).Distinct().Count());
        var full = await CreateAsync();
        IsRefused(full, HttpStatusCode.ServiceUnavailable, "unique code");
        Assert.NotNull(full.Response.Headers.RetryAfter);
        Data(await CreateAsync(90_000));
    }

    [Fact]
    public async Task Creates_at_one_moment_have_names_of_their_own()
    {
        await StartGatewayAsync();
        // With codes of 1 to 99, three hundred at once must share some.
        var answers = await Task.WhenAll(Enumerable.Range(0, 300)
            .Select(i => CreateAsync(50_000 + i * 100L, i % 2 == 0 ? "toko-key" : "warung-key")));
        var names = answers.Select(answer => Data(answer).GetProperty("trx_id").GetString()!).ToList();
        Assert.Equal(300, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches(@"\APAY-176724360\d-[1-9]\d?(-\d{4})?\z", name));
    }

    [Fact]
    public async Task The_payer_carries_the_apps_fee_in_the_unique_amount()
    {
        await StartGatewayAsync(("QrisPayments:Apps:1:FeePercent", "0.7"), ("QrisPayments:Apps:1:Limits:qris", "60000"));
        var data = Data(await CreateAsync());
        Assert.Equal(50_000, data.GetProperty("amount").GetInt64());
        Assert.InRange(data.GetProperty("amount_unique").GetInt64(), 50_351, 50_449);
        Data(await CreateAsync(60_000));
        IsRefused(await CreateAsync(60_001), HttpStatusCode.BadRequest, "60000");
        Data(await CreateAsync(60_001, "warung-key"));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class MamzPayCreateOnMariaDb(MariaDb database) : MamzPayCreateTests(database);

public sealed class MamzPayCreateOnSqlite(SqliteFile database) : MamzPayCreateTests(database), IClassFixture<SqliteFile>;
