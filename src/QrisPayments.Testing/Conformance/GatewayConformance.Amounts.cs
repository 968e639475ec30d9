#pragma warning disable CS1591 // The names are the sentences.
using QrisPayments.Plugins;
using Xunit;

namespace QrisPayments.Testing;

public abstract partial class GatewayConformance
{
    [Fact]
    public async Task Less_than_the_shop_asked_for_is_never_offered()
    {
        var payment = NewPayment();
        var less = payment.Request.Amount - 1_000;
        await NeverOfferedAsync(payment, payment with { Total = less, Qr = TestQris.For(less) },
            $"a total of {less} when the shop asked for {payment.Request.Amount}");
    }

    [Fact]
    public async Task Ten_times_what_the_shop_asked_for_is_never_offered()
    {
        var payment = NewPayment();
        var tenfold = payment.Request.Amount * 10;
        await NeverOfferedAsync(payment, payment with { Total = tenfold, Qr = TestQris.For(tenfold) },
            $"a total of {tenfold} when the shop asked for {payment.Request.Amount}");
    }

    [Fact]
    public async Task Another_total_is_reported_as_the_gateway_says_it()
    {
        var payment = NewPayment();
        var more = payment with { Total = payment.Total + 7, Qr = TestQris.For(payment.Total + 7) };
        if (!Differs(payment, more)) return;
        Say(more, Created);
        var result = await PluginBench.OpenGuardedAsync(_account, more.Request, _clock);
        if (result is OpenResult.Opened opened && opened.TotalAmount != more.Total)
            Assert.Fail($"The gateway wants {more.Total}, but the customer is told {opened.TotalAmount}. "
                + "Take Opened.TotalAmount from the gateway's answer, not from the request.");
    }

    [Fact]
    public async Task A_QR_for_another_amount_is_never_shown()
    {
        var payment = NewPayment();
        if (!await ShowsQrAsync(payment)) return;
        await NeverOfferedAsync(payment, payment with { Qr = TestQris.For(payment.Total + 5_000) },
            $"a QR for {payment.Total + 5_000} with a total of {payment.Total}");
    }

    [Fact]
    public async Task A_broken_QR_is_never_shown()
    {
        var payment = NewPayment();
        if (!await ShowsQrAsync(payment)) return;
        await NeverOfferedAsync(payment, payment with { Qr = TestQris.Broken(payment.Total) }, "a QR whose checksum does not fit");
    }

    [Fact]
    public async Task Each_payment_keeps_the_reference_that_the_gateway_gave_it()
    {
        if (!CallsGateway) return;
        var (one, two) = (NewPayment(), NewPayment());
        Say(one, Created);
        var first = await OpenAsync(one) as OpenResult.Opened;
        Say(two, Created);
        var second = await OpenAsync(two) as OpenResult.Opened;
        if (_script.TakesOurReference && !Names(_stub.Requests, one.Request.AttemptId))
            Assert.Fail($"The gateway knows payments by our reference, but {one.Request.AttemptId} was not sent: {Asked()}. "
                + "Send the AttemptId: it cannot be guessed, and it is never used twice.");
        // A gateway that takes our reference may have none of its own.
        if (!Differs(one, one with { Reference = two.Reference })) return;
        if (first?.ProviderRef != one.Reference || second?.ProviderRef != two.Reference)
            Assert.Fail($"The gateway's references were {one.Reference} and {two.Reference}, but Opened.ProviderRef was "
                + $"{first?.ProviderRef ?? "null"} and {second?.ProviderRef ?? "null"}. Take it from the answer: "
                + "status and webhooks are found by it.");
    }

    [Fact]
    public async Task An_answer_without_reference_is_not_taken_as_opened()
    {
        var payment = NewPayment();
        await NeverOfferedAsync(payment, payment with { Reference = "" }, "an answer whose reference is empty");
    }

    [Fact]
    public async Task The_end_of_an_attempt_is_read_as_Jakarta_time()
    {
        if (!CallsGateway) return;
        var payment = NewPayment();
        Say(payment, Created);
        if (await OpenAsync(payment) is OpenResult.Opened { ExpiresAt: { } end }) IsJakarta("Opened.ExpiresAt", end, payment.ExpiresAt);
    }

    /// <summary>What a script does not write down, the gateway does not say.</summary>
    private bool Differs(GatewayPayment right, GatewayPayment wrong) =>
        CallsGateway && Created(right) is var one && Created(wrong) is var other
        && (one.Body != other.Body
            || !one.Headers.OrderBy(header => header.Key).SequenceEqual(other.Headers.OrderBy(header => header.Key)));

    /// <summary>A QR that the plugin makes no use of does no harm.</summary>
    private async Task<bool> ShowsQrAsync(GatewayPayment payment)
    {
        if (!CallsGateway) return false;
        Say(payment, Created);
        return await OpenAsync(payment) is OpenResult.Opened { QrPayload: not null };
    }

    private async Task NeverOfferedAsync(GatewayPayment right, GatewayPayment wrong, string what)
    {
        if (!Differs(right, wrong)) return;
        Say(wrong, Created);
        await OpenAsync(wrong);
        // The module's own check stands in between, as it does in a shop.
        if (await PluginBench.OpenGuardedAsync(_account, wrong.Request, _clock) is OpenResult.Opened opened)
            Assert.Fail($"The gateway answered {what}, and the customer would be shown {opened}. "
                + "Hand on what the gateway says, unchanged, and answer Unknown when it cannot be right.");
    }

    [Fact]
    public async Task The_customer_is_sent_to_the_gateways_own_page_and_nowhere_else()
    {
        if (!CallsGateway || _script.Pages is null) return;
        var payment = NewPayment();
        Say(payment, Created);
        if (await OpenAsync(payment) is not OpenResult.Opened { RedirectUrl: var page } || page != payment.Redirect)
            Assert.Fail($"The gateway's page is {payment.Redirect}, but the customer would not be sent there. "
                + "Take Opened.RedirectUrl from the answer; if there is no page, take Pages out of the script.");
        var right = payment.Redirect;
        foreach (var wrong in (string[])[
            "https://contoh.example/p/1", $"http://{right.Authority}{right.PathAndQuery}",
            $"https://{right.Authority}.contoh.example{right.PathAndQuery}",
            $"https://{right.Authority}@contoh.example{right.PathAndQuery}"])
        {
            Say(payment with { Redirect = new Uri(wrong) }, Created);
            if (await PluginBench.OpenGuardedAsync(_account, payment.Request, _clock) is OpenResult.Opened { RedirectUrl: { } elsewhere })
                Assert.Fail($"The gateway answered with the page {wrong}, and the customer would be sent to {elsewhere}. "
                    + $"Only {right.Scheme}://{right.Authority} is the gateway's: answer Rejected for any other.");
        }
    }

    private static void IsJakarta(string name, DateTimeOffset read, DateTimeOffset meant)
    {
        // Gateways write whole seconds, and some whole minutes.
        if ((read - meant).Duration() >= TimeSpan.FromMinutes(1))
            Assert.Fail($"The gateway wrote the Jakarta time {meant:yyyy-MM-dd HH:mm:ss}, and {name} is {read:O}. "
                + "A time without a zone is WIB (+07:00): read it with Wib.TryParse.");
    }
}
