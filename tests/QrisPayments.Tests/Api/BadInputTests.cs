using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using QrisPayments.Payments;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Api;

/// <summary>Each wrong request gets its clear 4xx problem and writes nothing; no 500 exists that a client can cause.</summary>
public abstract class BadInputTests(Database database) : ModuleTests(database)
{
    public static TheoryData<string, string> WrongMembers => new()
    {
        { "amount", "0" },
        { "amount", "-1" },
        { "amount", "-9223372036854775808" },
        { "amount", "1.5" },
        { "amount", "50000.5" },
        { "amount", "\"50000\"" },
        { "amount", "\"\"" },
        { "amount", "10000001" },
        { "amount", "9223372036854775807" },
        { "amount", "99999999999999999999999999" },
        { "amount", "1e400" },
        { "amount", "null" },
        { "amount", "true" },
        { "amount", "[50000]" },
        { "amount", "{}" },
        { "order_id", "null" },
        { "order_id", "\"\"" },
        { "order_id", "\"   \"" },
        { "order_id", "7" },
        { "order_id", "\"" + new string('x', 65) + "\"" },
        { "order_id", "\"a\\u0000b\"" },
        { "order_id", "\"a\\ud800b\"" },
        { "order_id", "\"evil\\u202elive\"" },
        { "order_id", "\"A\\u200b1\"" },
        { "order_id", "\"A\\u3164\"" },
        { "provider", "\"no-such-gateway\"" },
        { "provider", "7" },
        { "method", "7" },
        { "description", "\"" + new string('x', 201) + "\"" },
        { "description", "7" },
        { "description", "\"\\udc00\"" },
        { "items", "\"Kopi\"" },
        { "items", "[" + string.Join(',', Enumerable.Repeat("{\"name\":\"K\",\"price\":1,\"quantity\":1}", 101)) + "]" },
        { "items", "[7]" },
        { "items[0].name", "[{\"price\":1,\"quantity\":1}]" },
        { "items[0].price", "[{\"name\":\"K\",\"price\":1.5,\"quantity\":1}]" },
        { "items[0].quantity", "[{\"name\":\"K\",\"price\":1,\"quantity\":0}]" },
        { "items[0].quantity", "[{\"name\":\"K\",\"price\":1,\"quantity\":100001}]" },
        { "callback_url", "\"not a url\"" },
        { "callback_url", "\"ftp://toko.contoh.id/x\"" },
        { "callback_url", "\"/relative\"" },
        { "callback_url", "\"https://toko.contoh.id/" + new string('x', 500) + "\"" },
        { "redirect_url", "\"javascript:alert(1)\"" },
        { "redirect_url", "\"//elsewhere.contoh.id/x\"" },
        { "redirect_url", "7" },
        { "expires_in", "59" },
        { "expires_in", "86401" },
        { "expires_in", "\"60\"" },
        { "expires_in", "60.5" },
        { "metadata", "[]" },
        { "metadata", "{" + string.Join(',', Enumerable.Range(0, 21).Select(i => $"\"k{i}\":\"v\"")) + "}" },
        { "metadata", "{\"k\":7}" },
        { "metadata", "{\"a\\u202eb\":\"v\"}" },
        { "metadata.k", "{\"k\":\"" + new string('x', 501) + "\"}" },
    };

    [Theory]
    [MemberData(nameof(WrongMembers))]
    public async Task A_wrong_member_is_named(string field, string json)
    {
        var host = await StartAsync();
        var member = field.Split('.', '[')[0];
        var good = new Dictionary<string, string> { ["order_id"] = "\"A-1\"", ["amount"] = "50000", [member] = json };
        var body = "{" + string.Join(',', good.Select(m => $"\"{m.Key}\":{m.Value}")) + "}";

        (await host.Api.PostRawAsync("/api/v1/payments", body)).IsProblem(HttpStatusCode.UnprocessableEntity, "invalid_request", field);

        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_payments"));
    }

    [Fact]
    public async Task Every_fault_is_named_at_once()
    {
        var host = await StartAsync();

        var answer = (await host.Api.PostRawAsync("/api/v1/payments", """{"amount":0,"provider":"nobody","expires_in":1}""")).IsProblem(HttpStatusCode.UnprocessableEntity, "invalid_request");

        Assert.Equal(["amount", "expires_in", "order_id", "provider"],
            answer["errors"].EnumerateArray().Select(e => e.GetProperty("field").GetString()).Order());
    }

