using System.Net;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Facades.MidtransMiddleware;

/// <summary>The middleware's API of a shop that has Midtrans behind it.</summary>
public abstract class MiddlewareSnapTests(Database database) : MiddlewareTests(database)
{
    private const string Token = "0f8736b5-2f1f-40bd-b3ad-0ef0a06d3443";
    private const string Page = "https://app.sandbox.midtrans.com/snap/v4/redirection/" + Token;

    /// <summary>The status query's answer; null while the customer has chosen nothing (WIRE W3).</summary>
    private volatile string? _status;
    private volatile GatewayReply? _snap;

    private GatewayStub Midtrans { get; set; } = null!;

    private StubRequest Opened =>
        Assert.Single(Midtrans.Requests, asked => asked.Method == "POST" && asked.Target == "/snap/v1/transactions");

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Midtrans = await GatewayStub.StartAsync();
        Midtrans.Answer = asked => asked.Method == "POST"
            ? _snap ?? GatewayReply.Json($$"""{"token":"{{Token}}","redirect_url":"{{Page}}"}""", 201)
            : _status is { } status
                ? GatewayReply.Json(Transaction(asked, status))
                : GatewayReply.Json(Recorded("midtrans/not-found.json"), 404);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Midtrans.DisposeAsync();
    }

    private static string Transaction(StubRequest asked, string status) => Recorded("midtrans/status.json")
        .Replace("att_0123456789abcdefghijklmnop", asked.Target.Split('/')[2], StringComparison.Ordinal)
        .Replace("789000.00", "150000.00", StringComparison.Ordinal)
        .Replace("\"settlement\"", $"\"{status}\"", StringComparison.Ordinal);

    private Task<TestHost> StartWithMidtransAsync(params (string, string?)[] own) => StartGatewayAsync(
    [
        ("QrisPayments:Providers:midtrans:ServerKey", "fake-server-key"), ("QrisPayments:Providers:midtrans:Mode", "Snap"),
        ("QrisPayments:Providers:midtrans:Relay", Midtrans.Address.AbsoluteUri),
        ("QrisPayments:Providers:midtrans:AllowInsecureHttp", "true"),
        .. own,
    ]);

    [Fact]
    public async Task A_charge_is_opened_at_midtrans_and_answers_snaps_own_page_and_token()
    {
        await StartWithMidtransAsync();
        var answer = (await ChargeAsync(Recorded("midtrans-middleware/charge-request.json"))).Is(HttpStatusCode.Created);
        Assert.Equal($$"""{"redirect_url":"{{Page}}","token":"{{Token}}"}""", answer.Body);

        var sent = Parse(Opened.Body);
        Assert.Equal(150_000, sent.GetProperty("transaction_details").GetProperty("gross_amount").GetInt64());
        Assert.Equal("""[{"id":"VPS-01","price":150000,"quantity":1,"name":"Cloud VPS Basic"}]""", sent.GetProperty("item_details").GetRawText());
        Assert.Equal("Budi Santoso", sent.GetProperty("customer_details").GetProperty("first_name").GetString());
        // Nothing of it is on the shop's own account.
        Assert.Equal("midtrans", (await Host.Api.PaymentAsync((await PaymentIdAsync("INV-2025-001"))!)).Text("provider"));
    }

    [Fact]
    public async Task Its_status_follows_midtranss()
    {
        await StartWithMidtransAsync();
        (await ChargeAsync("INV-1", 150_000)).Is(HttpStatusCode.Created);
        Assert.Equal("pending", (await StatusAsync("INV-1")).Text("transaction_status"));
        _status = "pending";
        Clock.Advance(TimeSpan.FromSeconds(30));
        await Wait.UntilAsync(() => Task.FromResult(Midtrans.Requests.Count(asked => asked.Method == "GET")), asked => asked > 0,
            "Midtrans is asked");
        Assert.Equal("pending", (await StatusAsync("INV-1")).Text("transaction_status"));
        _status = "settlement";
        var paid = await WaitForAsync("INV-1", "settlement");
        Assert.Equal(("200", "accept"), (paid.Text("status_code"), paid.Text("fraud_status")));
    }

    [Theory]
    [InlineData("expire", "expire")]
    [InlineData("cancel", "cancel")]
    [InlineData("failure", "cancel")]
    public async Task What_ended_at_midtrans_ended_here(string status, string expected)
    {
        await StartWithMidtransAsync();
        (await ChargeAsync("INV-1", 150_000)).Is(HttpStatusCode.Created);
        _status = status;
        await WaitForAsync("INV-1", expected);
    }

    [Fact]
    public async Task In_core_mode_the_code_is_shown_on_our_own_page()
    {
        await StartWithMidtransAsync(("QrisPayments:Providers:midtrans:Mode", "CoreQris"));
        Midtrans.Answer = asked =>
            GatewayReply.Json(Recorded("midtrans/charged.json")
                .Replace("{qr}", Qris.Build(method: "12", amount: "150000"), StringComparison.Ordinal)
            .Replace("789000.00", "150000.00", StringComparison.Ordinal)
            .Replace("att_0123456789abcdefghijklmnop",
                Parse(asked.Body).GetProperty("transaction_details").GetProperty("order_id").GetString(), StringComparison.Ordinal));
        var answer = (await ChargeAsync("INV-1", 150_000)).Is(HttpStatusCode.Created);
        var id = await PaymentIdAsync("INV-1");
        Assert.Equal(new Uri(Host.Root, $"/qris/pay/{id}").AbsoluteUri, answer.Text("redirect_url"));
        Assert.Matches(Uuid, answer.Text("token"));
        Assert.Equal("midtrans", (await Host.Api.PaymentAsync(id!)).Text("provider"));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(400)]
    public async Task What_midtrans_refuses_is_the_documented_500_and_gives_the_order_back(int status)
    {
        await StartWithMidtransAsync();
        _snap = GatewayReply.Json("""{"error_messages":["Access denied due to unauthorized transaction, please check client or server key"]}""", status);
        IsError(await ChargeAsync("INV-1", 150_000), HttpStatusCode.InternalServerError, "Internal Server Error");
        IsError(await StatusAsync("INV-1"), HttpStatusCode.NotFound, "Not Found");
        // It is not paid at another gateway behind the client's back.
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_attempts WHERE account <> 'midtrans'"));
        _snap = null;
        (await ChargeAsync("INV-1", 150_000)).Is(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Midtrans_that_is_not_there_is_a_500_and_gives_the_order_back()
    {
        // Nobody listens there.
        await StartWithMidtransAsync(("QrisPayments:Providers:midtrans:Relay", "http://127.0.0.1:1/"));
        IsError(await ChargeAsync("INV-1", 150_000), HttpStatusCode.InternalServerError, "Internal Server Error");
        IsError(await StatusAsync("INV-1"), HttpStatusCode.NotFound, "Not Found");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task W6_an_answer_that_is_lost_is_a_500_and_the_order_stands_until_midtrans_says_more(bool isCut)
    {
        await StartWithMidtransAsync();
        _snap = isCut ? GatewayReply.Cut : GatewayReply.Json("""{"error_messages":["Internal Server Error"]}""", 500);
        IsError(await ChargeAsync("INV-1", 150_000), HttpStatusCode.InternalServerError, "Internal Server Error",
            "status of this order_id");
        _ = Opened;
        Assert.Equal(("pending", "201"),
            ((await StatusAsync("INV-1")).Text("transaction_status"), (await StatusAsync("INV-1")).Text("status_code")));
        IsError(await ChargeAsync("INV-1", 150_000), HttpStatusCode.BadRequest, "Bad Request", "already been used");
        _status = "settlement";
        await WaitForAsync("INV-1", "settlement");
    }
}

[Collection(OnMariaDb.Name)]
public sealed class MiddlewareSnapOnMariaDb(MariaDb database) : MiddlewareSnapTests(database);

public sealed class MiddlewareSnapOnSqlite(SqliteFile database) : MiddlewareSnapTests(database), IClassFixture<SqliteFile>;
