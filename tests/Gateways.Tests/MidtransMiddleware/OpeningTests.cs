using System.Text.Json;
using QrisPayments.MidtransMiddleware;
using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests.MidtransMiddleware;

public sealed class OpeningTests
{
    [Fact]
    public async Task The_recorded_answer_sends_the_customer_to_midtrans()
    {
        await using var bench = await Middleware.StartAsync();

        var opened = Assert.IsType<OpenResult.Opened>(await bench.OpenAsync(Requests.Open(150_000)));

        Assert.Equal("https://app.midtrans.com/snap/v4/redirection/0f8736b5-...", opened.RedirectUrl!.OriginalString);
        Assert.Equal((Requests.AttemptId, 150_000, null), (opened.ProviderRef, opened.TotalAmount, opened.QrPayload));
        var asked = bench.Stub.Requests.Single();
        Assert.Equal(("POST", "/charge", "biling", "fake-app-key-0001"),
            (asked.Method, asked.Target, asked.Headers["X-App-Code"], asked.Headers["X-Api-Key"]));
        Assert.Equal("application/json", asked.Headers["Content-Type"]);
        // Flask's own server reads no chunked body.
        Assert.True(asked.Headers.ContainsKey("Content-Length"));
    }

    [Fact]
    public async Task The_request_has_the_members_of_the_documented_one_with_their_types()
    {
        await using var bench = await Middleware.StartAsync();
        var documented = JsonSerializer.Deserialize<JsonElement>(Fixture.Read("midtrans-middleware/charge-request.json"));

        await bench.OpenAsync(Requests.Open(150_000) with
        {
            Items = [new PaymentItem { Id = "VPS-01", Name = "Cloud VPS Basic", Price = 150_000 }],
            Customer = new Customer { Name = "Budi", Email = "budi@example.com", Phone = "08123456789" },
        });

        var sent = bench.Stub.Requests.Single().Json();
        foreach (var member in documented.EnumerateObject()) Assert.Equal(member.Value.ValueKind, sent.GetProperty(member.Name).ValueKind);
        Assert.Equal(documented.GetProperty("item_details").GetRawText().Replace(" ", "", StringComparison.Ordinal),
            sent.GetProperty("item_details").GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("08123456789", sent.GetProperty("customer_details").GetProperty("phone").GetString());
    }

    [Fact]
    public async Task Customers_are_not_told_of_where_the_operator_does_not_want_it()
    {
        await using var bench = await Middleware.StartAsync(change: settings => settings.SendCustomer = false);
        await bench.OpenAsync(Requests.Open(150_000));
        Assert.DoesNotContain("siti", bench.Stub.Requests.Single().Body, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task W2_the_order_is_the_attempts_own_unguessable_number()
    {
        await using var bench = await Middleware.StartAsync();
        await bench.OpenAsync(Requests.Open(150_000));
        var order = bench.Stub.Requests.Single().Json().GetProperty("order_id").GetString()!;
        Assert.Equal(Requests.AttemptId, order);
        Assert.Matches("^[A-Za-z0-9_~.-]{20,50}$", order);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task W6_an_answer_that_is_lost_leaves_the_outcome_open_and_the_same_order_is_asked_about(bool isHalf)
    {
        await using var bench = await Middleware.StartAsync(request => request.Method == "POST"
            ? isHalf ? Middleware.Charged.CutInTheMiddle() : GatewayReply.Cut
            : GatewayReply.Json(Fixture.Read("midtrans-middleware/status.json")
                .Replace("settlement", "pending", StringComparison.Ordinal)));

        Assert.IsType<OpenResult.Unknown>(await bench.OpenAsync(Requests.Open(150_000)));
        Assert.IsType<StatusResult.Pending>(await bench.QueryAsync(providerRef: null));

        Assert.Equal(["/charge", $"/status/{Requests.AttemptId}"], bench.Stub.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task W6_silence_and_failures_leave_the_outcome_open()
    {
        await using var bench = await Middleware.StartAsync(GatewayReply.Silence, patience: TimeSpan.FromMilliseconds(300));
        Assert.IsType<OpenResult.Unknown>(await bench.OpenAsync(Requests.Open(150_000)));
        bench.Stub.Answer = _ => GatewayReply.Json("""{"error":"Internal Server Error"}""", 500);
        Assert.IsType<OpenResult.Unknown>(await bench.OpenAsync(Requests.Open(150_000)));
    }

    [Theory]
    [InlineData("""{"error":"order_id already used"}""")]
    [InlineData("""{"error_messages":["transaction_details.order_id sudah digunakan"]}""")]
    public async Task W6_an_order_that_exists_already_is_ours_so_the_outcome_is_open(string body)
    {
        await using var bench = await Middleware.StartAsync(GatewayReply.Json(body, 400));
        Assert.IsType<OpenResult.Unknown>(await bench.OpenAsync(Requests.Open(150_000)));
    }

    [Theory]
    [InlineData(401, "credentials_refused")]
    [InlineData(400, "refused")]
    [InlineData(404, "address_wrong")]
    public async Task What_the_text_calls_an_error_is_a_no_in_json_and_in_html(int status, string code)
    {
        await using var bench = await Middleware.StartAsync(GatewayReply.Json("""{"message":"no"}""", status));
        Assert.Equal(code, Assert.IsType<OpenResult.Rejected>(await bench.OpenAsync(Requests.Open(150_000))).Code);
        bench.Stub.Answer = _ => GatewayReply.Html("<!doctype html><title>Error</title>", status);
        Assert.Equal(code, Assert.IsType<OpenResult.Rejected>(await bench.OpenAsync(Requests.Open(150_000))).Code);
    }

    [Fact]
    public async Task G5_a_page_in_place_of_json_decides_nothing()
    {
        await using var bench = await Middleware.StartAsync(GatewayReply.Html("<html>Just a moment...</html>"));
        Assert.IsType<OpenResult.Unknown>(await bench.OpenAsync(Requests.Open(150_000)));
        Assert.IsType<StatusResult.Unknown>(await bench.QueryAsync());
    }

    [Fact]
    public async Task W7_items_go_along_only_when_they_add_up()
    {
        await using var bench = await Middleware.StartAsync();
        PaymentItem[] items =
            [new() { Name = new string('n', 80), Price = 80_000, Quantity = 2 }, new() { Name = "Potongan", Price = -10_000 }];

        await bench.OpenAsync(Requests.Open(150_000) with { Items = items });
        await bench.OpenAsync(Requests.Open(150_000) with { Items = items[..1] });

        var lines = bench.Stub.Requests[0].Json().GetProperty("item_details");
        Assert.Equal(150_000,
            lines.EnumerateArray().Sum(line => line.GetProperty("price").GetInt64() * line.GetProperty("quantity").GetInt32()));
        Assert.Equal(50, lines[0].GetProperty("name").GetString()!.Length);
        Assert.False(bench.Stub.Requests[1].Json().TryGetProperty("item_details", out _));
    }

    [Theory]
    [InlineData("https://evil.example/snap/v4/redirection/1")]
    [InlineData("http://app.midtrans.com/snap/v4/redirection/1")]
    [InlineData("https://app.midtrans.com.evil.example/snap")]
    [InlineData("https://app.midtrans.com@evil.example/snap")]
    [InlineData("https://evil@app.midtrans.com/snap")]
    [InlineData("https://app.midtrans.com:8443/snap")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task W8_customers_are_sent_to_midtrans_and_nowhere_else(string page)
    {
        await using var bench = await Middleware.StartAsync(Middleware.ChargedWith(page));
        Assert.Equal("page_refused", Assert.IsType<OpenResult.Rejected>(await bench.OpenAsync(Requests.Open(150_000))).Code);
    }

    [Fact]
    public async Task W8_a_middleware_with_its_own_page_is_named_by_the_operator()
    {
        await using var bench =
            await Middleware.StartAsync(Middleware.ChargedWith("https://bayar.toko.example/qris/pay/pay_1"),
                settings => settings.PageHost = "bayar.toko.example");
        Assert.IsType<OpenResult.Opened>(await bench.OpenAsync(Requests.Open(150_000)));
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080/qris/pay/pay_1", "127.0.0.1", true, true)]
    [InlineData("http://localhost:5080/qris/pay/pay_1", "localhost", true, true)]
    [InlineData("http://127.0.0.1:5080/qris/pay/pay_1", "127.0.0.1", false, false)]
    [InlineData("http://127.0.0.1:5080/qris/pay/pay_1", null, true, false)]
    [InlineData("http://127.0.0.1:5080/qris/pay/pay_1", "localhost", true, false)]
    [InlineData("http://evil@127.0.0.1:5080/qris/pay/pay_1", "127.0.0.1", true, false)]
    [InlineData("ftp://127.0.0.1/qris/pay/pay_1", "127.0.0.1", true, false)]
    [InlineData("http://bayar.toko.example/qris/pay/pay_1", "bayar.toko.example", true, false)]
    [InlineData("https://bayar.toko.example:8443/qris/pay/pay_1", "bayar.toko.example", true, true)]
    [InlineData("http://app.midtrans.com/snap/v4/redirection/1", "app.midtrans.com", true, false)]
    public async Task W8_an_own_page_is_without_https_only_on_the_same_machine_and_where_the_operator_allows_that(
        string page, string? host, bool isAllowed, bool opens)
    {
        // The bench's own client reaches the stub whatever the settings say.
        await using var bench =
            await Middleware.StartAsync(Middleware.ChargedWith(page),
                settings => (settings.PageHost, settings.AllowInsecureHttp) = (host, isAllowed));
        Assert.Equal(opens, await bench.OpenAsync(Requests.Open(150_000)) is OpenResult.Opened);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task W9_redirects_are_not_followed(int status)
    {
        await using var bench = await Middleware.StartAsync(GatewayReply.Moved("https://elsewhere.example/charge", status));
        var unknown = Assert.IsType<OpenResult.Unknown>(await bench.OpenAsync(Requests.Open(150_000)));
        Assert.Contains("https://elsewhere.example", unknown.Message, StringComparison.Ordinal);
        Assert.Single(bench.Stub.Requests);
    }

    [Theory]
    [InlineData("https://app.sandbox.midtrans.com/snap/v4/redirection/1", false, false, false)]
    [InlineData("https://app.sandbox.midtrans.com/snap/v4/redirection/1", false, true, true)]
    [InlineData("https://app.sandbox.midtrans.com/snap/v4/redirection/1", true, false, true)]
    [InlineData("https://app.midtrans.com/snap/v4/redirection/1", true, false, false)]
    [InlineData("https://app.midtrans.com/snap/v4/redirection/1", false, false, true)]
    public async Task W10_real_and_simulated_money_never_mix(string page, bool isSandbox, bool allowSandbox, bool opens)
    {
        await using var bench =
            await Middleware.StartAsync(Middleware.ChargedWith(page), settings => settings.AllowSandbox = allowSandbox,
                isSandbox: isSandbox);
        Assert.Equal(opens, await bench.OpenAsync(Requests.Open(150_000)) is OpenResult.Opened);
    }

    [Fact]
    public async Task W11_there_are_no_webhooks_so_it_can_be_asked()
    {
        await using var bench = await Middleware.StartAsync();
        Assert.True(bench.Provider is IQueryStatus and not IReceiveWebhooks);
    }

    [Fact]
    public async Task G4_a_key_or_a_name_is_in_no_line_of_the_log_and_in_no_message()
    {
        await using var bench = await Middleware.StartAsync(GatewayReply.Json("""{"message":"no"}""", 400));
        var rejected = Assert.IsType<OpenResult.Rejected>(await bench.OpenAsync(Requests.Open(150_000)));
        var written = bench.Log.Text() + rejected.Message;
        Assert.DoesNotContain("fake-app-key-0001", written, StringComparison.Ordinal);
        Assert.DoesNotContain("Siti", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://10.0.0.5:5000", "http://10.0.0.5:5000/charge")]
    [InlineData("https://pay.example/middleware", "https://pay.example/middleware/charge")]
    public void An_address_is_kept_with_its_slash(string written, string charge) =>
        Assert.Equal(charge, new Uri(new MidtransMiddlewareSettings { BaseUrl = new Uri(written) }.BaseUrl!, "charge").AbsoluteUri);
}