    [Theory]
    [InlineData("""{"external_ref":"r","amount":1,"at":"2026-01-01T12:00:00"}""", "account")]
    [InlineData("""{"account":"no-such","external_ref":"r","amount":1,"at":"2026-01-01T12:00:00"}""", "account")]
    [InlineData("""{"account":"static-qris","amount":1,"at":"2026-01-01T12:00:00"}""", "external_ref")]
    [InlineData("""{"account":"static-qris","external_ref":"","amount":1,"at":"2026-01-01T12:00:00"}""", "external_ref")]
    [InlineData("""{"account":"static-qris","external_ref":"a\u0000b","amount":1,"at":"2026-01-01T12:00:00"}""", "external_ref")]
    [InlineData("""{"account":"static-qris","external_ref":"a\u202eb","amount":1,"at":"2026-01-01T12:00:00"}""", "external_ref")]
    [InlineData("""{"account":"static-qris","external_ref":"r","at":"2026-01-01T12:00:00"}""", "amount")]
    [InlineData("""{"account":"static-qris","external_ref":"r","amount":0,"at":"2026-01-01T12:00:00"}""", "amount")]
    [InlineData("""{"account":"static-qris","external_ref":"r","amount":-5,"at":"2026-01-01T12:00:00"}""", "amount")]
    [InlineData("""{"account":"static-qris","external_ref":"r","amount":1.5,"at":"2026-01-01T12:00:00"}""", "amount")]
    [InlineData("""{"account":"static-qris","external_ref":"r","amount":"1","at":"2026-01-01T12:00:00"}""", "amount")]
    [InlineData("""{"account":"static-qris","external_ref":"r","amount":99999999999999999999,"at":"2026-01-01T12:00:00"}""", "amount")]
    [InlineData("""{"account":"static-qris","external_ref":"r","amount":1}""", "at")]
    [InlineData("""{"account":"static-qris","external_ref":"r","amount":1,"at":""}""", "at")]
    [InlineData("""{"account":"static-qris","external_ref":"r","amount":1,"at":"yesterday"}""", "at")]
    [InlineData("""{"account":"static-qris","external_ref":"r","amount":1,"at":"01/02/2026"}""", "at")]
    [InlineData("""{"account":"static-qris","external_ref":"r","amount":1,"at":"2026-02-30T12:00:00"}""", "at")]
    [InlineData("""{"account":"static-qris","external_ref":"r","amount":1,"at":1767243600}""", "at")]
    [InlineData("""{"account":"static-qris","external_ref":"r","amount":1,"at":"9999-12-31T23:59:59"}""", "at")]
    [InlineData("""{"account":"static-qris","external_ref":"r","amount":1,"at":"0001-01-01T00:00:00"}""", "at")]
    public async Task A_wrong_credit_is_named_and_counts_nothing(string body, string field)
    {
        var host = await StartAsync();

        (await host.Api.PostRawAsync("/api/v1/credits", body)).IsProblem(HttpStatusCode.UnprocessableEntity, "invalid_request", field);

        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_credits"));
    }

    public static TheoryData<string, string> NoJson => new()
    {
        { "nothing", "" },
        { "spaces", "   " },
        { "a word", "halo" },
        { "a form", "order_id=A-1&amount=50000" },
        { "half an object", "{\"order_id\":\"A-1\"," },
        { "two objects", "{}{}" },
        { "a list", "[]" },
        { "a text", "\"halo\"" },
        { "a number", "7" },
        { "null", "null" },
        { "a comment", "{/* x */}" },
        { "a comma too many", "{\"order_id\":\"A-1\",}" },
        { "a thousand levels", string.Concat(Enumerable.Repeat("{\"a\":", 1000)) + "1" + new string('}', 1000) },
        { "a thousand lists", "{\"a\":" + new string('[', 1000) + new string(']', 1000) + "}" },
    };

    public static IReadOnlyList<string> Posts { get; } =
    [
        "/api/v1/payments", "/api/v1/credits", "/api/v1/qr/inspect", "/api/v1/qr/convert", "/api/v1/sandbox/credits",
    ];

