#pragma warning disable CS1591 // The names are the sentences.
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using QrisPayments.Plugins;
using Xunit;

namespace QrisPayments.Testing;

public abstract partial class GatewayConformance
{
    private const string NotKnown =
        "It is not known then whether the gateway opened it: answer OpenResult.Unknown. "
            + "(Rejected would send the customer to the next provider, who may pay twice; Opened would show a payment that may not exist.)";

    [Fact]
    public async Task A_created_payment_can_be_paid()
    {
        var payment = NewPayment();
        if (CallsGateway) Say(payment, Created);

        var result = await OpenAsync(payment);

        if (result is not OpenResult.Opened opened)
        {
            Assert.Fail($"The gateway created the payment, but OpenAsync answered {result}. Asked were: {Asked()}");
            return;
        }
        if (opened.TotalAmount != payment.Total)
            Assert.Fail($"The customer has to pay {payment.Total}, but Opened.TotalAmount is {opened.TotalAmount}. "
                + "Take the total that the gateway answers; if the gateway adds to it, say so with the script's Adds.");
        if (await PluginBench.OpenGuardedAsync(_account, payment.Request, _clock) is OpenResult.Rejected refused)
            Assert.Fail($"The module does not show this to a customer: {refused.Message}");
    }

    [Fact]
    public async Task A_create_is_never_a_GET()
    {
        if (!CallsGateway) return;
        var payment = NewPayment();
        Say(payment, Created);
        await OpenAsync(payment);
        if (_stub.Requests.Count > 0 && _stub.Requests.All(request => request.Method is "GET" or "HEAD"))
            Assert.Fail($"The payment was created by {Asked()}. A GET is repeated when the line breaks, and would create twice: use POST.");
        if (_stub.Requests.Count == 0)
            Assert.Fail("OpenAsync did not reach the gateway. Use context.Http, with addresses relative to the settings' BaseUrl "
                + "(IGatewayAddress); if there is no gateway to call, set Traits.OpensLocally.");
    }

    [Fact]
    public async Task A_refusal_of_the_gateway_is_a_rejection()
    {
        if (!CallsGateway) return;
        var payment = NewPayment();
        Say(payment, Needs(_script.Refused, nameof(GatewayScript.Refused), "every gateway can reject a payment."));
        var result = await OpenAsync(payment);
        if (result is not OpenResult.Rejected { Code.Length: > 0, Message.Length: > 0 })
            Assert.Fail($"The gateway rejected the payment, but OpenAsync answered {result}. "
                + "Answer OpenResult.Rejected with a code and a message, so that the next provider is tried.");
    }

    [Fact]
    public Task A_server_error_leaves_the_attempt_unknown() => LeavesUnknownAsync("a server error (500)", GatewayFaults.ServerError);

    [Fact]
    public Task A_web_page_instead_of_JSON_leaves_the_attempt_unknown() =>
        LeavesUnknownAsync("a web page with status 200", GatewayFaults.Page);

    [Fact]
    public Task An_empty_answer_leaves_the_attempt_unknown() => LeavesUnknownAsync("an empty body", GatewayFaults.Empty);

    [Fact]
    public Task Broken_JSON_leaves_the_attempt_unknown() => LeavesUnknownAsync("broken JSON", GatewayFaults.Broken);

    [Fact]
    public Task Half_an_answer_leaves_the_attempt_unknown() =>
        LeavesUnknownAsync("half of its answer",
            (payment, _) => Created(payment) is var whole ? whole with { Body = whole.Body[..(whole.Body.Length / 2)] } : whole);

    [Fact]
    public Task An_answer_that_breaks_off_leaves_the_attempt_unknown() =>
        LeavesUnknownAsync("an answer that broke off", (payment, _) => Created(payment).CutInTheMiddle());

    [Fact]
    public async Task JSON_of_another_shape_leaves_the_attempt_unknown()
    {
        foreach (var shape in GatewayFaults.OtherShapes)
            await LeavesUnknownAsync($"JSON of another shape ({(shape.Length > 60 ? "nested 2,000 deep" : shape)})",
                _ => GatewayReply.Json(shape));
    }

    [Fact]
    public Task A_redirect_leaves_the_attempt_unknown() =>
        LeavesUnknownAsync("a redirect (302)", (payment, _) =>
            Created(payment) with
            {
                StatusCode = 302, Headers = new Dictionary<string, string> { ["Location"] = $"{_stub.Address}elsewhere" }
            });

    [Fact]
    public Task An_answer_of_more_than_1_MB_leaves_the_attempt_unknown() =>
        LeavesUnknownAsync("more than 1 MB",
            (payment, _) => Created(payment) is var right ? right with { Body = right.Body + new string(' ', 1_200_000) } : right);

    [Fact]
    public Task A_connection_that_breaks_leaves_the_attempt_unknown_and_is_not_tried_again() =>
        SentOnceAsync("a broken connection", GatewayReply.Cut);

    [Fact]
    public Task No_answer_in_time_leaves_the_attempt_unknown_and_is_not_tried_again() =>
        SentOnceAsync("no answer in time", GatewayReply.Silence);

    [Fact]
    public async Task Too_many_requests_open_nothing()
    {
        if (!CallsGateway) return;
        var payment = NewPayment();
        _stub.Answer = GatewayFaults.TooManyRequests;
        var result = await OpenAsync(payment);
        if (result is OpenResult.Opened)
            Assert.Fail($"The gateway asked for fewer requests (429), but OpenAsync answered {result}. Answer Rejected: "
                + "it certainly opened nothing.");
    }

