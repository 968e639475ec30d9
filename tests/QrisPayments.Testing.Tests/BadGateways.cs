using System.Security.Cryptography;
using System.Text;
using QrisPayments.Codec;
using QrisPayments.Plugins;
using Check = QrisPayments.Testing.GatewayConformance;

namespace QrisPayments.Testing.Tests;

/// <summary>A gateway with one fault.</summary>
/// <param name="Fault">What its author did.</param>
/// <param name="Fails">The checks that have to fail.</param>
/// <param name="Changes">How the template's sources are changed.</param>
internal sealed record BadGateway(string Fault, string[] Fails, params (string From, string To)[] Changes)
{
    /// <summary>What some failure has to say.</summary>
    public string? Says { get; init; }

    /// <summary>Changes to the template's script.</summary>
    public Func<GatewayScript, GatewayScript>? Script { get; init; }

    /// <summary>Changes that come first.</summary>
    public (string From, string To)[]? Base { get; init; }
}

internal static partial class BadGateways
{
    private const string Otherwise = "var other => other.ToOpenResult(),";

    private const string OtherStatus = "var other => other.ToStatusResult(),";

    private const string Refusal = """new OpenResult.Rejected("gateway_refused", error),""";

    private const string Send = """await SendAsync(HttpMethod.Post, "payments", content, cancellationToken)""";

    private const string Signed = """!request.HasSignature("X-Signature", expected)""";

    private const string Field = "    public ProviderTraits Traits";

    private const string ReadStart = "        var expected = Convert";

    /// <summary>The template with the capabilities that it lacks.</summary>
    public static (string From, string To)[] Whole { get; } =
    [
        ("IQueryStatus, IReceiveWebhooks", "IQueryStatus, IReceiveWebhooks, ICancelAttempts, IReadLedger, IRefund"),
        ("public string? Error { get; init; }",
            "public string? Error { get; init; } public List<GatewayPaymentJson>? Entries { get; init; }"),
        (Field, """
            public async Task<CancelAnswer> CancelAsync(OpenedAttempt attempt, CancellationToken cancellationToken) =>
                await SendAsync(HttpMethod.Delete, "payments/" + attempt.AttemptId, null, cancellationToken) switch
                {
                    Answer.Answered { StatusCode: 200, Body.Status: "cancelled" } => CancelAnswer.Cancelled,
                    Answer.Answered { StatusCode: 409, Body.Error: "paid" } => CancelAnswer.TooLate,
                    _ => CancelAnswer.Unknown,
                };
            public async Task<RefundAnswer> RefundAsync(RefundRequest request, CancellationToken cancellationToken) =>
                Refund(request, await SendAsync(HttpMethod.Post, Refunds(request) + "?amount=" + request.Amount, null, cancellationToken));
            public async Task<RefundAnswer> QueryRefundAsync(RefundRequest request, CancellationToken cancellationToken) =>
                Refund(request, await SendAsync(HttpMethod.Get, Refunds(request), null, cancellationToken));
            private static string Refunds(RefundRequest request) => "payments/" + request.Attempt.AttemptId + "/refunds/" + request.Key;
            private static RefundAnswer Refund(RefundRequest request, Answer answer) => answer switch
            {
                Answer.Answered { StatusCode: 200, Body: { Status: "refunded", Id: var id } body }
                    when body.Reference == request.Key && body.Total == request.Amount => new RefundAnswer.Done(id),
                Answer.Answered { StatusCode: 404, Body.Error: "no_refund" } => new RefundAnswer.NotFound(),
                Answer.Answered { StatusCode: 409, Body.Error: { } refused } => new RefundAnswer.Rejected("refused", refused),
                Answer.NotDone busy => new RefundAnswer.Unknown(busy.Message, busy.RetryAfter),
                _ => new RefundAnswer.Unknown("Nobody knows."),
            };
            public async Task<LedgerResult> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
                await SendAsync(HttpMethod.Get, "ledger", null, cancellationToken) switch
                {
                    Answer.Answered { StatusCode: 200, Body.Entries: { } entries } => new LedgerResult.Read([.. entries.Select(entry =>
                        new LedgerEntry { Reference = entry.Id!, Amount = entry.Total!.Value, At = Time(entry.PaidAt)!.Value })]),
                    Answer.NotDone busy => new LedgerResult.Unknown(busy.Message, busy.RetryAfter),
                    _ => new LedgerResult.Unknown("No ledger."),
                };
            public ProviderTraits Traits
        """),
    ];

