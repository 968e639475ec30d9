using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests.MidtransMiddleware;

public sealed class StatusTests
{
    private static string Said(string status, string? fraud = "accept", string code = "200") => fraud is null
        ? $$"""{ "id": "e67a2012", "transaction_status": "{{status}}", "status_code": "{{code}}", "status_message": "Success, transaction is found" }"""
        : $$"""{ "id": "e67a2012", "transaction_status": "{{status}}", "fraud_status": "{{fraud}}", "status_code": "{{code}}", "status_message": "Success, transaction is found" }""";

    private static async Task<StatusResult> AskAsync(string body, int status = 200)
    {
        await using var bench = await Middleware.StartAsync(GatewayReply.Json(body, status));
        return await bench.QueryAsync();
    }

    [Fact]
    public async Task The_recorded_status_is_paid()
    {
        await using var bench = await Middleware.StartAsync(GatewayReply.Json(Fixture.Read("midtrans-middleware/status.json")));
        Assert.IsType<StatusResult.Paid>(await bench.QueryAsync());
        var asked = bench.Stub.Requests.Single();
        Assert.Equal(("GET", $"/status/{Requests.AttemptId}", "fake-app-key-0001"),
            (asked.Method, asked.Target, asked.Headers["X-Api-Key"]));
    }

    [Theory]
    [InlineData("capture", "accept", typeof(StatusResult.Paid))]
    [InlineData("capture", "challenge", typeof(StatusResult.Doubtful))]
    [InlineData("capture", null, typeof(StatusResult.Doubtful))]
    [InlineData("capture", "deny", typeof(StatusResult.Pending))]
    [InlineData("settlement", null, typeof(StatusResult.Paid))]
    [InlineData("settlement", "challenge", typeof(StatusResult.Doubtful))]
    public async Task W1_a_capture_counts_only_when_the_fraud_check_accepts_it(string status, string? fraud, Type expected) =>
        Assert.IsType(expected, await AskAsync(Said(status, fraud)));

    [Fact]
    public async Task W2_paid_claims_no_amount_and_stands_under_our_own_order()
    {
        var paid = Assert.IsType<StatusResult.Paid>(await AskAsync(Said("settlement")));
        Assert.Equal((null, null, Requests.AttemptId), (paid.Amount, paid.At, paid.Reference));
    }

    public static TheoryData<int, string, string> NotFoundAnswers => new()
    {
        { 404, "application/json", """{"error":"Transaction doesn't exist."}""" },
        { 404, "text/html", "<!doctype html><title>404 Not Found</title>" },
        { 404, "text/plain", "" },
        { 200, "application/json", """{"status_code":"404","status_message":"Transaction doesn't exist."}""" },
    };

    [Theory]
    [MemberData(nameof(NotFoundAnswers))]
    public async Task W3_not_found_means_nothing_until_the_time_is_over(int status, string type, string body)
    {
        await using var bench = await Middleware.StartAsync(new GatewayReply { StatusCode = status, ContentType = type, Body = body });
        Assert.IsType<StatusResult.Pending>(await bench.QueryAsync());
        bench.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.IsType<StatusResult.NotFound>(await bench.QueryAsync());
    }

    [Theory]
    [InlineData(200, "settlement", "407", typeof(StatusResult.Paid))]
    [InlineData(407, "expire", "407", typeof(StatusResult.Ended))]
    [InlineData(200, "pending", "200", typeof(StatusResult.Pending))]
    [InlineData(404, "settlement", "404", typeof(StatusResult.Paid))]
    [InlineData(200, "resting", "200", typeof(StatusResult.Unreadable))]
    [InlineData(200, "", "200", typeof(StatusResult.Unreadable))]
    public async Task W4_the_transaction_status_decides_whatever_the_numbers_say(int http, string status, string code, Type expected) =>
        Assert.IsType(expected, await AskAsync(Said(status, "accept", code), http));

    [Fact]
    public async Task F34_a_status_that_is_not_known_is_told_by_its_word() =>
        Assert.Equal("resting", Assert.IsType<StatusResult.Unreadable>(await AskAsync(Said("resting"))).Word);

    [Fact]
    public async Task W5_deny_is_not_final() => Assert.IsType<StatusResult.Pending>(await AskAsync(Said("deny", "deny")));

    [Theory]
    [InlineData("expire", AttemptEnd.Expired)]
    [InlineData("cancel", AttemptEnd.Cancelled)]
    [InlineData("failure", AttemptEnd.Failed)]
    public async Task W5_expire_and_cancel_are_final(string status, AttemptEnd end) =>
        Assert.Equal(new StatusResult.Ended(end), await AskAsync(Said(status, null)));

    [Theory]
    [InlineData("refund", ReversalKind.Refund)]
    [InlineData("partial_refund", ReversalKind.Refund)]
    [InlineData("chargeback", ReversalKind.Chargeback)]
    [InlineData("partial_chargeback", ReversalKind.Chargeback)]
    public async Task F01_W5_money_that_went_back_is_told_as_that(string status, ReversalKind kind) =>
        Assert.Equal(kind, Assert.IsType<StatusResult.Reversed>(await AskAsync(Said(status))).Kind);

    [Theory]
    [InlineData(401)]
    [InlineData(500)]
    public async Task A_refused_key_or_a_failure_decides_nothing(int status) =>
        Assert.IsType<StatusResult.Unknown>(await AskAsync("""{"error":"x"}""", status));

    [Fact]
    public async Task G12_too_many_requests_are_passed_on_with_the_wish()
    {
        await using var bench = await Middleware.StartAsync(GatewayReply.TooMany(30));
        Assert.Equal(TimeSpan.FromSeconds(30), Assert.IsType<StatusResult.Unknown>(await bench.QueryAsync()).RetryAfter);
        Assert.Equal("unavailable", Assert.IsType<OpenResult.Rejected>(await bench.OpenAsync(Requests.Open(150_000))).Code);
    }

    [Fact]
    public void W12_no_fixture_holds_a_real_key()
    {
        var fixtures = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures"), "*", SearchOption.AllDirectories);
        Assert.NotEmpty(fixtures);
        Assert.All(fixtures, file => Assert.DoesNotMatch("(?i)mid-(server|client)-[a-z0-9_-]{6,}|whsec_[a-z0-9]{16,}|fb93b4e8",
            File.ReadAllText(file)));
    }
}
