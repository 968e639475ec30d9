using System.Net;
using System.Text;
using System.Text.Json;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Facades.MidtransMiddleware;

/// <summary><c>POST /charge</c> of a shop with its own QRIS alone.</summary>
public abstract class MiddlewareChargeTests(Database database) : MiddlewareTests(database)
{
    [Fact]
    public async Task The_documented_request_gets_the_documented_answer_with_our_own_page()
    {
        await StartGatewayAsync();
        var answer = (await ChargeAsync(Recorded("midtrans-middleware/charge-request.json"))).Is(HttpStatusCode.Created);

        var documented = Parse(Recorded("midtrans-middleware/charged.json"));
        Assert.Equal(documented.EnumerateObject().Select(member => (member.Name, member.Value.ValueKind)),
            answer.Json.EnumerateObject().Select(member => (member.Name, member.Value.ValueKind)));
        var id = await PaymentIdAsync("INV-2025-001");
        Assert.Equal(new Uri(Host.Root, $"/qris/pay/{id}").AbsoluteUri, answer.Text("redirect_url"));
        Assert.Matches(Uuid, answer.Text("token"));
        Assert.Equal($$"""{"redirect_url":"{{answer.Text("redirect_url")}}","token":"{{answer.Text("token")}}"}""", answer.Body);
        Assert.Equal("application/json", answer.ContentType);

        var payment = await Host.Api.PaymentAsync(id!);
        Assert.Equal(("INV-2025-001", 150_000), (payment.Text("order_id"), payment.Number("amount")));
        foreach (var (column, value) in new[] { ("name", "Budi Santoso"), ("email", "budi@example.com"), ("phone", "08123456789") })
            Assert.Equal(value, await Database.ScalarAsync<string>($"SELECT customer_{column} FROM qris_payments"));
        var item = JsonDocument.Parse((await Database.ScalarAsync<string>("SELECT items FROM qris_payments"))!).RootElement.EnumerateArray()
            .Single();
        Assert.Equal(("VPS-01", 150_000, 1, "Cloud VPS Basic"),
            (item.GetProperty("Id").GetString(), item.GetProperty("Price").GetInt64(), item.GetProperty("Quantity").GetInt32(),
                item.GetProperty("Name").GetString()));
        (await Anybody.SendAsync(new HttpRequestMessage(HttpMethod.Get, answer.Text("redirect_url")))).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Order_and_amount_are_enough_and_each_payment_has_a_token_of_its_own()
    {
        await StartGatewayAsync();
        var (a, b) = ((await ChargeAsync("A-1", 50_000)).Is(HttpStatusCode.Created),
            (await ChargeAsync("A-2", 50_000)).Is(HttpStatusCode.Created));
        Assert.NotEqual(a.Text("token"), b.Text("token"));
        Assert.NotEqual(a.Text("token"), (await StatusAsync("A-1")).Text("id"));
    }

    [Theory]
    [InlineData("toko", "wrong")]
    [InlineData("toko", "warung-key")]
    [InlineData("warung", "toko-key")]
    [InlineData("TOKO", "toko-key")]
    [InlineData("", "toko-key")]
    [InlineData(null, "toko-key")]
    [InlineData("toko", "")]
    [InlineData("toko", null)]
    [InlineData(null, null)]
    public async Task Both_credentials_have_to_be_right(string? code, string? key)
    {
        await StartGatewayAsync();
        (string, string)[] headers =
            [.. code is null ? [] : new[] { ("X-App-Code", code) }, .. key is null ? [] : new[] { ("X-Api-Key", key) }];
        IsError(await CallAsync("POST", "charge", Json("""{"order_id":"A-1","amount":1000}"""), headers), HttpStatusCode.Unauthorized, "Unauthorized");
        IsError(await CallAsync("POST", "charge", Json("not json"), headers), HttpStatusCode.Unauthorized, "Unauthorized");
        IsError(await CallAsync("GET", "status/A-1", null, headers), HttpStatusCode.Unauthorized, "Unauthorized");
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
    }

    [Fact]
    public async Task A_key_in_the_query_is_taken_and_checked_with_the_code_if_there_is_one()
    {
        await StartGatewayAsync();
        (await CallAsync("POST", "charge?apiKey=toko-key", Json("""{"order_id":"A-1","amount":1000}"""))).Is(HttpStatusCode.Created);
        (await CallAsync("GET", "status/A-1?apiKey=toko-key", null, ("X-App-Code", "toko"))).Is(HttpStatusCode.OK);
        IsError(await CallAsync("GET", "status/A-1?apiKey=toko-key", null, ("X-App-Code", "warung")), HttpStatusCode.Unauthorized,
            "Unauthorized");
        IsError(await CallAsync("GET", "status/A-1?apiKey=wrong"), HttpStatusCode.Unauthorized, "Unauthorized");
        // The header counts where both are given.
        IsError(await CallAsync("GET", "status/A-1?apiKey=toko-key", null, Keys(key: "wrong")), HttpStatusCode.Unauthorized,
            "Unauthorized");
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"order_id":"A-1"}""")]
    [InlineData("""{"amount":1000}""")]
    [InlineData("""{"order_id":7,"amount":1000}""")]
    [InlineData("""{"order_id":null,"amount":1000}""")]
    [InlineData("""{"order_id":"","amount":1000}""")]
    [InlineData("""{"order_id":" A","amount":1000}""")]
    [InlineData("""{"order_id":"..","amount":1000}""")]
    [InlineData("""{"order_id":"\ud800","amount":1000}""")]
    [InlineData("""{"order_id":"A-1","amount":"1000"}""")]
    [InlineData("""{"order_id":"A-1","amount":1000.5}""")]
    [InlineData("""{"order_id":"A-1","amount":1000.0}""")]
    [InlineData("""{"order_id":"A-1","amount":1e3}""")]
    [InlineData("""{"order_id":"A-1","amount":true}""")]
    [InlineData("""{"order_id":"A-1","amount":null}""")]
    [InlineData("""{"order_id":"A-1","amount":0}""")]
    [InlineData("""{"order_id":"A-1","amount":-1000}""")]
    [InlineData("""{"order_id":"A-1","amount":10000001}""")]
    [InlineData("""{"order_id":"A-1","amount":9223372036854775807}""")]
    [InlineData("""{"order_id":"A-1","amount":99999999999999999999}""")]
    [InlineData("""{"order_id":"A-1","amount":1000,"amount":2000}""")]
    [InlineData("""{"order_id":"A-1","amount":1000,"item_details":{}}""")]
    [InlineData("""{"order_id":"A-1","amount":1000,"item_details":[null]}""")]
    [InlineData("""{"order_id":"A-1","amount":1000,"item_details":[{"price":1000,"quantity":1}]}""")]
    [InlineData("""{"order_id":"A-1","amount":1000,"item_details":[{"price":1000,"quantity":1,"name":null}]}""")]
    [InlineData("""{"order_id":"A-1","amount":1000,"item_details":[{"price":1000.5,"quantity":1,"name":"x"}]}""")]
    [InlineData("""{"order_id":"A-1","amount":1000,"item_details":[{"price":-1000,"quantity":-1,"name":"x"}]}""")]
    [InlineData("""{"order_id":"A-1","amount":1000,"customer_details":"Budi"}""")]
    [InlineData("""{"order_id":"A%2F1","amount":1000}""")]
    public async Task What_is_no_such_request_is_a_bad_one(string body)
    {
        await StartGatewayAsync();
        IsError(await ChargeAsync(body), HttpStatusCode.BadRequest, "Bad Request");
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
    }

    [Fact]
    public async Task W7_items_have_to_add_up_to_the_amount()
    {
        await StartGatewayAsync();
        string Body(string id, params string[] items) => $$"""{"order_id":"{{id}}","amount":15000,"item_details":[{{string.Join(",", items)}}]}""";
        const string Kopi = """{"id":"K","price":8000,"quantity":2,"name":"Kopi"}""";
        const string Potongan = """{"price":-1000,"quantity":1,"name":"Potongan"}""";

        IsError(await ChargeAsync(Body("A-1", Kopi)), HttpStatusCode.BadRequest, "Bad Request", "not equal to the sum of item_details");
        (await ChargeAsync(Body("A-1", Kopi, Potongan))).Is(HttpStatusCode.Created);
        (await ChargeAsync(Body("A-2"))).Is(HttpStatusCode.Created);
        (await ChargeAsync("""{"order_id":"A-3","amount":15000,"item_details":null,"customer_details":null,"more":{"a":[1]}}""")).Is(HttpStatusCode.Created);
        // Sums that no 64 bits hold are wrong sums, not failures.
        var most = """{"price":9223372036854775807,"quantity":2147483647,"name":"x"}""";
        IsError(await ChargeAsync(Body("A-4", [.. Enumerable.Repeat(most, 50)])), HttpStatusCode.BadRequest, "Bad Request");
        IsError(await ChargeAsync(Body("A-4", [.. Enumerable.Repeat("""{"price":100,"quantity":1,"name":"x"}""", 150)])), HttpStatusCode.BadRequest, "Bad Request");
    }

    [Fact]
    public async Task Bounds_are_taken_and_long_names_are_cut()
    {
        await StartGatewayAsync();
        (await ChargeAsync("A-1", 1)).Is(HttpStatusCode.Created);
        (await ChargeAsync(new string('x', 64), 9_000_000)).Is(HttpStatusCode.Created);
        IsError(await ChargeAsync(new string('x', 65), 9_000_000), HttpStatusCode.BadRequest, "Bad Request");
        (await ChargeAsync($$$"""{"order_id":"A-2","amount":1000,"customer_details":{"first_name":"{{{new string('b', 99)}}}😀","last_name":"Santoso","email":"","phone":" "}}""")).Is(HttpStatusCode.Created);
        Assert.Equal(new string('b', 99), await Database.ScalarAsync<string>("SELECT customer_name FROM qris_payments p JOIN "
            + "qris_facade_payments f ON f.payment_id = p.id WHERE f.reference = 'A-2'"));
        Assert.Null(await Database.ScalarAsync<string>("SELECT customer_email FROM qris_payments p JOIN qris_facade_payments f ON "
            + "f.payment_id = p.id WHERE f.reference = 'A-2'"));
    }

    [Fact]
    public async Task An_order_is_charged_once_also_when_twenty_come_at_once()
    {
        await StartGatewayAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ChargeAsync("A-1", 50_000)));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        foreach (var answer in answers.Where(answer => answer.Status != HttpStatusCode.Created))
            IsError(answer, HttpStatusCode.BadRequest, "Bad Request", "order_id has already been used");
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_attempts"));
        // Each app has its own orders; a request that was refused took none.
        (await ChargeAsync("A-1", 50_000, "warung")).Is(HttpStatusCode.Created);
        IsError(await ChargeAsync("A-2", -1), HttpStatusCode.BadRequest, "Bad Request");
        (await ChargeAsync("A-2", 1_000)).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Other_addresses_and_methods_are_refused_in_the_same_shape()
    {
        await StartGatewayAsync();
        foreach (var path in new[] { "", "status", "status/", "charges", "v2/charge", "status/A-1/more" })
            IsError(await CallAsync("GET", path, null, Keys()), HttpStatusCode.NotFound, "Endpoint not found");
        IsError(await CallAsync("GET", "charge", null, Keys()), HttpStatusCode.MethodNotAllowed, "Method Not Allowed");
        IsError(await CallAsync("POST", "status/A-1", Json("{}"), Keys()), HttpStatusCode.MethodNotAllowed, "Method Not Allowed");
        IsError(await CallAsync("POST", "charge", new ByteArrayContent(new byte[(1 << 20) + 1]), Keys()),
            HttpStatusCode.RequestEntityTooLarge, "Content Too Large");
        (await CallAsync("POST", "Charge.php/", Json("""{"order_id":"A-1","amount":1000}"""), Keys())).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Whatever_a_client_sends_is_an_answer_and_never_a_failure()
    {
        await StartGatewayAsync();
        byte[][] bodies =
        [
            [0xff, 0xfe, 0x00], Encoding.UTF8.GetBytes("""{"order_id":"A-1","amount":1000"""), [.. Encoding.UTF8.GetBytes("""{"order_id":" """), 0xff, 0x22, 0x7d],
            Encoding.UTF8.GetBytes(new string('[', 100_000)), Encoding.UTF8.GetBytes($$"""{"order_id":"A-1","amount":{{new string('9', 10_000)}}}"""),
            Encoding.UTF8.GetBytes("order_id=A-1&amount=1000"),
        ];
        foreach (var body in bodies)
            IsError(await CallAsync("POST", "charge", new ByteArrayContent(body), Keys()), HttpStatusCode.BadRequest, "Bad Request");
        IsError(await CallAsync("POST", "charge", Form(("order_id", "A-1"), ("amount", "1000")), Keys()), HttpStatusCode.BadRequest,
            "Bad Request");
        foreach (var order in new[] { "%00", "%FF", "..%2f", "'%20OR%201=1--", "%F0%9F%98%80", new string('x', 3_000) })
            Assert.InRange((int)(await CallAsync("GET", "status/" + order, null, Keys())).Status, 400, 499);
    }

    [Fact]
    public async Task Too_many_requests_say_when_to_come_again()
    {
        await StartGatewayAsync(("QrisPayments:Limits:RequestsPerSecond", "1"), ("QrisPayments:Limits:Burst", "1"));
        (await ChargeAsync("A-1", 1_000)).Is(HttpStatusCode.Created);
        var refused = await ChargeAsync("A-2", 1_000);
        IsError(refused, HttpStatusCode.TooManyRequests, "Too Many Requests");
        Assert.NotNull(refused.Response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Where_every_total_is_held_nothing_is_made_and_it_says_when_to_come_again()
    {
        await StartGatewayAsync(("QrisPayments:Matching:CodeMin", "1"), ("QrisPayments:Matching:CodeMax", "2"));
        (await ChargeAsync("A-1", 1_000)).Is(HttpStatusCode.Created);
        (await ChargeAsync("A-2", 1_000)).Is(HttpStatusCode.Created);
        var refused = await ChargeAsync("A-3", 1_000);
        IsError(refused, HttpStatusCode.TooManyRequests, "Too Many Requests");
        Assert.NotNull(refused.Response.Headers.RetryAfter);
        IsError(await StatusAsync("A-3"), HttpStatusCode.NotFound, "Not Found");
    }

    [Fact]
    public async Task A_shop_that_can_take_no_payment_is_the_documented_500()
    {
        await StartGatewayAsync(("QrisPayments:Providers:static-qris:Qris", null));
        IsError(await ChargeAsync("A-1", 1_000), HttpStatusCode.InternalServerError, "Internal Server Error");
    }
}

[Collection(OnMariaDb.Name)]
public sealed class MiddlewareChargesOnMariaDb(MariaDb database) : MiddlewareChargeTests(database);

public sealed class MiddlewareChargesOnSqlite(SqliteFile database) : MiddlewareChargeTests(database), IClassFixture<SqliteFile>;
