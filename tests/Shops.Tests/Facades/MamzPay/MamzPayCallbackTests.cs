using System.Net;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Facades.MamzPay;

/// <summary>What a client's callback_url is told.</summary>
public abstract class MamzPayCallbackTests(Database database) : MamzPayTests(database)
{
    private Task<long> EndedAsync() =>
        Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_deliveries WHERE kind = 'callback' AND state = 'done'");

    private async Task<string> IdAsync() => (await Database.ScalarAsync<string>("SELECT id FROM qris_payments"))!;

    [Fact]
    public async Task A_payment_is_told_byte_for_byte_until_it_is_accepted()
    {
        await StartGatewayAsync();
        Client.Answer = _ => Client.Requests.Count < 3 ? GatewayReply.Json("{}", 500) : GatewayReply.Json("""{"ok":true}""");
        var data = Data(await CreateAsync());
        var (total, trxId) = (data.GetProperty("amount_unique").GetInt64(), data.GetProperty("trx_id").GetString());
        await ArriveAsync(total, "TRX-1");
        var heard = await HeardAsync(3);
        Assert.All(heard, request =>
        {
            Assert.Equal(("POST", "/hook", "application/json"), (request.Method, request.Target, request.Headers["Content-Type"]));
            Assert.Equal($$"""{"status":"PAID","ref_id":"INV-001","amount_received":{{total}},"trx_id_gateway":"{{trxId}}"}""", request.Body);
            Assert.DoesNotContain(request.Headers.Keys, name => name.Contains("signature", StringComparison.OrdinalIgnoreCase));
        });
        await Wait.UntilAsync(EndedAsync, done => done > 0, "the callback is done");
        // The same money again is no second payment.
        await ArriveAsync(total, "TRX-1");
        await Host.Api.WaitForStatusAsync(await IdAsync(), "paid");
        Assert.Equal(3, Client.Requests.Count);
    }

    [Fact]
    public async Task Without_a_reference_of_the_clients_own_it_is_null()
    {
        await StartGatewayAsync();
        var data = Data(await CreateAsync(refId: null));
        await ArriveAsync(data.GetProperty("amount_unique").GetInt64(), "TRX-1");
        var body = (await HeardAsync()).Single().Body;
        Assert.Equal($$"""{"status":"PAID","ref_id":null,"amount_received":{{data.GetProperty("amount_unique")}},"trx_id_gateway":"{{data.GetProperty("trx_id")}}"}""", body);
    }

    [Fact]
    public async Task A_reference_comes_back_as_it_was_given_whatever_it_holds()
    {
        await StartGatewayAsync();
        var refId = " " + new string('R', 200) + " <script>\"é\"&";
        var data = Data(await CreateAsync(refId: refId));
        await ArriveAsync(data.GetProperty("amount_unique").GetInt64(), "TRX-1");
        using var body = System.Text.Json.JsonDocument.Parse((await HeardAsync()).Single().Body);
        Assert.Equal(refId, body.RootElement.GetProperty("ref_id").GetString());
    }

    [Fact]
    public async Task Money_that_comes_late_is_told_when_it_is_accepted()
    {
        await StartGatewayAsync(("QrisPayments:Payments:LatePolicy", "Accept"));
        var data = Data(await CreateAsync());
        Clock.Advance(TimeSpan.FromSeconds(601));
        await Host.Api.WaitForStatusAsync(await IdAsync(), "expired");
        await ArriveAsync(data.GetProperty("amount_unique").GetInt64(), "TRX-1");
        Assert.Contains(data.GetProperty("trx_id").GetString()!, (await HeardAsync()).Single().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_else_is_told()
    {
        await StartGatewayAsync();
        Data(await CreateAsync());
        (await Host.Api.CancelAsync(await IdAsync())).Is(HttpStatusCode.OK);
        await Wait.UntilAsync(EndedAsync, done => done == 1, "the cancellation has passed by");
        Assert.Empty(Client.Requests);
    }

    [Fact]
    public async Task Each_payment_is_told_to_its_own_client_alone()
    {
        await using var other = await GatewayStub.StartAsync();
        other.Answer = static _ => GatewayReply.Json("{}");
        await StartGatewayAsync(("QrisPayments:Apps:2:CallbackUrl", new Uri(other.Address, "warung").AbsoluteUri));
        var theirs = Data(await CallAsync("POST", Create, Json("""{"api_key":"warung-key","amount":50000}""")));
        await ArriveAsync(theirs.GetProperty("amount_unique").GetInt64(), "TRX-1");
        await Wait.UntilAsync(() => Task.FromResult(other.Requests), heard => heard.Count == 1, "the other app has heard");
        Assert.Equal("/warung", other.Requests.Single().Target);

        var mine = Data(await CreateAsync());
        await ArriveAsync(mine.GetProperty("amount_unique").GetInt64(), "TRX-2");
        Assert.Contains(mine.GetProperty("trx_id").GetString()!, (await HeardAsync()).Single().Body, StringComparison.Ordinal);
        Assert.Single(other.Requests);
    }
}

[Collection(OnMariaDb.Name)]
public sealed class MamzPayCallbacksOnMariaDb(MariaDb database) : MamzPayCallbackTests(database);

public sealed class MamzPayCallbacksOnSqlite(SqliteFile database) : MamzPayCallbackTests(database), IClassFixture<SqliteFile>;