    [Theory]
    [MemberData(nameof(NoJson))]
    public async Task What_is_no_json_object_is_refused_everywhere(string what, string body)
    {
        var host = await StartAsync();
        foreach (var path in Posts)
            (await host.Api.PostRawAsync(path, body)).IsProblem(HttpStatusCode.BadRequest, "invalid_json");
        Assert.NotEmpty(what);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_refused_everywhere()
    {
        var host = await StartAsync();
        byte[] body = [.. "{\"order_id\":\""u8, 0xC3, 0x28, 0xFF, .. "\",\"amount\":50000}"u8];
        foreach (var path in Posts)
            (await host.Api.PostBytesAsync(path, body)).IsProblem(HttpStatusCode.BadRequest, "invalid_json");
    }

    [Theory]
    [InlineData(64 * 1024 + 1)]
    [InlineData(1024 * 1024)]
    public async Task A_body_over_the_cap_is_refused(int length)
    {
        var host = await StartAsync();
        var body = """{"order_id":"A-1","amount":50000,"x":" """.TrimEnd() + new string('x', length) + "\"}";
        foreach (var path in new[] { "/api/v1/payments", "/api/v1/credits" })
            (await host.Api.PostRawAsync(path, body)).IsProblem(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Fact]
    public async Task A_body_over_the_cap_is_refused_when_its_length_was_not_announced()
    {
        var host = await StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, "/qris/api/v1/payments")
        {
            Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes("{\"x\":\"" + new string('x', 200_000) + "\"}"))),
        };
        request.Headers.TransferEncodingChunked = true;
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");

        (await host.Api.SendAsync(request)).IsProblem(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/xml")]
    public async Task A_body_that_says_to_be_something_else_is_refused(string contentType)
    {
        var host = await StartAsync();
        foreach (var path in Posts)
            (await host.Api.PostRawAsync(path, """{"order_id":"A-1","amount":50000}""", contentType)).IsProblem(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("APPLICATION/JSON")]
    public async Task Json_is_taken_whether_or_not_it_says_so(string? contentType)
    {
        var host = await StartAsync();
        (await host.Api.PostRawAsync("/api/v1/payments", """{"order_id":"A-1","amount":50000}""", contentType)).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task No_route_answers_500_to_any_value_in_any_place()
    {
        var host = await StartAsync(("QrisPayments:Limits:Burst", "100000"));
        string[] values = ["null", "true", "0", "-1", "1.5", "1e999", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"", "[]",
            "{}", "[null]", "{\"a\":null}", "9223372036854775808"];
        string[] members = ["order_id", "amount", "description", "customer", "items", "callback_url", "redirect_url", "provider", "method",
            "expires_in", "metadata", "account", "external_ref", "at", "qris", "tip", "fee", "bill"];
        var payment = await host.Api.CreateAsync(60_000);
        var paths = Posts.Append($"/api/v1/sandbox/payments/{payment.Text("id")}/pay").ToList();

        foreach (var path in paths)
            foreach (var member in members)
                foreach (var value in values)
                {
                    var good = new Dictionary<string, string>
                    {
                        ["order_id"] = $"\"{ApiClient.NewOrderId()}\"",
                        ["amount"] = "50000",
                        ["account"] = "\"static-qris\"",
                        ["external_ref"] = $"\"{ApiClient.NewOrderId()}\"",
                        ["at"] = "\"2026-01-01T12:00:00\"",
                        ["qris"] = JsonSerializer.Serialize(Qris.Static),
                        [member] = value,
                    };
                    var body = "{" + string.Join(',', good.Select(m => $"\"{m.Key}\":{m.Value}")) + "}";
                    var answer = await host.Api.PostRawAsync(path, body);
                    Assert.True((int)answer.Status < 500, $"{(int)answer.Status} from {path} for {body}: {answer.Body}");
                    Assert.True((int)answer.Status < 400 || answer.ContentType == "application/problem+json",
                        $"{(int)answer.Status} from {path} for {body} is no problem document: {answer.Body}");
                }
    }
}

[Collection(OnMariaDb.Name)]
public sealed class BadInputOnMariaDb(MariaDb database) : BadInputTests(database);

public sealed class BadInputOnSqlite(SqliteFile database) : BadInputTests(database), IClassFixture<SqliteFile>;