    public static IReadOnlyList<BadGateway> Creating { get; } =
    [
        new("calls a payment that it opened unknown",
            [nameof(Check.A_created_payment_can_be_paid), nameof(Check.Payments_at_once_do_not_mix),
                nameof(Check.Each_payment_keeps_the_reference_that_the_gateway_gave_it)],
            ("StatusCode: 200 or 201, Body", "StatusCode: 299, Body")),
        new("creates by GET",
            [nameof(Check.A_create_is_never_a_GET),
                nameof(Check.A_connection_that_breaks_leaves_the_attempt_unknown_and_is_not_tried_again),
                    nameof(Check.No_answer_in_time_leaves_the_attempt_unknown_and_is_not_tried_again)],
            (Send, """await SendAsync(HttpMethod.Get, $"payments?reference={request.AttemptId}", content is null ? content : null, cancellationToken)""")),
        new("calls a refusal unknown", [nameof(Check.A_refusal_of_the_gateway_is_a_rejection)],
            (Refusal, "new OpenResult.Unknown(error),")),
        new("takes a server error for a refusal", [nameof(Check.A_server_error_leaves_the_attempt_unknown)],
            (Otherwise, """Answer.Answered { StatusCode: 500 } => new OpenResult.Rejected("error", "No."), """ + Otherwise)),
        new("takes a web page for a refusal", [nameof(Check.A_web_page_instead_of_JSON_leaves_the_attempt_unknown)], Unclear("web page")),
        new("takes nothing for a refusal", [nameof(Check.An_empty_answer_leaves_the_attempt_unknown)], Unclear("with nothing")),
        new("takes broken JSON for a refusal",
            [nameof(Check.Broken_JSON_leaves_the_attempt_unknown), nameof(Check.Half_an_answer_leaves_the_attempt_unknown),
                nameof(Check.JSON_of_another_shape_leaves_the_attempt_unknown)], Unclear("another shape")),
        new("takes JSON without a word of the payment for a refusal", [nameof(Check.JSON_of_another_shape_leaves_the_attempt_unknown)],
            (Otherwise, """Answer.Answered { StatusCode: 200 } => new OpenResult.Rejected("error", "No."), """ + Otherwise)),
        new("takes a redirect for a refusal", [nameof(Check.A_redirect_leaves_the_attempt_unknown)], Unclear("has moved")),
        new("takes a broken line for a refusal",
            [
                nameof(Check.An_answer_that_breaks_off_leaves_the_attempt_unknown),
                nameof(Check.An_answer_of_more_than_1_MB_leaves_the_attempt_unknown),
                nameof(Check.A_connection_that_breaks_leaves_the_attempt_unknown_and_is_not_tried_again),
            ], Unclear("broke off")),
        new("takes silence for a refusal", [nameof(Check.No_answer_in_time_leaves_the_attempt_unknown_and_is_not_tried_again)],
            Unclear("in time")),
        new("throws when the gateway does not answer", [nameof(Check.No_answer_in_time_leaves_the_attempt_unknown_and_is_not_tried_again)],
            (Otherwise, """Answer.Unclear { Message: var why } when why.Contains("in time") => throw new TimeoutException(why), """ + Otherwise)) { Says = "OpenAsync threw TimeoutException" },
        new("answers null", [nameof(Check.An_empty_answer_leaves_the_attempt_unknown)],
            (Otherwise, """Answer.Unclear { Message: var why } when why.Contains("with nothing") => null!, """ + Otherwise)) { Says = "answered null" },
        new("tries a create again",
            [nameof(Check.A_connection_that_breaks_leaves_the_attempt_unknown_and_is_not_tried_again),
                nameof(Check.No_answer_in_time_leaves_the_attempt_unknown_and_is_not_tried_again)],
            (Send, $"({Send} is Answer.Answered first ? first : "
                + $"{Send.Replace("content", "GatewayHttp.JsonBody(create, MyGatewayJson.Default.CreatePayment)", StringComparison.Ordinal)})")) { Says = "exactly once" },
        new("offers what nobody opened",
            [nameof(Check.Too_many_requests_open_nothing), nameof(Check.A_gateway_that_cannot_be_reached_opens_nothing)],
            (Otherwise, """Answer.NotDone => new OpenResult.Opened { TotalAmount = request.TotalAmount, Instructions = "Bayar." }, """ + Otherwise)),
        new("does not hear that it is called off", [nameof(Check.A_call_that_is_cancelled_ends)],
            ("MyGatewayJson.Default.GatewayPaymentJson, cancellationToken)",
                "MyGatewayJson.Default.GatewayPaymentJson, CancellationToken.None)")),
        new("serves one payment at a time", [nameof(Check.Payments_at_once_do_not_mix)],
            (Field, "private int _busy;\n" + Field),
            ("        var create =", """        using var _ = new Leave(() => Interlocked.Decrement(ref _busy)); if (Interlocked.Increment(ref _busy) > 1) return new OpenResult.Rejected("busy", "Busy."); var create ="""),
            ("// One object serves", "internal sealed class Leave(Action leave) : IDisposable { public void Dispose() => leave(); "
                + "}\n// One object serves")),
        new("changes its traits", [nameof(Check.Its_traits_never_change)],
            ("Traits { get; } = new() { MinAmount = 1_000,", "Traits => new() { MinAmount = 1_000 + Interlocked.Increment(ref _looks),"),
                (Field, "private int _looks;\n" + Field)),
    ];

