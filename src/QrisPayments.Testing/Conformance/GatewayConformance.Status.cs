#pragma warning disable CS1591 // The names are the sentences.
using Xunit;
using QrisPayments.Payments;
using QrisPayments.Plugins;

namespace QrisPayments.Testing;

public abstract partial class GatewayConformance
{
    [Fact]
    public async Task A_payment_that_waits_is_pending()
    {
        if (!Has<IQueryStatus>(out var query)) return;
        var result = await QueryAsync(query, NewPayment(), Status);
        if (result is not StatusResult.Pending)
            Assert.Fail($"The gateway says that the payment waits, but QueryAsync answered {result}. Answer StatusResult.Pending.");
    }

    [Fact]
    public async Task A_paid_payment_is_paid()
    {
        if (!Has<IQueryStatus>(out var query)) return;
        var payment = NewPayment() with { State = GatewayState.Paid };
        var result = await QueryAsync(query, payment, Status);
        if (result is not StatusResult.Paid paid)
            Assert.Fail($"The gateway says that the payment is paid, but QueryAsync answered {result}. Answer StatusResult.Paid.");
        else if (paid.Amount is { } amount && amount != payment.Total)
            Assert.Fail($"The customer paid {payment.Total}, but Paid.Amount is {amount}.");
    }

    [Fact]
    public async Task An_expired_payment_has_ended()
    {
        if (!Has<IQueryStatus>(out var query)) return;
        var result = await QueryAsync(query, NewPayment() with { State = GatewayState.Expired }, Status);
        if (result is not StatusResult.Ended)
            Assert.Fail($"The gateway says that the payment's time ran out, but QueryAsync answered {result}. Answer StatusResult.Ended.");
    }

    [Fact]
    public async Task A_payment_that_the_gateway_does_not_know_is_not_found()
    {
        if (!Has<IQueryStatus>(out var query)) return;
        var (payment, words) = (NewPayment(), Needs(_script.NotFound, nameof(GatewayScript.NotFound), "the provider is an IQueryStatus."));
        var attempt = Attempt(payment);
        if (_script.KnownOnceChosen)
        {
            if (await QueryAsync(query, payment, words, attempt) is not (StatusResult.Pending or StatusResult.Unknown) and var early)
                Assert.Fail("The customer has not chosen yet how to pay, so the gateway does not know the payment; "
                    + $"QueryAsync answered {early}. Answer Pending until the attempt's ExpiresAt.");
            _clock.Advance(attempt.ExpiresAt - _clock.GetUtcNow() + TimeSpan.FromMinutes(5));
        }
        var result = await QueryAsync(query, payment, words, attempt);
        if (result is not (StatusResult.NotFound or StatusResult.Unknown))
            Assert.Fail($"The gateway does not know the payment, but QueryAsync answered {result}. "
                + "Answer NotFound, or Unknown when that is not certain.");
    }

    [Fact]
    public async Task Money_of_another_amount_is_told_as_it_is()
    {
        if (!Has<IQueryStatus>(out var query)) return;
        var payment = NewPayment() with { State = GatewayState.Paid };
        var other = payment with { Total = payment.Total - 5_000 };
        if (Status(payment).Body == Status(other).Body) return;
        if (await QueryAsync(query, other, Status, Attempt(payment)) is StatusResult.Paid paid && paid.Amount != other.Total)
            Assert.Fail($"The customer paid {other.Total} of {payment.Total}, but Paid.Amount is "
                + $"{(paid.Amount is { } amount ? amount : "null")}. Take it from the gateway's answer: "
                + "the module decides what a wrong amount means.");
    }

    [Fact]
    public async Task The_state_of_another_payment_is_not_taken_for_this_one()
    {
        if (!Has<IQueryStatus>(out var query)) return;
        var payment = NewPayment() with { State = GatewayState.Paid };
        var answersNameIt = false;
        foreach (var other in (GatewayPayment[])[payment with { Reference = "GW-9999999" },
            payment with { Reference = "GW-9999999", Request = payment.Request with { AttemptId = Id("att", 99) } }])
        {
            if (Status(payment).Body == Status(other).Body) continue;
            answersNameIt = true;
            var result = await QueryAsync(query, other, Status, Attempt(payment));
            if (result is not (StatusResult.Unreadable or StatusResult.Doubtful or StatusResult.NotFound))
                Assert.Fail($"The gateway was asked for {payment.Reference} and answered about {other.Reference}; "
                    + $"QueryAsync took that for {result}. Compare the references and answer Unreadable.");
        }
        if (answersNameIt) return;
        await QueryAsync(query, payment, Status);
        if (!Names(_stub.Requests, payment.Reference, payment.Request.AttemptId))
            Assert.Fail($"The gateway's answer names no payment, and the question neither {payment.Reference} nor "
                + $"{payment.Request.AttemptId}: {Asked()}. Then nothing ties the answer to the attempt: ask by one of them.");
    }

    [Fact]
    public async Task The_time_of_payment_is_read_as_Jakarta_time()
    {
        if (!Has<IQueryStatus>(out var query)) return;
        var payment = NewPayment() with { State = GatewayState.Paid };
        if (await QueryAsync(query, payment, Status) is StatusResult.Paid { At: { } at }) IsJakarta("Paid.At", at, payment.PaidAt);
    }

