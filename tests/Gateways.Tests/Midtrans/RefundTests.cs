using QrisPayments.Payments;
using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests.Midtrans;

/// <summary>Money that goes back at Midtrans: ours by "online direct" with our key, and what it tells of others' (F01).</summary>
public sealed class RefundTests
{
    private const string Key = "rfd_0123456789abcdefghijklmnop";

    private static readonly RefundRequest Request =
        new() { Attempt = Direct.Attempt(), Amount = 10_000, Key = Key, Reason = "Barang habis" };

    private static GatewayReply Recorded(string name, params (string Old, string New)[] replace) =>
        GatewayReply.Json(Direct.Edit(Fixture.Read($"midtrans/{name}.json").Replace("{key}", Key, StringComparison.Ordinal), replace));

    private static async Task<RefundAnswer> RefundAsync(GatewayReply reply)
    {
        await using var bench = await Direct.StartAsync(reply);
        return await ((IRefund)bench.Provider).RefundAsync(Request, CancellationToken.None);
    }

    private static async Task<RefundAnswer> QueryAsync(GatewayReply reply)
    {
        await using var bench = await Direct.StartAsync(reply);
        return await ((IRefund)bench.Provider).QueryRefundAsync(Request, CancellationToken.None);
    }

    private static async Task<StatusResult> AskAsync(GatewayReply reply)
    {
        await using var bench = await Direct.StartAsync(reply);
        return await bench.AskAsync();
    }

    [Fact]
    public async Task It_is_sent_to_online_direct_with_key_amount_and_reason()
    {
        await using var bench = await Direct.StartAsync(Recorded("refunded"));

        Assert.Equal(new RefundAnswer.Done("7001"), await ((IRefund)bench.Provider).RefundAsync(Request, CancellationToken.None));

        var sent = Assert.Single(bench.Stub.Requests);
        Assert.Equal(("POST", $"/v2/{Requests.AttemptId}/refund/online/direct"), (sent.Method, sent.Target));
        Assert.Equal($$"""{"refund_key":"{{Key}}","amount":10000,"reason":"Barang habis"}""", sent.Body);
    }

    [Theory]
    [InlineData("10000.00", "20000.00")]
    [InlineData(Key, "rfd_another")]
    [InlineData(Requests.AttemptId, "att_another")]
    [InlineData("partial_refund", "settlement")]
    public async Task An_answer_about_something_else_is_no_certainty(string old, string @new) =>
        Assert.IsType<RefundAnswer.Unknown>(await RefundAsync(Recorded("refunded", (old, @new))));

    [Theory]
    [InlineData("400", typeof(RefundAnswer.Rejected))]
    [InlineData("401", typeof(RefundAnswer.Rejected))]
    [InlineData("404", typeof(RefundAnswer.Rejected))]
    [InlineData("412", typeof(RefundAnswer.Rejected))]
    [InlineData("414", typeof(RefundAnswer.Rejected))]
    [InlineData("202", typeof(RefundAnswer.Rejected))]
    [InlineData("201", typeof(RefundAnswer.Pending))]
    [InlineData("406", typeof(RefundAnswer.Unknown))]
    [InlineData("500", typeof(RefundAnswer.Unknown))]
    [InlineData("503", typeof(RefundAnswer.Unknown))]
    public async Task The_bodys_own_code_says_how_it_ended(string code, Type expected) =>
        Assert.IsType(expected, await RefundAsync(GatewayReply.Json($$"""{"status_code":"{{code}}","status_message":"x"}""")));

    [Fact]
    public async Task It_is_found_in_the_transactions_list_by_its_key()
    {
        Assert.Equal(new RefundAnswer.Done("7001"), await QueryAsync(Recorded("status-refunded")));
        Assert.IsType<RefundAnswer.NotFound>(await QueryAsync(Recorded("status-refunded", (Key, "another"))));
        Assert.IsType<RefundAnswer.NotFound>(await QueryAsync(Direct.Status()));
        Assert.IsType<RefundAnswer.Unknown>(await QueryAsync(Direct.Status(("settlement\"", "partial_refund\""))));
        Assert.IsType<RefundAnswer.Unknown>(await QueryAsync(GatewayReply.Json(Fixture.Read("midtrans/not-found.json"))));
    }

    [Fact]
    public async Task F01_a_refund_is_told_with_its_sum_and_each_of_its_parts()
    {
        var told = Assert.IsType<StatusResult.Reversed>(await AskAsync(Recorded("status-refunded")));

        Assert.Equal((ReversalKind.Refund, "partial_refund", 10_000L), (told.Kind, told.Code, told.TotalRefunded));
        Assert.Equal(
            new GatewayRefund
            {
                Amount = 10_000, Key = Key, Reference = "7001", At = new DateTimeOffset(2026, 1, 2, 2, 0, 3, TimeSpan.Zero),
                Reason = "Barang habis",
            },
            Assert.Single(told.Refunds));
    }

    [Theory]
    [InlineData("refund", ReversalKind.Refund)]
    [InlineData("partial_refund", ReversalKind.Refund)]
    [InlineData("chargeback", ReversalKind.Chargeback)]
    [InlineData("partial_chargeback", ReversalKind.Chargeback)]
    [InlineData("void", ReversalKind.Void)]
    public async Task F01_every_word_for_money_that_went_back_is_told_as_that(string status, ReversalKind kind)
    {
        var told = Assert.IsType<StatusResult.Reversed>(await AskAsync(Direct.Status(("settlement\"", status + "\""))));

        Assert.Equal((kind, status, null, 0), (told.Kind, told.Code, told.TotalRefunded, told.Refunds.Count));
    }

    [Fact]
    public async Task F01_a_list_that_cannot_be_read_leaves_the_sum()
    {
        var told = Assert.IsType<StatusResult.Reversed>(
            await AskAsync(Recorded("status-refunded", ("\"refund_amount\":\"10000.00\",\"created_at\"", "\"created_at\""))));

        Assert.Equal((10_000L, 0), (told.TotalRefunded, told.Refunds.Count));
    }
}