    public static IReadOnlyList<BadGateway> Amounts { get; } =
    [
        new("believes that the total is what it asked for",
            [nameof(Check.Another_total_is_reported_as_the_gateway_says_it), nameof(Check.Ten_times_what_the_shop_asked_for_is_never_offered)],
            ("TotalAmount = total, QrPayload = payment.QrString", """TotalAmount = total < request.Amount ? 1 : request.TotalAmount, RedirectUrl = new Uri("https://bayar.example/") """)),
        new("shows less than the shop asked for as if it were all", [nameof(Check.Less_than_the_shop_asked_for_is_never_offered)],
            ("TotalAmount = total, QrPayload = payment.QrString", """TotalAmount = Math.Max(total, request.Amount), RedirectUrl = new Uri("https://bayar.example/") """)),
        new("mends the gateway's QR", [nameof(Check.A_QR_for_another_amount_is_never_shown), nameof(Check.A_broken_QR_is_never_shown)],
            ("TotalAmount = total, QrPayload = payment.QrString", $"TotalAmount = total, QrPayload = total % 1000 == 0 && total < 10_000_000 ? "
                + $"((QrisPayments.Codec.QrisConversion.Converted)QrisPayments.Codec.QrisConverter.Convert(\"{TestQris.Printed}\", new "
                + $"QrisPayments.Codec.QrisConvertRequest {{ Amount = total }})).Payload : payment.QrString")),
        new("forgets the gateway's reference", [nameof(Check.Each_payment_keeps_the_reference_that_the_gateway_gave_it)],
            ("ProviderRef = payment.Id, TotalAmount", "TotalAmount")),
        new("keeps the first reference for all",
            [nameof(Check.Each_payment_keeps_the_reference_that_the_gateway_gave_it), nameof(Check.Payments_at_once_do_not_mix)],
            ("ProviderRef = payment.Id, TotalAmount", "ProviderRef = _reference ??= payment.Id, TotalAmount"),
                (Field, "private string? _reference;\n" + Field)),
        new("needs no reference", [nameof(Check.An_answer_without_reference_is_not_taken_as_opened)],
            ("Body: { Id.Length: > 0, Total", "Body: { Total")),
        new("reads times as UTC",
            [nameof(Check.The_end_of_an_attempt_is_read_as_Jakarta_time), nameof(Check.The_time_of_payment_is_read_as_Jakarta_time),
                nameof(Check.A_genuine_webhook_is_told_from_its_attempt),
                nameof(Check.What_is_said_of_a_lost_payment_is_what_the_create_would_have_said)],
            ("Wib.TryParse(text, out var at)", "DateTimeOffset.TryParse(text, null, "
                + "System.Globalization.DateTimeStyles.AssumeUniversal, out var at)")) { Says = "+07:00" },
    ];

