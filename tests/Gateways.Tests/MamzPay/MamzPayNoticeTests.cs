using QrisPayments.Payments;
using QrisPayments.Plugins;

namespace QrisPayments.Gateways.Tests.MamzPay;

/// <summary>MamzPay's webhook, the only word on a payment that it ever gives (WIRE §1).</summary>
public sealed class MamzPayNoticeTests
{
    private static readonly OpenedAttempt Attempt = Requests.Opened(50000, 50045, "PAY-1712345678-45");

    private static async Task<WebhookVerdict> VerifyAsync(string body, OpenedAttempt? attempt, long? confirmAbove = null)
    {
        await using var bench = await MamzPayBench.StartAsync(settings => settings.RequireManualConfirmAbove = confirmAbove);
        return ((IReceiveWebhooks)bench.Provider).Read(Requests.Webhook(body, attempt));
    }

    [Fact]
    public async Task The_recorded_webhook_settles_the_payment_it_names()
    {
        var verdict = await VerifyAsync(Fixture.ReadWithoutRemarks("mamzpay/paid-webhook.jsonc"),
            Requests.Opened(50000, 50045, "PAY-171234...") with { AttemptId = "INV-001" });

        var genuine = Assert.IsType<WebhookVerdict.Genuine>(verdict);
        Assert.Equal(new StatusResult.Paid { Amount = 50045, Reference = "PAY-171234..." }, genuine.Status);
        Assert.Equal(("INV-001", "PAY-171234..."), (genuine.AttemptId, genuine.ProviderRef));
        Assert.Equal(new WebhookReply(200, """{"ok":true}"""), genuine.Reply);
    }

    [Fact]
    public async Task F01_a_notice_that_the_money_went_back_is_told_as_that_for_its_own_payment_only()
    {
        var refunded = MamzPayBench.Notice().Replace("\"PAID\"", "\"REFUNDED\"", StringComparison.Ordinal);

        var genuine = Assert.IsType<WebhookVerdict.Genuine>(await VerifyAsync(refunded, Attempt));

        Assert.Equal(ReversalKind.Refund, Assert.IsType<StatusResult.Reversed>(genuine.Status).Kind);
        Assert.IsNotType<WebhookVerdict.Genuine>(await VerifyAsync(refunded, Attempt with { AttemptId = "att_another" }));
        Assert.IsNotType<WebhookVerdict.Genuine>(await VerifyAsync(refunded, attempt: null));
    }

    [Fact]
    public async Task M1_without_the_payments_own_address_nothing_is_believed()
    {
        var verdict = await VerifyAsync(MamzPayBench.Notice(), attempt: null);

        Assert.IsType<WebhookVerdict.Forged>(verdict);
        Assert.Equal(new WebhookReply(403, """{"ok":false}"""), verdict.Reply);
    }

    [Fact]
    public async Task M1_another_payments_reference_is_forged()
    {
        Assert.IsType<WebhookVerdict.Forged>(await VerifyAsync(MamzPayBench.Notice(refId: "att_another"), Attempt));
        Assert.IsType<WebhookVerdict.Forged>(await VerifyAsync(MamzPayBench.Notice(refId: Requests.AttemptId.ToUpperInvariant()), Attempt));
    }

    [Fact]
    public async Task M1_another_gateway_reference_is_forged() =>
        Assert.IsType<WebhookVerdict.Forged>(await VerifyAsync(MamzPayBench.Notice(trxId: "PAY-1712345678-46"), Attempt));

    [Theory]
    [InlineData(50000)]
    [InlineData(50044)]
    [InlineData(50046)]
    [InlineData(1)]
    public async Task M1_another_amount_is_never_paid_but_shown_to_a_person(long amount)
    {
        var genuine = Assert.IsType<WebhookVerdict.Genuine>(await VerifyAsync(MamzPayBench.Notice(amount: amount), Attempt));

        Assert.Equal("amount_differs", Assert.IsType<StatusResult.Doubtful>(genuine.Status).Code);
        Assert.Equal(200, genuine.Reply.StatusCode);
    }

    [Theory]
    [InlineData(50045, false)]
    [InlineData(50044, true)]
    public async Task M1_above_the_merchants_limit_a_person_confirms(long confirmAbove, bool isConfirmedByHand)
    {
        var genuine = Assert.IsType<WebhookVerdict.Genuine>(await VerifyAsync(MamzPayBench.Notice(), Attempt, confirmAbove));

        if (isConfirmedByHand) Assert.Equal("confirm_by_hand", Assert.IsType<StatusResult.Doubtful>(genuine.Status).Code);
        else Assert.IsType<StatusResult.Paid>(genuine.Status);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("1")]
    [InlineData("\"paid\"")]
    [InlineData("\"PENDING\"")]
    [InlineData("null")]
    public async Task M3_only_the_text_PAID_means_paid(string status)
    {
        var verdict = await VerifyAsync(MamzPayBench.Notice().Replace("\"PAID\"", status, StringComparison.Ordinal), Attempt);

        Assert.IsType<WebhookVerdict.Malformed>(verdict);
        Assert.Equal(200, verdict.Reply.StatusCode);
    }

    [Theory]
    [InlineData("ref_id")]
    [InlineData("trx_id_gateway")]
    [InlineData("amount_received")]
    public async Task M4_a_webhook_that_lacks_a_value_is_kept_for_a_person(string member)
    {
        var verdict = await VerifyAsync(MamzPayBench.Notice().Replace($"\"{member}\"", "\"other\"", StringComparison.Ordinal), Attempt);

        Assert.IsType<WebhookVerdict.Malformed>(verdict);
        Assert.Equal(200, verdict.Reply.StatusCode);
    }

    [Fact]
    public async Task M7_a_webhook_before_the_creates_answer_is_sent_back_and_kept_for_later()
    {
        var early = Assert.IsType<WebhookVerdict.Genuine>(
            await VerifyAsync(MamzPayBench.Notice(), Attempt with { ProviderRef = null, TotalAmount = 50000 }));

        Assert.Equal(503, early.Reply.StatusCode);
        Assert.Equal("create_unanswered", Assert.IsType<StatusResult.Doubtful>(early.Status).Code);
        Assert.Null(early.ProviderRef);
        // The same webhook, read again when the answer is in the books.
        Assert.IsType<StatusResult.Paid>(Assert.IsType<WebhookVerdict.Genuine>(await VerifyAsync(MamzPayBench.Notice(), Attempt)).Status);
    }

    [Fact]
    public async Task M9_the_samples_remarks_are_no_json() =>
        Assert.IsType<WebhookVerdict.Malformed>(await VerifyAsync(Fixture.Read("mamzpay/paid-webhook.jsonc"), Attempt));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("status=PAID")]
    [InlineData("{\"status\":\"PAID\"")]
    public async Task What_is_no_notice_is_malformed_for_whoever_knows_the_address_and_forged_for_all_others(string body)
    {
        Assert.IsType<WebhookVerdict.Malformed>(await VerifyAsync(body, Attempt));
        Assert.IsType<WebhookVerdict.Forged>(await VerifyAsync(body, attempt: null));
    }

    [Fact]
    public async Task G1_the_amount_may_be_a_text() =>
        Assert.IsType<StatusResult.Paid>(Assert.IsType<WebhookVerdict.Genuine>(
            await VerifyAsync(MamzPayBench.Notice().Replace("50045,", "\"50045.00\",", StringComparison.Ordinal), Attempt)).Status);
}
