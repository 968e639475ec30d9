using QrisPayments.PayDigital;
using QrisPayments.Payments;
using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests.PayDigital;

/// <summary>PayDigital, asked how an invoice stands (WIRE §3).</summary>
public sealed class PayDigitalStatusTests
{
    private static readonly OpenedAttempt Attempt = Requests.Opened(10000, 10387, PayDigitalBench.Invoice);

    private static Task<StatusResult> AskAsync(ProviderBench bench, OpenedAttempt? attempt = null) =>
        ((IQueryStatus)bench.Provider).QueryAsync(attempt ?? Attempt, CancellationToken.None);

    private static async Task<StatusResult> AskAsync(string body, int statusCode = 200)
    {
        await using var bench = await PayDigitalBench.StartAsync();
        bench.Stub.Answer = _ => GatewayReply.Json(body, statusCode);
        return await AskAsync(bench);
    }

    [Fact]
    public async Task The_recorded_answer_is_paid() =>
        // G3: 14:30 in Jakarta.
        Assert.Equal(new StatusResult.Paid { Amount = 10387, At = new DateTimeOffset(2023, 12, 1, 7, 30, 0, TimeSpan.Zero) },
            await AskAsync(Fixture.Read("paydigital/paid.json")));

    [Fact]
    public async Task P1_success_alone_is_not_paid()
    {
        Assert.IsType<StatusResult.Pending>(await AskAsync(PayDigitalBench.State("pending")));
        Assert.IsType<StatusResult.Unreadable>(await AskAsync("""{"status":"success"}"""));
        Assert.IsType<StatusResult.Unknown>(await AskAsync("""{"status":"paid"}"""));
        Assert.IsType<StatusResult.Unknown>(
            await AskAsync(PayDigitalBench.State().Replace("\"status\": \"success\"", "\"status\": \"error\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task F34_P1_another_invoice_is_not_ours() =>
        Assert.IsType<StatusResult.Unreadable>(
            await AskAsync(PayDigitalBench.State().Replace(PayDigitalBench.Invoice, "PYG20231201123457", StringComparison.Ordinal)));

    [Theory]
    [InlineData("\"total_amount\": 10387", "\"total_amount\": 10386")]
    [InlineData("\"total_amount\": 10387", "\"total_amount\": 10000")]
    [InlineData("\"total_amount\": 10387,", "")]
    public async Task P1_paid_over_another_total_is_for_a_person(string from, string to) =>
        Assert.Equal("total_differs",
            Assert.IsType<StatusResult.Doubtful>(await AskAsync(PayDigitalBench.State().Replace(from, to, StringComparison.Ordinal))).Code);

    [Fact]
    public async Task P3_asked_by_post_the_key_is_in_header_and_form()
    {
        await using var bench = await PayDigitalBench.StartAsync();
        bench.Stub.Answer = _ => GatewayReply.Json(PayDigitalBench.State());

        Assert.IsType<StatusResult.Paid>(await AskAsync(bench));

        var asked = bench.Stub.Requests.Single();
        Assert.Equal(("POST", "/api/payment.php", "Bearer " + PayDigitalBench.ApiKey),
            (asked.Method, asked.Target, asked.Headers["Authorization"]));
        Assert.Equal(new Dictionary<string, string> { ["api_key"] = PayDigitalBench.ApiKey, ["invoice"] = PayDigitalBench.Invoice },
            asked.Form());
    }

    [Fact]
    public async Task P3_asked_by_get_the_key_is_in_the_header_alone()
    {
        await using var bench = await PayDigitalBench.StartAsync(settings => settings.StatusMethod = StatusMethod.Get);
        bench.Stub.Answer = _ => GatewayReply.Json(PayDigitalBench.State());

        Assert.IsType<StatusResult.Paid>(await AskAsync(bench));
        await AskAsync(bench, Attempt with { ProviderRef = "A&api_key=b c" });

        Assert.Equal(("GET", "/api/payment.php?invoice=" + PayDigitalBench.Invoice, "", "Bearer " + PayDigitalBench.ApiKey),
            (bench.Stub.Requests[0].Method, bench.Stub.Requests[0].Target, bench.Stub.Requests[0].Body,
                bench.Stub.Requests[0].Headers["Authorization"]));
        Assert.Equal("/api/payment.php?invoice=A%26api_key%3Db%20c", bench.Stub.Requests[1].Target);
    }

    [Fact]
    public async Task P7_an_invoice_whose_number_was_lost_is_not_asked_about_and_stays_unpaid()
    {
        await using var bench = await PayDigitalBench.StartAsync();

        Assert.IsType<StatusResult.Pending>(await AskAsync(bench, Attempt with { ProviderRef = null }));
        Assert.Empty(bench.Stub.Requests);
    }

    [Theory]
    [InlineData("paid", typeof(StatusResult.Paid))]
    [InlineData("PAID ", typeof(StatusResult.Paid))]
    [InlineData("pending", typeof(StatusResult.Pending))]
    [InlineData("Unpaid", typeof(StatusResult.Pending))]
    [InlineData("waiting", typeof(StatusResult.Pending))]
    [InlineData("expired", typeof(StatusResult.Ended))]
    [InlineData("failed", typeof(StatusResult.Ended))]
    [InlineData("cancelled", typeof(StatusResult.Ended))]
    [InlineData("canceled", typeof(StatusResult.Ended))]
    [InlineData("refunded", typeof(StatusResult.Reversed))]
    [InlineData("CHARGEBACK", typeof(StatusResult.Reversed))]
    [InlineData("settled?", typeof(StatusResult.Unreadable))]
    [InlineData("", typeof(StatusResult.Unreadable))]
    public async Task F34_P8_each_state_is_read_and_an_unknown_one_is_asked_again(string word, Type result)
    {
        var said = await AskAsync(PayDigitalBench.State(word));
        Assert.IsType(result, said);
        if (said is StatusResult.Unreadable unreadable) Assert.Equal(word, unreadable.Word);
    }

    [Theory]
    [InlineData(200, "Invoice sedang ditinjau", typeof(StatusResult.Unreadable))]
    [InlineData(422, "Invoice sedang ditinjau", typeof(StatusResult.Unreadable))]
    [InlineData(500, "Invoice sedang ditinjau", typeof(StatusResult.Unknown))]
    [InlineData(200, "API key tidak valid", typeof(StatusResult.Unknown))]
    [InlineData(200, "Toko tidak aktif", typeof(StatusResult.Unknown))]
    public async Task F34_a_refusal_of_one_invoice_is_not_the_accounts(int statusCode, string message, Type result) =>
        Assert.IsType(result, await AskAsync($$"""{"status":"error","message":"{{message}}"}""", statusCode));

    [Theory]
    [MemberData(nameof(BrokenLines.Unclear), MemberType = typeof(BrokenLines))]
    public async Task P8_a_challenge_page_or_a_broken_line_changes_nothing(string line)
    {
        await using var bench = await PayDigitalBench.StartAsync(patience: BrokenLines.Patience);
        bench.Stub.Answer = _ => BrokenLines.Reply(line);

        Assert.IsType<StatusResult.Unknown>(await AskAsync(bench));
    }

    [Fact]
    public async Task P8_a_gateway_that_asks_for_peace_gets_it()
    {
        await using var bench = await PayDigitalBench.StartAsync();
        bench.Stub.Answer = _ => GatewayReply.TooMany(90);

        Assert.Equal(TimeSpan.FromSeconds(90), Assert.IsType<StatusResult.Unknown>(await AskAsync(bench)).RetryAfter);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"0000-00-00 00:00:00\"")]
    [InlineData("0")]
    [InlineData("false")]
    public async Task P11_paid_without_a_time_is_paid(string paidAt) =>
        Assert.Equal(new StatusResult.Paid { Amount = 10387 }, await AskAsync(PayDigitalBench.State(paidAt: paidAt)));

    [Theory]
    [InlineData("Invoice tidak ditemukan", true)]
    [InlineData("invoice not found", true)]
    [InlineData("Merchant not found", false)]
    [InlineData("Invalid API Key", false)]
    public async Task Only_an_invoice_that_is_not_there_is_not_found(string message, bool isNotFound)
    {
        var result = await AskAsync($$"""{"status":"error","message":"{{message}}"}""", isNotFound ? 404 : 401);

        Assert.IsType(isNotFound ? typeof(StatusResult.NotFound) : typeof(StatusResult.Unknown), result);
    }
}
