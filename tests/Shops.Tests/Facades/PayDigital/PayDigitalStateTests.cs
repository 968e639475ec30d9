using System.Net;
using System.Text.Json;
using QrisPayments.Payments;

namespace QrisPayments.Shops.Tests.Facades.PayDigital;

/// <summary>How an invoice stands.</summary>
public abstract class PayDigitalStateTests(Database database) : PayDigitalTests(database)
{
    [Fact]
    public async Task An_open_and_a_paid_invoice_answer_every_field_in_its_order()
    {
        await StartGatewayAsync(("QrisPayments:Checkout:ShopName", "Toko Example"));
        var made = Data(await CreateAsync());
        var (code, total) = (made.GetProperty("unique_code").GetInt64(), made.GetProperty("total_amount").GetInt64());
        string Expected(string status, string paidAt) =>
            $$$"""{"status":"success","data":{"invoice":"{{{made.GetProperty("invoice").GetString()}}}","amount":10000,"unique_code":{{{code}}},"total_amount":{{{total}}},"status":"{{{status}}}","paid_at":{{{paidAt}}},"customer_name":"John Doe","store_name":"Toko Example"}}""";
        Assert.Equal(Expected("pending", "null"), (await StateAsync(made)).Is(HttpStatusCode.OK).Body);
        Clock.Advance(TimeSpan.FromSeconds(90));
        await ArriveAsync(total, "TRX-1");
        Assert.Equal(Expected("paid", "\"2026-01-01 12:01:30\""), (await WaitForAsync(made, "paid")).Body);
    }