    [Fact]
    public async Task A_gateway_that_cannot_be_reached_opens_nothing()
    {
        if (!CallsGateway) return;
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var nowhere = new Uri($"http://{closed.LocalEndPoint}/");
        var result = await OpenAsync(Make(_bench, gateway: nowhere).Provider, NewPayment());
        if (result is OpenResult.Opened)
            Assert.Fail($"Nothing listens at the gateway's address, but OpenAsync answered {result}. Answer Rejected: "
                + "it certainly opened nothing.");
    }

    [Fact]
    public async Task A_call_that_is_cancelled_ends()
    {
        if (!CallsGateway) return;
        Say(GatewayReply.Silence);
        using var cancelled = new CancellationTokenSource();
        var call = Provider.OpenAsync(NewPayment().Request, cancelled.Token);
        await cancelled.CancelAsync();
        // At most half of the client's own 20 s: a call that returns by then has seen the cancellation.
        if (await Task.WhenAny(call, Task.Delay(10 * Timeout)) != call)
            Assert.Fail("OpenAsync goes on after its cancellation token was set. Hand the token on to every call.");
        if (call is { IsCompletedSuccessfully: true, Result: not OpenResult.Unknown })
            Assert.Fail($"OpenAsync was cancelled while the gateway had not answered, and answered {call.Result}. {NotKnown}");
    }

    [Fact]
    public async Task Payments_at_once_do_not_mix()
    {
        var payments = Enumerable.Range(0, 32).Select(_ => NewPayment()).ToList();
        if (CallsGateway)
        {
            var created = Created;
            _stub.Answer = request => created(Asker(payments, request) with { Asked = request });
        }
        var results = await Task.WhenAll(payments.Select(payment => Task.Run(() => OpenAsync(payment))));
        foreach (var (payment, result) in payments.Zip(results))
        {
            if (result is not OpenResult.Opened opened) Assert.Fail($"Of 32 payments at once, one was answered with {result}.");
            else if (opened.TotalAmount != payment.Total
                || (opened.ProviderRef is { } reference && reference != payment.Reference && reference != payment.Request.AttemptId))
                Assert.Fail($"Of 32 payments at once, the one with the total {payment.Total} and the reference {payment.Reference} was "
                    + $"answered with {opened}. Keep nothing of a call in fields of the provider: one object serves all.");
        }
    }

    [Fact]
    public void Its_traits_never_change()
    {
        var (first, second) = (Provider.Traits, Provider.Traits);
        if (first is null || first != second)
            Assert.Fail($"Traits was {first}, then {second}. Make it once: public ProviderTraits Traits {{ get; }} = new() {{ … }};");
        if (first.MinAmount > first.MaxAmount)
            Assert.Fail($"Traits.MinAmount {first.MinAmount} is more than Traits.MaxAmount {first.MaxAmount}.");
    }

    private Task LeavesUnknownAsync(string what, Func<StubRequest, GatewayReply> reply) =>
        LeavesUnknownAsync(what, (_, request) => reply(request));

    private async Task LeavesUnknownAsync(string what, Func<GatewayPayment, StubRequest, GatewayReply> reply)
    {
        if (!CallsGateway) return;
        var payment = NewPayment();
        _stub.Answer = request => reply(payment with { Asked = request }, request);
        var result = await OpenAsync(payment);
        if (result is not OpenResult.Unknown) Assert.Fail($"The gateway answered with {what}, and OpenAsync with {result}. {NotKnown}");
    }

    private async Task SentOnceAsync(string what, GatewayReply reply)
    {
        if (!CallsGateway) return;
        Say(reply);
        var result = await OpenAsync(Make(_bench, Timeout).Provider, NewPayment());
        // On a busy machine the time may be over before anything was sent; that says nothing yet.
        for (var more = 5; _stub.Requests.Count == 0 && more <= 20; more *= 2)
            result = await OpenAsync(Make(_bench, more * Timeout).Provider, NewPayment());
        if (result is not OpenResult.Unknown)
            Assert.Fail($"The gateway took the request and then there was {what}; OpenAsync answered {result}. {NotKnown}");
        var sent = _stub.Requests.Where(request => request.Method is not ("GET" or "HEAD")).ToList();
        if (sent.Count != 1)
            Assert.Fail($"The gateway took the request and then there was {what}; the plugin sent: {Asked()}. "
                + "A create is sent exactly once.");
    }

    /// <summary>The payment that a request speaks of: by our references, or by its amount where the gateway takes none.</summary>
    private static GatewayPayment Asker(List<GatewayPayment> payments, StubRequest request)
    {
        var said = request.Target + ' ' + request.Body + ' ' + string.Join(' ', request.Headers.Values);
        bool Says(string text) => said.Contains(text, StringComparison.Ordinal);
        return payments.FirstOrDefault(payment => Says(payment.Request.AttemptId))
            ?? payments.FirstOrDefault(payment => Says(payment.Request.PaymentId) || Says(payment.Request.OrderId))
            ?? payments.FirstOrDefault(payment => Says(payment.Request.TotalAmount.ToString(CultureInfo.InvariantCulture)))
            ?? payments.FirstOrDefault(payment => Says(payment.Request.Amount.ToString(CultureInfo.InvariantCulture)))
            // A question that is about none of them, such as which methods there are.
            ?? payments[0];
    }

    private static bool Names(IEnumerable<StubRequest> requests, params string[] references) => requests.Any(request =>
        references.Any(reference => request.Target.Contains(Uri.EscapeDataString(reference), StringComparison.Ordinal)
            || request.Body.Contains(reference, StringComparison.Ordinal)));

    private string Asked() =>
        _stub.Requests.Count == 0 ? "nothing" : string.Join(", ", _stub.Requests.Select(request => $"{request.Method} {request.Target}"));
}
