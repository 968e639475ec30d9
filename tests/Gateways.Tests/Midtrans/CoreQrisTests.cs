using System.Text;
using QrisPayments.Midtrans;
using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests.Midtrans;

public sealed class CoreQrisTests
{
    [Fact]
    public async Task A_charge_gives_a_qr_for_our_own_checkout()
    {
        await using var bench = await Direct.StartAsync();

        var opened = Assert.IsType<OpenResult.Opened>(await bench.OpenAsync(Requests.Open(Direct.Amount)));

        Assert.Equal((Requests.AttemptId, Direct.Amount, TestQris.For(Direct.Amount), null),
            (opened.ProviderRef, opened.TotalAmount, opened.QrPayload, opened.RedirectUrl));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 12, 15, 0, Wib.Offset), opened.ExpiresAt);
        var asked = bench.Stub.Requests.Single();
        Assert.Equal(("POST", "/v2/charge"), (asked.Method, asked.Target));
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Direct.ServerKey + ":")), asked.Headers["Authorization"]);
        var sent = asked.Json();
        Assert.Equal("qris", sent.GetProperty("payment_type").GetString());
        Assert.Equal("gopay", sent.GetProperty("qris").GetProperty("acquirer").GetString());
        Assert.Equal($$"""{"order_id":"{{Requests.AttemptId}}","gross_amount":789000}""", sent.GetProperty("transaction_details").GetRawText());
    }

    [Fact]
    public async Task The_expiry_is_always_told_and_ends_with_the_attempt()
    {
        await using var bench = await Direct.StartAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(20));
        await bench.OpenAsync(Requests.Open(Direct.Amount));
        Assert.Equal("""{"order_time":"2026-01-01 12:00:00 +0700","expiry_duration":15,"unit":"minute"}""",
            bench.Stub.Requests.Single().Json().GetProperty("custom_expiry").GetRawText()
                .Replace("\\u002B", "+", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://shop.example/qris/webhooks/midtrans/1", true)]
    [InlineData("http://shop.example/qris/webhooks/midtrans/1", false)]
    [InlineData("https://localhost/qris/webhooks/midtrans/1", false)]
    [InlineData("https://10.0.0.5/qris/webhooks/midtrans/1", false)]
    [InlineData(null, false)]
    public async Task Notifications_are_wanted_at_the_attempts_own_address_when_it_is_public(string? address, bool isSent)
    {
        await using var bench = await Direct.StartAsync();
        await bench.OpenAsync(Requests.Open(Direct.Amount) with { WebhookUrl = address is null ? null : new Uri(address) });
        Assert.Equal(isSent ? address : null, bench.Stub.Requests.Single().Headers.GetValueOrDefault("X-Override-Notification"));
    }

    public static TheoryData<string, string> Differing => new()
    {
        { "\"order_id\":\"att_0123456789abcdefghijklmnop\"", "\"order_id\":\"att_another\"" },
        { "789000.00", "789000.50" },
        { "789000.00", "78900.00" },
        { "789000.00", "789.000" },
        { "\"IDR\"", "\"USD\"" },
        { "G000000000", "G000000001" },
        { "\"transaction_status\":\"pending\"", "\"transaction_status\":\"deny\"" },
    };

    [Theory]
    [MemberData(nameof(Differing))]
    public async Task G11_an_answer_that_differs_from_what_was_asked_is_refused(string old, string @new)
    {
        await using var bench = await Direct.StartAsync(Direct.Charged(Direct.Amount, (old, @new)));
        Assert.Equal("answer_refused", Assert.IsType<OpenResult.Rejected>(await bench.OpenAsync(Requests.Open(Direct.Amount))).Code);
    }

    [Fact]
    public async Task G11_a_qr_over_another_amount_is_refused()
    {
        await using var bench = await Direct.StartAsync(Direct.Charged(Direct.Amount - 1));
        Assert.Equal("qr_refused", Assert.IsType<OpenResult.Rejected>(await bench.OpenAsync(Requests.Open(Direct.Amount))).Code);
    }

    [Fact]
    public async Task G11_a_picture_of_a_qr_at_midtrans_is_not_shown_in_place_of_a_missing_one()
    {
        await using var bench = await Direct.StartAsync(Direct.Charged(Direct.Amount, ("\"qr_string\"", "\"qr_string_of_another_name\"")));
        Assert.Equal("qr_missing", Assert.IsType<OpenResult.Rejected>(await bench.OpenAsync(Requests.Open(Direct.Amount))).Code);
    }

    [Theory]
    [InlineData("401", typeof(OpenResult.Rejected))]
    [InlineData("402", typeof(OpenResult.Rejected))]
    [InlineData("400", typeof(OpenResult.Rejected))]
    [InlineData("406", typeof(OpenResult.Unknown))]
    [InlineData("500", typeof(OpenResult.Unknown))]
    [InlineData("503", typeof(OpenResult.Unknown))]
    public async Task W4_the_bodys_own_code_counts_although_http_says_200(string code, Type expected)
    {
        await using var bench = await Direct.StartAsync(GatewayReply.Json($$"""{"status_code":"{{code}}","status_message":"no"}"""));
        Assert.IsType(expected, await bench.OpenAsync(Requests.Open(Direct.Amount)));
    }

    [Fact]
    public async Task W6_a_lost_answer_is_looked_for_under_our_own_order()
    {
        await using var bench =
            await Direct.StartAsync(request => request.Method == "POST"
                ? Direct.Charged().CutInTheMiddle()
                : Direct.Status(("settlement\"", "pending\"")));
        Assert.IsType<OpenResult.Unknown>(await bench.OpenAsync(Requests.Open(Direct.Amount)));
        Assert.Equal(Requests.AttemptId, Assert.IsType<StatusResult.Pending>(await bench.AskAsync(providerRef: null)).ProviderRef);
        bench.Stub.Answer = _ => GatewayReply.Json(Fixture.Read("midtrans/not-found.json"));
        Assert.IsType<StatusResult.NotFound>(await bench.AskAsync(providerRef: null));
    }

    [Theory]
    [InlineData(true, true, false, false)]
    [InlineData(false, false, false, false)]
    [InlineData(false, false, true, true)]
    [InlineData(true, false, false, true)]
    public async Task W10_real_and_simulated_money_never_mix(bool isSandbox, bool isProduction, bool allowSandbox, bool opens)
    {
        await using var bench =
            await Direct.StartAsync(change: settings => (settings.IsProduction, settings.AllowSandbox) = (isProduction, allowSandbox),
                isSandbox: isSandbox);
        Assert.Equal(opens, await bench.OpenAsync(Requests.Open(Direct.Amount)) is OpenResult.Opened);
        Assert.Equal(opens ? 1 : 0, bench.Stub.Requests.Count);
    }

    [Fact]
    public async Task A_settled_payment_tells_amount_and_time()
    {
        await using var bench = await Direct.StartAsync(Direct.Status());
        var paid = Assert.IsType<StatusResult.Paid>(await bench.AskAsync());
        Assert.Equal((Direct.Amount, new DateTimeOffset(2026, 1, 1, 12, 4, 30, Wib.Offset), Requests.AttemptId),
            (paid.Amount, paid.At, paid.Reference));
        Assert.Equal($"/v2/{Requests.AttemptId}/status", bench.Stub.Requests.Single().Target);
    }

    [Fact]
    public async Task F09_a_lost_payment_that_is_found_brings_its_total_qr_and_end()
    {
        var qr = TestQris.For(Direct.Amount);
        await using var bench = await Direct.StartAsync(Direct.Charged());
        var pending = Assert.IsType<StatusResult.Pending>(await bench.AskAsync(providerRef: null));
        Assert.Equal((Requests.AttemptId, Direct.Amount, qr, new DateTimeOffset(2026, 1, 1, 12, 15, 0, Wib.Offset)),
            (pending.ProviderRef, pending.Found?.TotalAmount, pending.Found?.QrPayload, pending.Found?.ExpiresAt));
    }

    [Theory]
    [InlineData("settlement\"", "held_by_bank\"", "held_by_bank")]
    [InlineData("\"transaction_status\":\"settlement\",", "", null)]
    public async Task F34_what_is_not_known_is_this_orders_trouble_alone(string old, string @new, string? word)
    {
        await using var bench = await Direct.StartAsync(Direct.Status((old, @new)));
        Assert.Equal(word, Assert.IsType<StatusResult.Unreadable>(await bench.AskAsync()).Word);
    }

    [Theory]
    [InlineData("401")]
    [InlineData("429")]
    [InlineData("500")]
    public async Task F34_a_failure_with_http_200_is_the_whole_accounts(string code)
    {
        await using var bench = await Direct.StartAsync(GatewayReply.Json($$"""{"status_code":"{{code}}","status_message":"x"}"""));
        Assert.IsType<StatusResult.Unknown>(await bench.AskAsync());
    }

    [Fact]
    public async Task W5_deny_is_not_final()
    {
        await using var bench = await Direct.StartAsync(Direct.Status(("settlement\"", "deny\"")));
        Assert.IsType<StatusResult.Pending>(await bench.AskAsync());
    }

    [Theory]
    [InlineData("att_0123456789abcdefghijklmnop", "att_another", typeof(StatusResult.Unreadable))]
    [InlineData("G000000000", "G000000001", typeof(StatusResult.Doubtful))]
    [InlineData("\"IDR\"", "\"USD\"", typeof(StatusResult.Doubtful))]
    [InlineData("789000.00", "789.000", typeof(StatusResult.Doubtful))]
    [InlineData("\"order_id\"", "\"order_id\":\"att_another\",\"order_id\"", typeof(StatusResult.Unknown))]
    public async Task Money_that_is_not_certainly_ours_is_not_counted(string old, string @new, Type expected)
    {
        await using var bench = await Direct.StartAsync(Direct.Status((old, @new)));
        Assert.IsType(expected, await bench.AskAsync());
    }

    [Fact]
    public async Task A_qr_that_midtrans_forgets_to_end_is_ended_there()
    {
        await using var bench = await Direct.StartAsync(request => request.Method == "POST"
            ? Direct.Status(("settlement\"", "expire\""), ("\"status_code\":\"200\"", "\"status_code\":\"407\""))
            : Direct.Status(("settlement\"", "pending\"")));
        bench.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.IsType<StatusResult.Pending>(await bench.AskAsync());
        bench.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(new StatusResult.Ended(AttemptEnd.Expired), await bench.AskAsync());
        Assert.Equal($"/v2/{Requests.AttemptId}/expire", bench.Stub.Requests[^1].Target);
    }

    [Fact]
    public async Task A_qr_that_cannot_be_ended_any_more_stays_pending_until_midtrans_says_why()
    {
        await using var bench = await Direct.StartAsync(request => request.Method == "POST"
            ? GatewayReply.Json("""{"status_code":"412","status_message":"Transaction status cannot be updated."}""") : Direct.Status(("settlement\"", "pending\"")));
        bench.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.IsType<StatusResult.Pending>(await bench.AskAsync());
    }

    [Theory]
    [InlineData("cancel", "200", "pending", CancelAnswer.Cancelled)]
    [InlineData("expire", "407", "pending", CancelAnswer.Cancelled)]
    [InlineData("", "412", "settlement", CancelAnswer.TooLate)]
    [InlineData("", "412", "expire", CancelAnswer.Cancelled)]
    [InlineData("", "412", "pending", CancelAnswer.Unknown)]
    [InlineData("", "404", "pending", CancelAnswer.Unknown)]
    [InlineData("", "500", "pending", CancelAnswer.Unknown)]
    public async Task Calling_off_says_what_is_certain(string status, string code, string stands, CancelAnswer expected)
    {
        await using var bench = await Direct.StartAsync(request => request.Method == "POST"
            ? GatewayReply.Json($$"""{"status_code":"{{code}}","transaction_status":"{{status}}","order_id":"{{Requests.AttemptId}}"}""")
            : Direct.Status(("settlement\"", stands + "\"")));
        Assert.Equal(expected, await bench.CancelAsync());
        Assert.Equal($"/v2/{Requests.AttemptId}/cancel", bench.Stub.Requests[0].Target);
    }
}