    [Fact]
    public async Task What_the_gateway_cannot_say_is_unknown()
    {
        if (!Has<IQueryStatus>(out var query)) return;
        foreach (var (what, reply) in GatewayFaults.All)
        {
            _stub.Answer = reply;
            var result = await QueryAsync(query, Attempt(NewPayment()));
            // JSON of another shape may be an answer about this payment, and may be none.
            if (result is not (StatusResult.Unknown or StatusResult.Unreadable))
                Assert.Fail($"The gateway answered with {what}, and QueryAsync with {result}. Answer StatusResult.Unknown: "
                    + "it is asked again, and nothing changes.");
        }
        foreach (var (what, reply) in GatewayFaults.NoAnswer())
        {
            _stub.Answer = reply;
            if (await QueryAsync(query, Attempt(NewPayment())) is StatusResult.Unreadable)
                Assert.Fail($"The gateway answered with {what}, which says nothing about any payment, and QueryAsync answered Unreadable. "
                    + "Answer StatusResult.Unknown, so that the gateway is left alone for a while.");
        }
    }

    [Fact]
    public async Task A_word_that_the_plugin_does_not_know_is_that_payments_trouble_alone()
    {
        if (!Has<IQueryStatus>(out var query)) return;
        var payment = NewPayment() with { State = GatewayState.Unheard };
        if (Status(payment).Body == Status(payment with { State = GatewayState.Pending }).Body)
            Assert.Fail("The script writes the same answer for GatewayState.Unheard as for a payment that waits. "
                + "Write GatewayPayment.UnheardWord where the state stands.");
        var result = await QueryAsync(query, payment, Status);
        if (result is not StatusResult.Unreadable { Word: GatewayPayment.UnheardWord })
            Assert.Fail($"The gateway names the state {GatewayPayment.UnheardWord}, which no document knows, and "
                + $"QueryAsync answered {result}. "
                + "Answer StatusResult.Unreadable with that word: Unknown would pause the whole account, and an end would lose the money.");
    }

    [Fact]
    public async Task What_is_said_of_a_lost_payment_is_what_the_create_would_have_said()
    {
        if (!Has<IQueryStatus>(out var query)) return;
        foreach (var state in (GatewayState[])[GatewayState.Pending, GatewayState.Paid])
        {
            var payment = NewPayment() with { State = state };
            var result = await QueryAsync(query, payment, Status,
                Attempt(payment) with { ProviderRef = null, TotalAmount = payment.Request.Amount });
            var found = (result as StatusResult.Pending)?.Found ?? (result as StatusResult.Paid)?.Found;
            var saysTotal = Status(payment).Body != Status(payment with { Total = payment.Total + 1 }).Body;
            if (result is StatusResult.Pending { ProviderRef: not null } or StatusResult.Paid && saysTotal
                && found?.TotalAmount != payment.Total)
                Assert.Fail($"The create was never answered, and the gateway says now that {payment.Total} is to be paid, but QueryAsync "
                    + $"answered {result}. Put the total, and the QR or page if there is one, into Found: without it the customer "
                    + "waits for nothing, and the money is taken for another amount.");
            if (found?.QrPayload is { } qr && qr != payment.Qr)
                Assert.Fail($"Found.QrPayload is {qr}, and the gateway's QR is {payment.Qr}.");
            if (found?.RedirectUrl is { } page && _script.Pages is { } pages && page.Authority != pages.Authority)
                Assert.Fail($"Found.RedirectUrl is {page}, which is not the gateway's own page.");
            if (found?.ExpiresAt is { } end) IsJakarta("Found.ExpiresAt", end, payment.ExpiresAt);
        }
    }

    [Fact]
    public async Task A_gateway_that_wants_to_be_left_alone_is()
    {
        if (!Has<IQueryStatus>(out var query)) return;
        _stub.Answer = GatewayFaults.TooManyRequests;
        var result = await QueryAsync(query, Attempt(NewPayment()));
        if (result is not StatusResult.Unknown { RetryAfter.TotalSeconds: 7 })
            Assert.Fail($"The gateway answered 429 with Retry-After: 7, and QueryAsync with {result}. "
                + "Answer Unknown with RetryAfter (GatewayAnswer.NotDone carries it).");
    }

    [Fact]
    public async Task A_status_that_does_not_come_in_time_is_unknown()
    {
        if (!CallsGateway || !Has<IQueryStatus>(out _)) return;
        Say(GatewayReply.Silence);
        var result = await QueryAsync((IQueryStatus)Make(_bench, Timeout).Provider, Attempt(NewPayment()));
        if (result is not StatusResult.Unknown)
            Assert.Fail($"The gateway did not answer in time, and QueryAsync said {result}. Answer StatusResult.Unknown.");
    }

    [Fact]
    public async Task An_attempt_whose_answer_was_lost_can_be_asked_about()
    {
        if (!Has<IQueryStatus>(out var query)) return;
        var payment = NewPayment();
        var result = await QueryAsync(query, payment, Status, Attempt(payment) with { ProviderRef = null });
        if (result is not (StatusResult.Unknown or StatusResult.Unreadable or StatusResult.NotFound
                or StatusResult.Pending { ProviderRef: null })
            && (result as StatusResult.Pending)?.ProviderRef != payment.Reference)
            Assert.Fail($"Asked about an attempt without ProviderRef, the gateway named {payment.Reference}, but QueryAsync answered "
                + $"{result}. Look it up by AttemptId and name the gateway's reference, or answer Unknown.");
    }

    private Task<StatusResult> QueryAsync(
        IQueryStatus query, GatewayPayment payment, Func<GatewayPayment, GatewayReply> words, OpenedAttempt? asked = null)
    {
        Say(payment, words);
        return QueryAsync(query, asked ?? Attempt(payment));
    }

    private static Task<StatusResult> QueryAsync(IQueryStatus query, OpenedAttempt attempt) =>
        CallAsync("QueryAsync", "StatusResult.Unknown", () => query.QueryAsync(attempt, CancellationToken.None));
}
