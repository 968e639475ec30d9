using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Facades.Qiospay;

/// <summary>Qiospay calls the documented address of a shop that has an account there.</summary>
public abstract class QiospayInboundTests(Database database) : GatewayTests(database, "qiospay")
{
    private const string Key = "webhook-key-of-today";
    private const string Nmid = "ID1099999999999";
    private const string Rejected = """{"status":"reject","message":"Invalid secret key","data":null}""";
    private const string Nulls =
        """{"status":"accept","message":"Data received successfully","data":{"name":null,"nmid":null,"amount":null,"type":null,"fee":null,"refid":null,"issuer":null,"balance":null,"time":null}}""";

    private volatile string _rows = "";
    private GatewayStub Qiospay { get; set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Qiospay = await GatewayStub.StartAsync();
        Qiospay.Answer = _ => GatewayReply.Json($$"""{"status":"success","data":[{{_rows}}]}""");
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Qiospay.DisposeAsync();
    }

    private (string, string?)[] Account(string path = "qiospay", string key = Key) =>
    [
        ($"QrisPayments:Providers:{path}:MerchantCode", "CP0xx"), ($"QrisPayments:Providers:{path}:ApiKey", "137c9ddc5e055636ef79dxxx"),
        ($"QrisPayments:Providers:{path}:Qris", Qris.Static),
        ($"QrisPayments:Providers:{path}:WebhookKey", key), ($"QrisPayments:Providers:{path}:BaseUrl", $"{Qiospay.Address}api/"),
        ($"QrisPayments:Providers:{path}:AllowInsecureHttp", "true"),
    ];

    private Task<TestHost> StartShopAsync(params (string, string?)[] own) => StartGatewayAsync([.. Account(), .. own]);

    private static string Callback(long amount = 1000, string nmid = Nmid) => Recorded("callback.json")
        .Replace("ID20233072912345", nmid, StringComparison.Ordinal)
        .Replace("\"amount\": 1000", $"\"amount\": {amount}", StringComparison.Ordinal)
        .Replace("17/06/2025 18:52", "01/01/2026 12:00", StringComparison.Ordinal);

