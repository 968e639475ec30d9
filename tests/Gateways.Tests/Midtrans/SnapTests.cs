using QrisPayments.Midtrans;
using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests.Midtrans;

public sealed class SnapTests
{
    private const string Token = "0f8736b5-2f1f-40bd-b3ad-0ef0a06d3443";

    private static GatewayReply Page(string host = "app.midtrans.com") =>
        GatewayReply.Json($$"""{"token":"{{Token}}","redirect_url":"https://{{host}}/snap/v4/redirection/{{Token}}"}""", 201);

    private static Task<ProviderBench> StartAsync(Func<StubRequest, GatewayReply> answer, Action<MidtransSettings>? change = null) =>
        Direct.StartAsync(answer, settings =>
        {
            settings.Mode = MidtransMode.Snap;
            change?.Invoke(settings);
        });

    [Fact]
    public async Task A_transaction_gives_midtranss_page_and_its_token()
    {
        await using var bench = await StartAsync(_ => Page());

        var opened = Assert.IsType<OpenResult.Opened>(
            await bench.OpenAsync(Requests.Open(Direct.Amount) with { ReturnUrl = new Uri("https://shop.example/qris/pay/pay_1") }));

        Assert.Equal((Token, $"https://app.midtrans.com/snap/v4/redirection/{Token}"),
            (opened.ProviderRef, opened.RedirectUrl!.AbsoluteUri));
        var asked = bench.Stub.Requests.Single();
        Assert.Equal(("/snap/v1/transactions", Requests.WebhookUrl.AbsoluteUri), (asked.Target, asked.Headers["X-Override-Notification"]));
        var sent = asked.Json();
        Assert.Equal("""["other_qris","gopay"]""", sent.GetProperty("enabled_payments").GetRawText());
        Assert.Equal("https://shop.example/qris/pay/pay_1", sent.GetProperty("callbacks").GetProperty("finish").GetString());
        Assert.Equal(("2026-01-01 12:00:00 +0700", 15, "minutes"),
            (sent.GetProperty("expiry").GetProperty("start_time").GetString(),
                sent.GetProperty("expiry").GetProperty("duration").GetInt32(), sent.GetProperty("expiry").GetProperty("unit").GetString()));
        Assert.Equal("snap", bench.Provider.Traits.Method);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("app.sandbox.midtrans.com")]
    public async Task W8_W10_only_the_page_of_the_right_environment_is_shown(string host)
    {
        await using var bench = await StartAsync(_ => Page(host));
        Assert.Equal("page_refused", Assert.IsType<OpenResult.Rejected>(await bench.OpenAsync(Requests.Open(Direct.Amount))).Code);
    }

    [Fact]
    public async Task W3_nothing_chosen_yet_is_not_unknown_to_midtrans()
    {
        await using var bench = await StartAsync(_ => GatewayReply.Json(Fixture.Read("midtrans/not-found.json"), 404));
        Assert.IsType<StatusResult.Pending>(await bench.AskAsync(Token));
        bench.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.IsType<StatusResult.NotFound>(await bench.AskAsync(Token));
    }

    [Fact]
    public async Task W6_an_order_that_exists_already_is_ours()
    {
        await using var bench = await StartAsync(_ => GatewayReply.Json("""{"error_messages":["transaction_details.order_id sudah digunakan"]}""", 400));
        Assert.IsType<OpenResult.Unknown>(await bench.OpenAsync(Requests.Open(Direct.Amount)));
    }

    [Theory]
    [InlineData(401, typeof(OpenResult.Rejected))]
    [InlineData(400, typeof(OpenResult.Rejected))]
    [InlineData(500, typeof(OpenResult.Unknown))]
    public async Task A_no_is_a_no_and_a_failure_is_open(int status, Type expected)
    {
        await using var bench = await StartAsync(_ => GatewayReply.Json("""{"error_messages":["no"]}""", status));
        Assert.IsType(expected, await bench.OpenAsync(Requests.Open(Direct.Amount)));
    }

    [Fact]
    public async Task Calling_off_closes_the_page_first()
    {
        await using var bench = await StartAsync(request => request.Target.StartsWith("/snap/", StringComparison.Ordinal)
            ? new GatewayReply { StatusCode = 200, Body = "" } : GatewayReply.Json(Fixture.Read("midtrans/not-found.json"), 404));
        Assert.Equal(CancelAnswer.Cancelled, await bench.CancelAsync(Token));
        Assert.Equal([$"/snap/v1/transactions/{Token}/cancel", $"/v2/{Requests.AttemptId}/cancel"],
            bench.Stub.Requests.Select(request => request.Target));
        Assert.Equal(CancelAnswer.Unknown, await bench.CancelAsync(providerRef: null));
    }
}