    public static IReadOnlyList<BadGateway> Status { get; } =
    [
        new("does not know pending", [nameof(Check.A_payment_that_waits_is_pending)], ("\"pending\" =>", "\"waiting\" =>")),
        new("does not know paid", [nameof(Check.A_paid_payment_is_paid)], ("\"paid\" when", "\"settled\" when")),
        new("does not know expired", [nameof(Check.An_expired_payment_has_ended)], ("\"expired\" =>", "\"over\" =>")),
        new("thinks that what is not found waits", [nameof(Check.A_payment_that_the_gateway_does_not_know_is_not_found)],
            ("new StatusResult.NotFound()", "new StatusResult.Pending()")),
        new("does not say how much was paid", [nameof(Check.Money_of_another_amount_is_told_as_it_is)],
            ("Paid { Amount = total, At", "Paid { At")),
        new("takes the state of any payment",
            [nameof(Check.The_state_of_another_payment_is_not_taken_for_this_one)],
            ("when payment.Reference == attempt.AttemptId && (attempt.ProviderRef is null || payment.Id == attempt.ProviderRef)", "")),
        new("thinks that what cannot be read is not there",
            [nameof(Check.What_the_gateway_cannot_say_is_unknown), nameof(Check.A_gateway_that_wants_to_be_left_alone_is),
                nameof(Check.A_status_that_does_not_come_in_time_is_unknown)],
            (OtherStatus, "_ => new StatusResult.NotFound(),")),
        new("does not hear when it shall come back", [nameof(Check.A_gateway_that_wants_to_be_left_alone_is)],
            (OtherStatus, "Answer.NotDone busy => new StatusResult.Unknown(busy.Message), " + OtherStatus)),
        new("takes silence for an end", [nameof(Check.A_status_that_does_not_come_in_time_is_unknown)],
            (OtherStatus, """Answer.Unclear { Message: var why } when why.Contains("in time") => new StatusResult.Ended(AttemptEnd.Failed), """ + OtherStatus)),
        new("takes a word that it does not know for silence",
            [nameof(Check.A_word_that_the_plugin_does_not_know_is_that_payments_trouble_alone)],
            ("new StatusResult.Unreadable(\"The state is not known.\", payment.Status)",
                "new StatusResult.Unknown(\"What?\")")),
        new("keeps to itself what a lost payment costs",
            [nameof(Check.What_is_said_of_a_lost_payment_is_what_the_create_would_have_said)],
            ("TotalAmount = payment.Total, QrPayload = payment.QrString, ", "")),
        new("asks only for what it has a reference of",
            [nameof(Check.An_attempt_whose_answer_was_lost_can_be_asked_about),
                nameof(Check.What_is_said_of_a_lost_payment_is_what_the_create_would_have_said)],
            ("attempt.ProviderRef is null ||", "attempt.ProviderRef!.Length > 0 &&")),
    ];

