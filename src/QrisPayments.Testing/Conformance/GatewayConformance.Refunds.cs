#pragma warning disable CS1591 // The names are the sentences.
using System.Globalization;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using Xunit;

namespace QrisPayments.Testing;

public abstract partial class GatewayConformance
{
    [Fact]
    public async Task A_refund_that_worked_is_done_and_was_asked_for_with_our_key_and_amount()
    {
        if (!Has<IRefund>(out var gateway)) return;
        foreach (var isWhole in (bool[])[true, false])
        {
            var (request, payment) = Refund(NewPayment(), isWhole);
            Say(payment, Needs(_script.Refunded, nameof(GatewayScript.Refunded), "the provider is an IRefund."));
            var asked = _stub.Requests.Count;
            if (await RefundAsync(gateway, request) is not RefundAnswer.Done and var answer)
                Assert.Fail($"The gateway gave {request.Amount} back, but RefundAsync answered {answer}. Answer RefundAnswer.Done.");
            var sent = _stub.Requests.Skip(asked).ToList();
            if (!Names(sent, request.Key))
                Assert.Fail($"The key {request.Key} was not sent: {Asked()}. With it, a gateway that is asked twice gives back once.");
            if (!Names(sent, request.Amount.ToString(CultureInfo.InvariantCulture)))
                Assert.Fail($"The amount {request.Amount} was not sent: {Asked()}. Without it, a gateway may give back everything.");
        }
    }

    [Fact]
    public async Task A_refund_of_another_amount_is_not_taken_for_done()
    {
        if (!Has<IRefund>(out var gateway)) return;
        var (request, payment) = Refund(NewPayment());
        var words = Needs(_script.Refunded, nameof(GatewayScript.Refunded), "the provider is an IRefund.");
        var other = payment with { Refund = payment.Refund! with { Amount = request.Amount - 1_000 } };
        if (words(payment).Body == words(other).Body) return;
        Say(other, words);
        if (await RefundAsync(gateway, request) is RefundAnswer.Done)
            Assert.Fail($"The gateway was asked for {request.Amount} and speaks of {other.Refund.Amount}, but RefundAsync answered Done. "
                + "Compare the amounts and answer Unknown.");
    }

    [Fact]
    public async Task A_refused_refund_is_a_rejection()
    {
        if (!Has<IRefund>(out var gateway)) return;
        var (request, payment) = Refund(NewPayment());
        Say(payment, Needs(_script.RefundRefused, nameof(GatewayScript.RefundRefused), "the provider is an IRefund."));
        if (await RefundAsync(gateway, request) is not RefundAnswer.Rejected { Code.Length: > 0, Message.Length: > 0 } and var answer)
            Assert.Fail($"The gateway refused the refund, but RefundAsync answered {answer}. "
                + "Answer RefundAnswer.Rejected with a code and a message, so that the amount can be refunded again.");
    }

    [Fact]
    public async Task How_a_refund_stands_is_told_by_its_key()
    {
        if (!Has<IRefund>(out var gateway)) return;
        var words = Needs(_script.RefundStands, nameof(GatewayScript.RefundStands), "the provider is an IRefund.");
        var (request, payment) = Refund(NewPayment());
        Say(payment, words);
        if (await QueryRefundAsync(gateway, request) is not RefundAnswer.Done and var done)
            Assert.Fail($"The gateway has carried out the refund, but QueryRefundAsync answered {done}. Answer RefundAnswer.Done.");
        Say(payment with { Refund = null }, words);
        if (await QueryRefundAsync(gateway, request) is not (RefundAnswer.NotFound or RefundAnswer.Unknown) and var none)
            Assert.Fail($"The gateway has no such refund, but QueryRefundAsync answered {none}. "
                + "Answer NotFound, or Unknown when that is not certain.");
        Say(payment with { Refund = payment.Refund! with { Key = Id("rfd", 99) } }, words);
        if (words(payment).Body != words(payment with { Refund = payment.Refund with { Key = Id("rfd", 99) } }).Body
            && await QueryRefundAsync(gateway, request) is RefundAnswer.Done)
            Assert.Fail("The gateway has another refund of this payment, but QueryRefundAsync answered Done. Compare the keys.");
    }

    [Fact]
    public async Task A_refund_without_a_clear_answer_is_unknown()
    {
        if (!Has<IRefund>(out var gateway)) return;
        foreach (var (what, reply) in GatewayFaults.All)
        {
            _stub.Answer = reply;
            if (await RefundAsync(gateway, Refund(NewPayment()).Request) is not RefundAnswer.Unknown and var answer)
                Assert.Fail($"The gateway answered with {what}, and RefundAsync with {answer}. Answer RefundAnswer.Unknown: "
                    + "it is asked about, and the amount stays reserved.");
            if (await QueryRefundAsync(gateway, Refund(NewPayment()).Request) is not RefundAnswer.Unknown and var stands)
                Assert.Fail($"The gateway answered with {what}, and QueryRefundAsync with {stands}. Answer RefundAnswer.Unknown: "
                    + "NotFound has the refund sent again.");
        }
    }

    [Fact]
    public async Task A_refund_whose_connection_breaks_is_sent_once()
    {
        if (!Has<IRefund>(out var gateway)) return;
        Say(GatewayReply.Cut);
        var asked = _stub.Requests.Count;
        var answer = await RefundAsync(gateway, Refund(NewPayment()).Request);
        var times = _stub.Requests.Count - asked;
        if (answer is not RefundAnswer.Unknown || times > 1)
            Assert.Fail($"The gateway took the refund and the connection broke; the plugin sent it {times} times and answered {answer}. "
                + "Send it once and answer Unknown: the module sees to the rest.");
    }

    /// <summary>A refund of a paid payment: of all, or of a part.</summary>
    private (RefundRequest Request, GatewayPayment Payment) Refund(GatewayPayment paid, bool isWhole = false)
    {
        var payment = paid with { State = GatewayState.Paid };
        var request = new RefundRequest
        {
            Attempt = Attempt(payment), Amount = isWhole ? payment.Total : payment.Total - 7_000, Key = Id("rfd", _payments),
            Reason = "Barang habis",
        };
        return (request, payment with { Refund = new GatewayRefund { Amount = request.Amount, Key = request.Key, Reference = "RF-7001" } });
    }

    private static Task<RefundAnswer> RefundAsync(IRefund gateway, RefundRequest request) =>
        CallAsync("RefundAsync", "RefundAnswer.Unknown", () => gateway.RefundAsync(request, CancellationToken.None));

    private static Task<RefundAnswer> QueryRefundAsync(IRefund gateway, RefundRequest request) =>
        CallAsync("QueryRefundAsync", "RefundAnswer.Unknown", () => gateway.QueryRefundAsync(request, CancellationToken.None));
}