    [Fact]
    public async Task An_app_with_an_address_is_told_in_the_modules_own_shape_since_the_gateway_has_none()
    {
        await StartGatewayAsync(("QrisPayments:Apps:1:CallbackUrl", new Uri(Client.Address, "kabar").ToString()));
        var made = Data(await CreateAsync());
        await ArriveAsync(made.GetProperty("total_amount").GetInt64(), "TRX-1");

        var told = await Wait.UntilAsync(
            () => Task.FromResult(Client.Requests.FirstOrDefault(heard => heard.Body.Contains("payment.paid", StringComparison.Ordinal))),
                heard => heard is not null, "it is told");

        Assert.Equal("/kabar", told!.Target);
        Assert.StartsWith("v1,", told.Headers["webhook-signature"], StringComparison.Ordinal);
        var data = JsonDocument.Parse(told.Body).RootElement.GetProperty("data");
        Assert.Equal((made.GetProperty("invoice").GetString(), "paid"),
            (data.GetProperty("order_id").GetString(), data.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task It_is_asked_by_GET_and_POST_with_the_invoice_in_every_place()
    {
        await StartGatewayAsync();
        var made = Data(await CreateAsync());
        var invoice = made.GetProperty("invoice").GetString()!;
        var answers = new[]
        {
            await CallAsync("GET", $"{State}?invoice={invoice}", null, Bearer()),
            await CallAsync("GET", $"api/payment?invoice={invoice}&api_key=toko-key"),
            await CallAsync("GET", $"{State}?invoice={invoice}&apiKey=toko-key"),
            await CallAsync("POST", State, Form(("invoice", invoice), ("api_key", "toko-key"))),
            await CallAsync("POST", State, Json($$"""{"invoice":"{{invoice}}","api_key":"toko-key"}""")),
            await CallAsync("POST", State,
                new MultipartFormDataContent { { new StringContent(invoice), "invoice" }, { new StringContent("toko-key"), "api_key" } }),
            await CallAsync("POST", $"{State}?invoice={invoice}", null, Bearer()),
            await CallAsync("GET", State, Form(("invoice", invoice)), Bearer()),
        };
        Assert.All(answers, answer => Assert.Equal(answers[0].Body, answer.Is(HttpStatusCode.OK).Body));
        Assert.Equal("", (await CallAsync("HEAD", $"{State}?invoice={invoice}", null, Bearer())).Is(HttpStatusCode.OK).Body);
    }

    [Fact]
    public async Task What_has_ended_says_how()
    {
        await StartGatewayAsync();
        var cancelled = Data(await CreateAsync());
        (await Host.Api.CancelAsync(await IdAsync())).Is(HttpStatusCode.OK);
        await WaitForAsync(cancelled, "cancelled");

        Clock.Advance(TimeSpan.FromSeconds(1));
        var expired = Data(await CreateAsync(20_000));
        Clock.Advance(TimeSpan.FromMinutes(16));
        var answer = await WaitForAsync(expired, "expired");
        Assert.Equal(JsonValueKind.Null, Data(answer).GetProperty("paid_at").ValueKind);
        // Late money waits for a person, and the client waits with it.
        await ArriveAsync(expired.GetProperty("total_amount").GetInt64(), "TRX-LATE");
        await WaitForAsync(expired, "pending");
    }

    [Fact]
    public async Task Late_money_that_is_accepted_is_paid()
    {
        await StartGatewayAsync(("QrisPayments:Payments:LatePolicy", "Accept"));
        var made = Data(await CreateAsync());
        Clock.Advance(TimeSpan.FromMinutes(16));
        await WaitForAsync(made, "expired");
        await ArriveAsync(made.GetProperty("total_amount").GetInt64(), "TRX-1");
        Assert.Equal("2026-01-01 12:16:00", Data(await WaitForAsync(made, "paid")).GetProperty("paid_at").GetString());
    }

    [Fact]
    public async Task Names_come_back_as_they_were_given()
    {
        await StartGatewayAsync();
        foreach (var name in new[] { "<script>alert('x')</script>", "Budi \"Bos\" & Sri", "Ñandú 你好 🙂",
            "O'Brien; DROP TABLE qris_payments" })
        {
            var made = Data(await CreateAsync(more: ("customer_name", name)));
            var answer = await StateAsync(made);
            Assert.Equal(name, Data(answer).GetProperty("customer_name").GetString());
            Assert.DoesNotContain("<", answer.Body, StringComparison.Ordinal);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
        // What is only shown is shortened, never a reason to lose the sale; and not within a character.
        var long_ = Data(await CreateAsync(more: [("customer_name", new string('a', 99) + "🙂🙂"), ("description", new string('b', 5_000))]));
        Assert.Equal(new string('a', 99), Data(await StateAsync(long_)).GetProperty("customer_name").GetString());
        Clock.Advance(TimeSpan.FromSeconds(1));
        var nobody = Data(await CallAsync("POST", Create, Form(("store_id", "7"), ("amount", "1000"), ("customer_name", "")), Bearer()));
        Assert.Equal(JsonValueKind.Null, Data(await StateAsync(nobody)).GetProperty("customer_name").ValueKind);
    }

    [Fact]
    public async Task Another_apps_invoice_and_one_that_nobody_made_are_not_found()
    {
        await StartGatewayAsync();
        var made = Data(await CreateAsync());
        var path = $"{State}?invoice={made.GetProperty("invoice")}";
        IsRefused(await CallAsync("GET", path, null, Bearer("warung-key")), HttpStatusCode.NotFound, "Invoice tidak ditemukan");
        IsRefused(await CallAsync("GET", path, null, Bearer("demo-key")), HttpStatusCode.NotFound, "Invoice tidak ditemukan");
        var invoice = made.GetProperty("invoice").GetString()!;
        foreach (var wrong in new[] { "PYG20260101120000", invoice.ToLowerInvariant(), invoice + " ", "é", "%00", "🙂", "' OR 1=1 --",
            new string('P', 1_000) })
            IsRefused(await CallAsync("GET", $"{State}?invoice={Uri.EscapeDataString(wrong)}", null, Bearer()), HttpStatusCode.NotFound,
                "Invoice tidak ditemukan");
        foreach (var none in new[] { State, State + "?invoice=" })
            IsRefused(await CallAsync("GET", none, null, Bearer()), HttpStatusCode.BadRequest, "invoice");
    }
}

[Collection(OnMariaDb.Name)]
public sealed class PayDigitalStatesOnMariaDb(MariaDb database) : PayDigitalStateTests(database);

public sealed class PayDigitalStatesOnSqlite(SqliteFile database) : PayDigitalStateTests(database), IClassFixture<SqliteFile>;
