using System.Net;
using System.Text;
using QrisPayments.Payments;
using QrisPayments.Tests.Console;

namespace QrisPayments.Shops.Tests.Facades.Qiospay;

/// <summary>The mutation ledger as Qiospay's clients read it (WIRE §4).</summary>
public abstract class QiospayLedgerTests(Database database) : GatewayTests(database, "qiospay")
{
    private const string Good = "api/mutasi/qris/toko/toko-key";
    private const string WrongKeys = """{"status":"error","messages":"merchant_code or api_key is wrong."}""";

    private Task<string?> CreditAsync(string reference) =>
        Database.ScalarAsync<string>("SELECT id FROM qris_credits WHERE external_ref = @reference", new { reference });

    private async Task<string> ReadAsync() => (await CallAsync("GET", Good)).Is(HttpStatusCode.OK).Body;

    [Fact]
    public async Task An_empty_ledger_is_a_success_without_rows()
    {
        await StartGatewayAsync();
        var answer = (await CallAsync("GET", Good)).Is(HttpStatusCode.OK);
        Assert.Equal(("""{"status":"success","data":[]}""", "application/json"), (answer.Body, answer.ContentType));
    }

    [Fact]
    public async Task A_row_has_every_documented_member_in_order_and_all_of_them_are_texts()
    {
        await StartGatewayAsync();
        await ArriveAsync(13_000, "TRX-1");
        Assert.Equal(
            $$"""{"status":"success","data":[{"date":"2026-01-01 12:00:00","amount":"13000","type":"CR","qris":"static","brand_name":"QRIS","issuer_reff":"TRX-1","buyer_reff":"{{await CreditAsync("TRX-1")}}","balance":"13000"}]}""",
            await ReadAsync());
    }