    private static string Recorded(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "qiospay", name));

    private Task<Answer> TellAsync(string body, string key = Key) => CallAsync("POST", "api/callback/accept/" + key, Json(body));

    private Task<Answer> SellAsync() => Host.Api.CreateAsync(change: body => body["provider"] = "qiospay");

    private Task<long> CountAsync(string what) => Database.ScalarAsync<long>("SELECT COUNT(*) FROM " + what);

    [Fact]
    public async Task A_callback_makes_the_ledger_be_read_at_once_and_the_row_there_pays()
    {
        await StartShopAsync();
        var payment = await SellAsync();
        var total = payment.Number("total_amount");
        Clock.Advance(TimeSpan.FromSeconds(4));
        _rows = $$"""{"date":"2026-01-01 12:00:03","amount":"{{total}}","type":"CR","brand_name":"93600002","balance":"24100","issuer_reff":"A1","buyer_reff":"B1"}""";

        var reply = (await TellAsync(Callback(total))).Is(HttpStatusCode.OK);

        var expected = Recorded("accepted.json").Replace("ID20233072912345", Nmid, StringComparison.Ordinal)
            .Replace("\"amount\": 1000", $"\"amount\": {total}", StringComparison.Ordinal)
            .Replace("17/06/2025 18:52", "01/01/2026 12:00", StringComparison.Ordinal);
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), reply.Body);
        Assert.Equal("application/json", reply.ContentType);
        await Host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        Assert.All(Qiospay.Requests, asked => Assert.Equal("/api/mutasi/qris/CP0xx/137c9ddc5e055636ef79dxxx", asked.Target));
        // Q3: counted from the ledger, and from there alone.
        Assert.Equal("ref:A1|B1", await Database.ScalarAsync<string>("SELECT external_ref FROM qris_credits"));
        Assert.Equal(1, await CountAsync("qris_credits"));
    }

    [Fact]
    public async Task A_byte_order_mark_before_the_JSON_is_passed_over()
    {
        await StartShopAsync(("QrisPayments:Providers:qiospay:TrustWebhooks", "true"));
        var payment = await SellAsync();
        Assert.Equal(payment.Number("total_amount"),
            (await TellAsync("\uFEFF" + Callback(payment.Number("total_amount")))).Is(HttpStatusCode.OK)["data"].GetProperty("amount")
                .GetInt64());
        await Host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
    }

    [Fact]
    public async Task A_callback_without_a_row_in_the_ledger_pays_nothing()
    {
        await StartShopAsync();
        var payment = await SellAsync();
        Clock.Advance(TimeSpan.FromSeconds(4));
        (await TellAsync(Callback(payment.Number("total_amount")))).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(() => CountAsync("qris_webhooks WHERE state = 'verified' AND reason LIKE '%ledger%'"), waits => waits == 1,
            "the webhook waits for the ledger");
        await Wait.UntilAsync(() => Task.FromResult(Qiospay.Requests.Count), asked => asked > 0, "the ledger is read");
        Assert.Equal(("pending", 0), ((await Host.Api.PaymentAsync(payment.Text("id")!)).Text("status"), await CountAsync("qris_credits")));
    }

    [Fact]
    public async Task Where_callbacks_are_trusted_twenty_at_once_are_the_money_once()
    {
        await StartShopAsync(("QrisPayments:Providers:qiospay:TrustWebhooks", "true"));
        var payment = await SellAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TellAsync(Callback(payment.Number("total_amount")))));
        Assert.All(replies, reply => Assert.Equal("accept", reply.Is(HttpStatusCode.OK).Text("status")));
        await Host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        Assert.Equal((1, 1), (await CountAsync("qris_credits"), await CountAsync("qris_webhooks")));
    }

    [Theory]
    [InlineData("/wrong-key")]
    [InlineData("/webhook-key-of-todaY")]
    [InlineData("/CALLBACK-KEY-OF-TODAY")]
    [InlineData("/webhook-key-of-today%20")]
    [InlineData("/toko-key")]
    [InlineData("/")]
    [InlineData("")]
    public async Task A_wrong_key_is_rejected_in_the_documented_words(string key)
    {
        await StartShopAsync();
        var reply = (await CallAsync("POST", "api/callback/accept" + key, Json(Callback()))).Is(HttpStatusCode.Forbidden);
        Assert.Equal((Rejected, "application/json"), (reply.Body, reply.ContentType));
        Assert.Equal(JsonNode.Parse(Recorded("rejected.json"))!.ToJsonString(), reply.Body);
    }

    [Fact]
    public async Task A_flood_of_large_callbacks_is_turned_away_as_at_the_webhook_address()
    {
        await StartShopAsync();
        // Each counts as 55 of 500.
        var replies = await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(i => TellAsync(new string((char)('a' + i % 26), 900_000 + i), "wrong-key")));
        Assert.Contains(replies, reply => reply.Status == HttpStatusCode.TooManyRequests);
        Assert.Contains(replies, reply => reply.Status == HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Of_what_came_with_a_wrong_key_a_trace_is_kept_and_the_key_is_not()
    {
        await StartShopAsync();
        (await TellAsync(Callback() + new string(' ', 100_000), "wrong-key")).Is(HttpStatusCode.Forbidden);
        Assert.Equal(1, await CountAsync("qris_webhooks WHERE verdict = 'forged' AND state = 'kept'"));
        Assert.InRange(await Database.ScalarAsync<long>("SELECT LENGTH(body) FROM qris_webhooks"), 1, 2_001);
        Assert.StartsWith("sha256:", await Database.ScalarAsync<string>("SELECT path_key FROM qris_webhooks"), StringComparison.Ordinal);
        Assert.Equal((0, 0), (await CountAsync("qris_credits"), await CountAsync("qris_reviews")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"status\":\"success\",\"data\":[[[[")]
    [InlineData("\u0000\u0001")]
    public async Task Q18_what_cannot_be_read_but_knows_the_key_is_accepted_with_nulls_and_shown_to_a_person(string body)
    {
        await StartShopAsync();
        Assert.Equal(Nulls, (await TellAsync(body)).Is(HttpStatusCode.OK).Body);
        Assert.Equal(1, await CountAsync("qris_webhooks WHERE verdict = 'malformed' AND state = 'kept'"));
        Assert.Equal((1, 0), (await CountAsync("qris_reviews"), await CountAsync("qris_credits")));
        Assert.DoesNotContain(Key, await Database.ScalarAsync<string>("SELECT path_key FROM qris_webhooks"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Q10_another_merchants_callback_is_accepted_word_for_word_and_ignored()
    {
        await StartShopAsync(("QrisPayments:Providers:qiospay:TrustWebhooks", "true"));
        Assert.Equal(JsonNode.Parse(Recorded("accepted.json"))!.ToJsonString(),
            (await TellAsync(Recorded("callback.json"))).Is(HttpStatusCode.OK).Body);
        Assert.Equal((0, 0), (await CountAsync("qris_credits"), await CountAsync("qris_reviews")));
    }

    [Fact]
    public async Task Of_two_accounts_the_one_that_has_the_key_hears_it()
    {
        await StartShopAsync(Account("qiospay:Accounts:second", "webhook-key-of-the-second"));
        (await TellAsync(Callback(), "webhook-key-of-the-second")).Is(HttpStatusCode.OK);
        (await TellAsync("{}", Key)).Is(HttpStatusCode.OK);
        (await TellAsync(Callback(), "webhook-key-of-nobody")).Is(HttpStatusCode.Forbidden);
        Assert.Equal(1, await CountAsync("qris_webhooks WHERE account = 'qiospay.second' AND verdict = 'genuine'"));
        Assert.Equal(1, await CountAsync("qris_webhooks WHERE account = 'qiospay' AND verdict = 'malformed'"));
        Assert.Equal(1, await CountAsync("qris_webhooks WHERE account = 'qiospay' AND verdict = 'forged'"));
    }

    [Fact]
    public async Task Without_an_account_at_qiospay_no_key_is_right()
    {
        await StartGatewayAsync();
        Assert.Equal(Rejected, (await TellAsync(Callback())).Is(HttpStatusCode.Forbidden).Body);
        Assert.Equal(0, await CountAsync("qris_webhooks"));
    }

    [Fact]
    public async Task What_is_too_large_or_no_post_is_refused()
    {
        await StartShopAsync();
        (await CallAsync("POST", "api/callback/accept/" + Key,
            new ByteArrayContent(Encoding.UTF8.GetBytes(new string('x', (1 << 20) + 1))))).Is(HttpStatusCode.RequestEntityTooLarge);
        (await CallAsync("GET", "api/callback/accept/" + Key)).Is(HttpStatusCode.MethodNotAllowed);
        Assert.Equal(0, await CountAsync("qris_webhooks"));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class QiospayInboundOnMariaDb(MariaDb database) : QiospayInboundTests(database);

public sealed class QiospayInboundOnSqlite(SqliteFile database) : QiospayInboundTests(database), IClassFixture<SqliteFile>;
