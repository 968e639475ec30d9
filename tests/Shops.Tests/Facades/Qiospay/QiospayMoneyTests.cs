using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using QrisPayments.Apps;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Facades.Qiospay;

/// <summary>Callbacks as Qiospay sends them: one for each credit, with the app's secret key behind its address.</summary>
public abstract class QiospayMoneyTests(Database database) : GatewayTests(database, "qiospay")
{
    private static readonly string Accept =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "qiospay", "accepted.json"));

    private Task<TestHost> StartTellingAsync(params (string, string?)[] own) => StartGatewayAsync(
    [
        ("QrisPayments:Apps:1:Facades:qiospay:CallbackUrl", $"{Client.Address}api/callback/accept"),
        ("QrisPayments:Apps:1:Facades:qiospay:Secret", "kunci-rahasia"),
        .. own,
    ]);

    private Task DoneAsync(int count) => Wait.UntilAsync(
        () => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE subject LIKE 'crd%' AND state = 'done'"),
            done => done == count, $"{count} deliveries are done");

    private static JsonElement Data(StubRequest heard) => JsonDocument.Parse(heard.Body).RootElement.GetProperty("data");

    [Fact]
    public async Task A_callback_is_the_documented_one_byte_for_byte()
    {
        await StartTellingAsync(("QrisPayments:Apps:1:Facades:qiospay:Nmid", "ID20233072912345"));
        Clock.Advance(TimeSpan.FromSeconds(59));
        await ArriveAsync(1_000, "295094156");
        var heard = Assert.Single(await HeardAsync());
        Assert.Equal(("POST", "/api/callback/accept/kunci-rahasia", "application/json"),
            (heard.Method, heard.Target, heard.Headers["Content-Type"]));
        Assert.Equal(
            """{"status":"success","data":{"name":"PELANGGAN","nmid":"ID20233072912345","amount":1000,"type":"CR","fee":0,"refid":295094156,"issuer":"QRIS","balance":"1000","time":"01/01/2026 12:00"}}""",
            heard.Body);

        var recorded = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "qiospay", "callback.json"))).RootElement.GetProperty(
                "data");
        Assert.Equal(
            recorded.EnumerateObject().Select(member => (member.Name, member.Value.ValueKind)),
                Data(heard).EnumerateObject().Select(member => (member.Name, member.Value.ValueKind)));
    }

    [Fact]
    public async Task It_comes_again_word_for_word_until_it_is_accepted()
    {
        await StartTellingAsync();
        var tries = 0;
        Client.Answer = _ => Interlocked.Increment(ref tries) <= 2 ? GatewayReply.Json("""{"status":"reject","message":"Invalid secret key","data":null}""", 403) : GatewayReply.Json(Accept);
        await ArriveAsync(13_000, "TRX-1");
        await HeardAsync(3);
        await DoneAsync(1);
        Assert.Equal(3, Client.Requests.Count);
        Assert.Single(Client.Requests.Select(heard => (heard.Target, heard.Body)).Distinct());
    }

    [Fact]
    public async Task Every_app_hears_of_money_once_with_its_own_key_and_number()
    {
        await StartTellingAsync(
            ("QrisPayments:Apps:1:Facades:qiospay:Nmid", "ID1"), ("QrisPayments:Apps:2:Scopes:0", "ledger:read"),
            ("QrisPayments:Apps:2:Facades:qiospay:CallbackUrl", $"{Client.Address}warung?shop=2"),
            ("QrisPayments:Apps:2:Facades:qiospay:Secret", "kunci/warung"), ("QrisPayments:Apps:2:Facades:qiospay:Nmid", "ID2"));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ArriveAsync(13_000, "TRX-1")));
        await DoneAsync(2);
        Assert.Equal(
            [("/api/callback/accept/kunci-rahasia", "ID1"), ("/warung/kunci%2Fwarung?shop=2", "ID2")],
            Client.Requests.Select(heard => (heard.Target, Data(heard).GetProperty("nmid").GetString()!)).Order());
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE target LIKE '%kunci%'"));
    }

    [Fact]
    public async Task The_number_of_money_that_nobody_asked_for_is_that_of_the_account()
    {
        await StartTellingAsync();
        var payment = await Host.Api.CreateAsync();
        await ArriveAsync(payment.Number("total_amount"), "A");
        await HeardAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await ArriveAsync(500, "B");
        var heard = await HeardAsync(2);
        Assert.Equal(["ID1099999999999", "ID1099999999999"], heard.Select(one => Data(one).GetProperty("nmid").GetString()));
        Assert.Equal([$"{payment.Number("total_amount")}", $"{payment.Number("total_amount") + 500}"],
            heard.Select(one => Data(one).GetProperty("balance").GetString()));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("999999999999999", true)]
    [InlineData("1000000000000000", false)]
    [InlineData("007", false)]
    [InlineData("0", false)]
    [InlineData("12a", false)]
    [InlineData("-12", false)]
    [InlineData("TRX-1", false)]
    public async Task A_reference_that_is_no_number_is_made_one_that_any_client_can_hold(string reference, bool isKept)
    {
        await StartTellingAsync();
        await ArriveAsync(13_000, reference);
        var refid = Data(Assert.Single(await HeardAsync())).GetProperty("refid").GetInt64();
        if (isKept)
        {
            Assert.Equal(long.Parse(reference, CultureInfo.InvariantCulture), refid);
            return;
        }
        var id = await Database.ScalarAsync<string>("SELECT id FROM qris_credits");
        // The hash's first 52 bits are its first 13 hex digits.
        Assert.Equal((1L << 52)
            + long.Parse(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(id!)))[..13], NumberStyles.HexNumber,
                CultureInfo.InvariantCulture), refid);
        Assert.InRange(refid, 1L << 52, (1L << 53) - 1);
    }

    [Fact]
    public async Task Numbers_that_are_made_differ_from_credit_to_credit()
    {
        await StartTellingAsync();
        foreach (var i in Enumerable.Range(0, 20)) await ArriveAsync(13_000 + i, $"TRX-{i}");
        Assert.Equal(20, (await HeardAsync(20)).Select(heard => Data(heard).GetProperty("refid").GetInt64()).Distinct().Count());
    }

    [Fact]
    public async Task A_secret_that_signs_is_written_into_no_address()
    {
        await StartTellingAsync(("QrisPayments:Apps:1:Facades:qiospay:Secret", null),
            ("QrisPayments:Apps:1:Facades:qiospay:CallbackUrl", $"{Client.Address}api/callback/accept/own-key"));
        await ArriveAsync(13_000, "TRX-1");
        Assert.Equal("/api/callback/accept/own-key", Assert.Single(await HeardAsync()).Target);
    }

    [Fact]
    public async Task Who_may_not_read_the_ledger_cannot_be_told_of_it()
    {
        var exception = await Assert.ThrowsAsync<QrisSetupException>(() => StartTellingAsync(("QrisPayments:Apps:1:Scopes:1", null)));
        Assert.Contains("QrisPayments:Apps:1:Facades:qiospay:CallbackUrl", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Add ledger:read to QrisPayments:Apps:1:Scopes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_named_no_address_hears_nothing()
    {
        await StartGatewayAsync(("QrisPayments:Apps:1:CallbackUrl", $"{Client.Address}other"));
        var payment = await Host.Client("toko-key").CreateAsync();
        await ArriveAsync(payment.Number("total_amount"), "TRX-1");
        await Host.Api.WaitForStatusAsync(payment.Text("id")!, "paid");
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE subject LIKE 'crd%'"));
        Assert.DoesNotContain(Client.Requests, heard => heard.Body.Contains("refid", StringComparison.Ordinal));
    }
}

[Collection(OnMariaDb.Name)]
public sealed class QiospayMoneyOnMariaDb(MariaDb database) : QiospayMoneyTests(database);

public sealed class QiospayMoneyOnSqlite(SqliteFile database) : QiospayMoneyTests(database), IClassFixture<SqliteFile>;