    [Fact]
    public async Task Money_that_went_out_is_a_row_of_type_DB_and_the_balance_is_less()
    {
        await StartGatewayAsync();
        var payment = await Host.Api.CreateAsync();
        var total = payment.Number("total_amount");
        await ArriveAsync(total, "TRX-1");
        Clock.Advance(TimeSpan.FromHours(20));
        var refund = (await Host.Api.RefundAsync(payment.Text("id")!, amount: 4_000, reference: "TRF-1")).Text("id");
        Assert.StartsWith(
            $$"""{"status":"success","data":[{"date":"2026-01-02 08:00:00","amount":"4000","type":"DB","qris":"dinamic","brand_name":"QRIS","issuer_reff":"TRF-1","buyer_reff":"{{refund}}","balance":"{{total - 4_000}}"},""",
            await ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Money_that_an_operator_sent_back_is_a_row_of_type_DB_with_references_of_its_own()
    {
        await StartGatewayAsync();
        await ArriveAsync(13_000, "TRX-1");
        Clock.Advance(TimeSpan.FromHours(14));
        var credit = (await CreditAsync("TRX-1"))!;
        using var browser = new ConsoleBrowser(Host);
        await browser.SubmitAsync("/plugins", $"/credits/{credit}", ("action", "refund"), ("remark", "Private transfer"));
        var back = credit.Replace("crd_", "ret_", StringComparison.Ordinal);

        var expected =
            $$"""{"status":"success","data":[{"date":"2026-01-02 02:00:00","amount":"13000","type":"DB","qris":"static","brand_name":"QRIS","issuer_reff":"{{back}}","buyer_reff":"{{back}}","balance":"0"},"""
            + $$"""{"date":"2026-01-01 12:00:00","amount":"13000","type":"CR","qris":"static","brand_name":"QRIS","issuer_reff":"TRX-1","buyer_reff":"{{credit}}","balance":"13000"}]}""";
        Assert.Equal(expected, await ReadAsync());
        // Once, whoever reads it again.
        Assert.Equal(expected, await ReadAsync());
    }

    [Fact]
    public async Task Money_for_a_code_with_an_amount_is_dynamic_and_rows_are_newest_first_with_a_balance_that_stays()
    {
        await StartGatewayAsync();
        var payment = await Host.Api.CreateAsync();
        var total = payment.Number("total_amount");
        await ArriveAsync(total, "A");
        Clock.Advance(TimeSpan.FromSeconds(61));
        await ArriveAsync(500, "B");
        await ArriveAsync(500, "B");
        var expected =
            $$"""{"status":"success","data":[{"date":"2026-01-01 12:01:01","amount":"500","type":"CR","qris":"static","brand_name":"QRIS","issuer_reff":"B","buyer_reff":"{{await CreditAsync("B")}}","balance":"{{total + 500}}"},"""
            + $$"""{"date":"2026-01-01 12:00:00","amount":"{{total}}","type":"CR","qris":"dinamic","brand_name":"QRIS","issuer_reff":"A","buyer_reff":"{{await CreditAsync("A")}}","balance":"{{total}}"}]}""";

        Assert.Equal(expected, await ReadAsync());
        // 17:00 UTC is the next day in Jakarta.
        Clock.Advance(TimeSpan.FromHours(12));
        Assert.Equal(expected, await ReadAsync());
        await ArriveAsync(1, "C");
        Assert.StartsWith("""{"status":"success","data":[{"date":"2026-01-02 00:01:01","amount":"1",""", await ReadAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("toko", "toko-kez")]
    [InlineData("toko", "warung-key")]
    [InlineData("warung", "toko-key")]
    [InlineData("tok", "toko-key")]
    [InlineData("TOKO", "toko-key")]
    [InlineData("toko", "TOKO-KEY")]
    [InlineData("toko-key", "toko")]
    [InlineData("toko", "toko-key%20")]
    [InlineData("7", "toko-key")]
    [InlineData("nobody", "nothing")]
    public async Task A_wrong_code_or_key_is_the_documented_error_and_nothing_more(string code, string key)
    {
        await StartGatewayAsync();
        await ArriveAsync(13_000, "TRX-1");
        Assert.Equal(WrongKeys, (await CallAsync("GET", $"api/mutasi/qris/{code}/{key}")).Is(HttpStatusCode.OK).Body);
    }

    [Fact]
    public async Task An_app_without_the_scope_sees_no_money()
    {
        await StartGatewayAsync();
        await ArriveAsync(13_000, "TRX-1");
        var answer = (await CallAsync("GET", "api/mutasi/qris/warung/warung-key")).Is(HttpStatusCode.OK);
        Assert.Equal("""{"status":"error","messages":"This api_key may not read the ledger: the app lacks the scope ledger:read."}""", answer.Body);
    }

    [Fact]
    public async Task The_path_knows_no_case_and_what_is_no_path_is_refused_in_the_same_shape()
    {
        await StartGatewayAsync();
        (await CallAsync("GET", "API/Mutasi/QRIS/toko/toko-key/")).Is(HttpStatusCode.OK);
        Assert.Equal("", (await CallAsync("HEAD", Good)).Is(HttpStatusCode.OK).Body);
        foreach (var path in new[] { "", "api", "api/mutasi/qris", "api/mutasi/qris/toko", Good + "/more", "mutasi/qris/toko/toko-key" })
            Assert.Equal("""{"status":"error","messages":"There is no such address."}""", (await CallAsync("GET", path)).Is(HttpStatusCode.NotFound).Body);
        var wrong = (await CallAsync("POST", Good)).Is(HttpStatusCode.MethodNotAllowed);
        Assert.Equal("error", wrong.Text("status"));
        Assert.Equal(["GET", "HEAD"], wrong.Response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Too_many_requests_say_when_to_come_again()
    {
        await StartGatewayAsync(("QrisPayments:Limits:RequestsPerSecond", "1"), ("QrisPayments:Limits:Burst", "1"));
        await ReadAsync();
        var refused = (await CallAsync("GET", Good)).Is(HttpStatusCode.TooManyRequests);
        Assert.Equal("""{"status":"error","messages":"Too many requests."}""", refused.Body);
        Assert.NotNull(refused.Response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Whatever_stands_in_the_path_is_an_answer_and_never_a_failure()
    {
        await StartGatewayAsync();
        foreach (var text in new[] { "%00", "..%2f..%2f", "'%20OR%201=1--", "%7B%7D", "%F0%9F%98%80", "%FF", new string('k', 3_000),
            "%3Cscript%3E" })
            foreach (var path in new[] { $"{text}/toko-key", $"toko/{text}" })
                Assert.InRange((int)(await CallAsync("GET", "api/mutasi/qris/" + path)).Status, 200, 499);
        var withBody = await CallAsync("GET", Good, new ByteArrayContent(Encoding.UTF8.GetBytes(new string('x', 100_000))));
        Assert.Equal("success", withBody.Is(HttpStatusCode.OK).Text("status"));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class QiospayLedgerOnMariaDb(MariaDb database) : QiospayLedgerTests(database);

public sealed class QiospayLedgerOnSqlite(SqliteFile database) : QiospayLedgerTests(database), IClassFixture<SqliteFile>;