    public static IReadOnlyList<BadGateway> Webhooks { get; } =
    [
        new("checks no signature",
            [
                nameof(Check.A_webhook_without_signature_is_not_genuine), nameof(Check.A_webhook_with_another_signature_is_not_genuine),
                nameof(Check.A_webhook_signed_with_another_secret_is_not_genuine),
                nameof(Check.A_webhook_whose_amount_or_reference_was_changed_is_not_genuine),
            ], (Signed, "expected.Length == 0")),
        new("checks a signature only when there is one", [nameof(Check.A_webhook_without_signature_is_not_genuine)],
            (Signed, $"request.Headers.ContainsKey(\"X-Signature\") && {Signed}")),
        new("checks the start of a signature", [nameof(Check.A_webhook_with_another_signature_is_not_genuine)], (Signed, """!expected.StartsWith(request.Headers.GetValueOrDefault("X-Signature", "none"))""")),
        new("has the secret in its code", [nameof(Check.A_webhook_signed_with_another_secret_is_not_genuine)],
            ("GetBytes(context.Settings.WebhookSecret)", "GetBytes(\"whsec-0123456789abcdef\")")),
        new("signs nothing of the body", [nameof(Check.A_webhook_whose_amount_or_reference_was_changed_is_not_genuine)],
            ("HashData(_webhookSecret, request.Body.Span)", "HashData(_webhookSecret, \"ok\"u8)"))
        {
            Script = script => script
                with { Webhook = script.Webhook! with { Headers = _ => new Dictionary<string, string> { ["X-Signature"] = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(script.Settings["WebhookSecret"]), "ok"u8)) } } },
        },
        new("believes the common address without proof", [nameof(Check.A_webhook_without_signature_is_not_genuine)],
            (Signed, "expected.Length == 0"))
        {
            Script = script => script
                with { Webhook = script.Webhook! with { IsUnsigned = true, Headers = _ => new Dictionary<string, string>() } },
        },
        new("hears everything once",
            [nameof(Check.A_webhook_that_comes_again_is_verified_as_before),
                nameof(Check.Webhooks_out_of_order_are_verified_each_by_itself)],
            (Field, "private readonly HashSet<string> _heard = [];\n" + Field),
            (ReadStart, """if (!_heard.Add(Convert.ToBase64String(request.Body.Span))) return new WebhookVerdict.Malformed("Again.") { Reply = new WebhookReply(200) };""" + "\n" + ReadStart)),
        new("hears nothing after paid", [nameof(Check.Webhooks_out_of_order_are_verified_each_by_itself)],
            (Field, "private bool _paid;\n" + Field),
            ("        return new WebhookVerdict.Genuine", """if (payment.Status == "paid") _paid = true; else if (_paid) return new WebhookVerdict.Malformed("Late.") { Reply = new WebhookReply(200) };""" + "\n        return new WebhookVerdict.Genuine")),
        // The exception of a JSON reader quotes what it read, and that may be a name or a key.
        new("throws at what it cannot read",
            [nameof(Check.A_webhook_that_cannot_be_understood_is_never_genuine_and_never_throws),
                nameof(Check.Nothing_secret_and_nothing_of_the_customer_stands_in_a_result)],
            ("!request.TryReadJson(MyGatewayJson.Default.GatewayPaymentJson, out var payment) || payment is not { Id.Length: "
                + "> 0, Reference.Length: > 0 })",
                "System.Text.Json.JsonSerializer.Deserialize(request.Body.Span, MyGatewayJson.Default.GatewayPaymentJson) is not { "
                    + "Id.Length: > 0, Reference.Length: > 0 } payment)")) { Says = "Read threw JsonException" },
        new("thinks that what it cannot read is genuine",
            [nameof(Check.A_webhook_that_cannot_be_understood_is_never_genuine_and_never_throws)],
            ("""new WebhookVerdict.Malformed("The body has no id or reference.")""", "new WebhookVerdict.Genuine")),
        new("throws at another content type", [nameof(Check.A_webhook_of_another_content_type_does_not_throw)],
            (ReadStart, """_ = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(request.Headers["Content-Type"]);""" + "\n" + ReadStart)),
        new("answers a genuine webhook with an error", [nameof(Check.A_genuine_webhook_is_told_from_its_attempt)],
            ("new WebhookReply(200, \"\"\"", "new WebhookReply(500, \"\"\"")),
        new("does not say what a webhook is about", [nameof(Check.A_genuine_webhook_is_told_from_its_attempt)],
            ("ProviderRef = payment.Id, AttemptId = payment.Reference, Status", "Status")),
    ];

    public static IReadOnlyList<BadGateway> CancelAndLedger { get; } =
    [
        new("cancels what is paid", [nameof(Check.A_cancel_that_worked_is_told_from_one_that_came_too_late)],
            ("=> CancelAnswer.TooLate", "=> CancelAnswer.Cancelled")) { Base = Whole, Script = WholeScript },
        new("thinks that it is cancelled when nobody knows", [nameof(Check.A_cancel_without_a_clear_answer_is_unknown)],
            ("_ => CancelAnswer.Unknown", "Answer.Unclear => CancelAnswer.Cancelled, _ => CancelAnswer.Unknown"))
            {
                Base = Whole, Script = WholeScript
            },
        new("takes equal amounts for one", [nameof(Check.A_ledger_is_read_whole_and_the_same_each_time)],
            ("Reference = entry.Id!", "Reference = entry.Total!.Value.ToString()"))
            {
                Base = Whole, Script = WholeScript, Says = "one Reference"
            },
        new("names an entry anew each time", [nameof(Check.A_ledger_is_read_whole_and_the_same_each_time)],
            ("Reference = entry.Id!", "Reference = Guid.NewGuid().ToString()"))
            {
                Base = Whole, Script = WholeScript, Says = "count twice"
            },
        new("takes a silent ledger for an empty one", [nameof(Check.A_ledger_that_does_not_come_in_time_is_unknown)],
            ("""_ => new LedgerResult.Unknown("No ledger.")""", """Answer.Unclear { Message: var why } when why.Contains("in time") => new LedgerResult.Read([]), _ => new LedgerResult.Unknown("No ledger.")"""))
            { Base = Whole, Script = WholeScript },
        new("takes a broken ledger for an empty one", [nameof(Check.A_ledger_that_cannot_be_read_is_unknown)], ("""_ => new LedgerResult.Unknown("No ledger.")""", "_ => new LedgerResult.Read([])")) { Base = Whole, Script = WholeScript },
    ];

    private const string OfTheKey = "body.Reference == request.Key && ";

    public static IReadOnlyList<BadGateway> Refunds { get; } =
    [
        new("keeps the key of a refund to itself", [nameof(Check.A_refund_that_worked_is_done_and_was_asked_for_with_our_key_and_amount)],
            ("""+ "/refunds/" + request.Key;""", """+ "/refunds";""")) { Base = Whole, Script = WholeScript, Says = "was not sent" },
        new("gives everything back whatever was asked for",
            [nameof(Check.A_refund_that_worked_is_done_and_was_asked_for_with_our_key_and_amount)],
            ("""+ "?amount=" + request.Amount""", "")) { Base = Whole, Script = WholeScript, Says = "give back everything" },
        new("takes another amount for done", [nameof(Check.A_refund_of_another_amount_is_not_taken_for_done)],
            (" && body.Total == request.Amount", "")) { Base = Whole, Script = WholeScript },
        new("calls a refused refund unknown", [nameof(Check.A_refused_refund_is_a_rejection)],
            ("""new RefundAnswer.Rejected("refused", refused)""", "new RefundAnswer.Unknown(refused)"))
            {
                Base = Whole, Script = WholeScript
            },
        new("takes another refund for this one", [nameof(Check.How_a_refund_stands_is_told_by_its_key)], (OfTheKey, ""))
            {
                Base = Whole, Script = WholeScript, Says = "Compare the keys"
            },
        new("takes no answer for no refund", [nameof(Check.A_refund_without_a_clear_answer_is_unknown)],
            ("""_ => new RefundAnswer.Unknown("Nobody knows.")""",
                """Answer.Answered => new RefundAnswer.NotFound(), _ => new RefundAnswer.Unknown("Nobody knows.")"""))
            {
                Base = Whole, Script = WholeScript
            },
        new("sends a refund again when the line breaks", [nameof(Check.A_refund_whose_connection_breaks_is_sent_once)],
            ("""+ "?amount=" + request.Amount, null, cancellationToken));""",
                """+ "?amount=" + request.Amount, null, cancellationToken) switch { Answer.Unclear { StatusCode: null } => await SendAsync(HttpMethod.Post, Refunds(request) + "?amount=" + request.Amount, null, cancellationToken), var once => once });"""))
            {
                Base = Whole, Script = WholeScript
            },
    ];

    public static IReadOnlyList<BadGateway> Secrets { get; } =
    [
        new("logs its key", [nameof(Check.Nothing_secret_and_nothing_of_the_customer_is_logged)],
            ("        request.Headers.Authorization", """Microsoft.Extensions.Logging.LoggerExtensions.LogTrace(context.Logger, "Asking", []); Microsoft.Extensions.Logging.LoggerExtensions.LogTrace(context.Logger, "With {Key}", context.Settings.ApiKey);""" + "\n        request.Headers.Authorization")) { Says = "The secret ApiKey" },
        new("logs who pays", [nameof(Check.Nothing_secret_and_nothing_of_the_customer_is_logged)],
            ("        var create =", """Microsoft.Extensions.Logging.LoggerExtensions.LogTrace(context.Logger, "For {Name}", request.Customer?.Name);""" + "\n        var create =")) { Says = "The customer's name" },
        new("tells its key to the operator", [nameof(Check.Nothing_secret_and_nothing_of_the_customer_stands_in_a_result)], (Refusal, """new OpenResult.Rejected("gateway_refused", error + context.Settings.ApiKey),""")),
        new("puts its key into the address", [nameof(Check.Nothing_secret_and_nothing_of_the_customer_stands_in_an_address)],
            (Send, Send.Replace("\"payments\"", "\"payments?key=\" + context.Settings.ApiKey", StringComparison.Ordinal))),
        new("puts the customer into the address", [nameof(Check.Nothing_secret_and_nothing_of_the_customer_stands_in_an_address)],
            (Send, Send.Replace("\"payments\"", "\"payments?email=\" + Uri.EscapeDataString(request.Customer?.Email ?? \"\")",
                StringComparison.Ordinal))) { Script = script => script with { SecretsInAddress = true } },
    ];

    public static IReadOnlyList<BadGateway> Loading { get; } =
    [
        new("writes JSON by reflection",
            [nameof(Check.It_uses_no_JSON_by_reflection_and_no_Validator), nameof(Check.It_leaves_the_memory_when_it_is_switched_off)],
            ("GatewayHttp.JsonBody(create, MyGatewayJson.Default.CreatePayment)",
                "System.Net.Http.Json.JsonContent.Create(create)")) { Says = "JsonContent.Create" },
        new("asks the Validator",
            [nameof(Check.It_uses_no_JSON_by_reflection_and_no_Validator), nameof(Check.It_leaves_the_memory_when_it_is_switched_off)],
            ("context => new MyGatewayProvider(context)",
                "context => { System.ComponentModel.DataAnnotations.Validator.ValidateObject(context.Settings, new(context.Settings), "
                    + "true); return new MyGatewayProvider(context); }")) { Says = "Validator.ValidateObject" },
        new("leaves a task running", [nameof(Check.It_leaves_the_memory_when_it_is_switched_off)],
            (Field, "private readonly Task _watch = WatchAsync(); private static async Task WatchAsync() { while "
                + "(true) await Task.Delay(50); }\n" + Field)) { Says = "timers" },
    ];

    public static IReadOnlyList<BadGateway> Scripts { get; } =
    [
        new("has a capability that its script does not know",
            [nameof(Check.A_cancel_that_worked_is_told_from_one_that_came_too_late),
                nameof(Check.What_the_provider_can_do_has_its_script_and_the_other_way_round)], [])
                {
                    Base = Whole, Script = script => WholeScript(script) with { Cancelled = null } , Says = "no Cancelled"
                },
        new("has a script for a capability that it lacks", [nameof(Check.What_the_provider_can_do_has_its_script_and_the_other_way_round)],
            []) { Script = script => script with { TooLate = script.NotFound }, Says = "no ICancelAttempts" },
        new("has a secret that the script leaves empty", [nameof(Check.What_the_provider_can_do_has_its_script_and_the_other_way_round)],
            [])
            {
                Script = script => script with { Settings = new Dictionary<string, string>(script.Settings) { ["ApiKey"] = "kunci7" } },
                Says = "ApiKey"
            },
    ];

    public static IReadOnlyList<BadGateway> All =>
        [.. Creating, .. Amounts, .. Status, .. Webhooks, .. Options, .. CancelAndLedger, .. Refunds, .. Secrets, .. Loading, .. Scripts];

    public static GatewayScript WholeScript(GatewayScript script) => script with
    {
        Cancelled = payment => GatewayReply.Json($$"""{"id":"{{payment.Reference}}","status":"cancelled"}"""),
        TooLate = _ => GatewayReply.Json("""{"error":"paid"}""", 409),
        Refunded = payment => GatewayReply.Json(WriteRefund(payment)),
        RefundRefused = _ => GatewayReply.Json("""{"error":"too_old"}""", 409),
        RefundStands = payment => payment.Refund is null
            ? GatewayReply.Json("""{"error":"no_refund"}""", 404)
            : GatewayReply.Json(WriteRefund(payment)),
        Ledger = entries => GatewayReply.Json($$"""
            {"entries":[{{string.Join(',', entries.Select(entry =>
                $$"""{"id":"{{entry.Reference}}","total":{{entry.Amount}},"paid_at":"{{entry.At.ToOffset(Wib.Offset):yyyy-MM-dd HH:mm:ss}}"}"""))}}]}
            """),
    };

    private static string WriteRefund(GatewayPayment payment) => $$"""
        {"id":"{{payment.Refund!.Reference}}","reference":"{{payment.Refund.Key}}","status":"refunded","total":"{{payment.Refund.Amount}}.00"}
        """;

    private static (string From, string To) Unclear(string message) =>
        (Otherwise, $$"""Answer.Unclear { Message: var why } when why.Contains("{{message}}") => new OpenResult.Rejected("error", why), """ + Otherwise);
}
