using System.Security.Cryptography;
using System.Text;
using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using Check = QrisPayments.Testing.GatewayConformance;

namespace QrisPayments.Testing.Tests;

/// <summary>Gateways of the kinds that the script's options describe: sound ones, and each with one fault.</summary>
internal static partial class BadGateways
{
    private const string Told = "ProviderRef = payment.Id, AttemptId = payment.Reference, Status = Status(payment)";

    private const string Believed = "        return new WebhookVerdict.Genuine";

    private const string Traits = "MinAmount = 1_000, MaxAmount";

    private const string Expected =
        "        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(_webhookSecret, request.Body.Span));";

    private const string Waiting = "new StatusResult.NotFound()";

    private static readonly (string From, string To) ByKey =
        (Signed, "request.PathKey is not { } key || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), _webhookSecret)");

    private static readonly (string From, string To) ByMoney =
        (Told, "Credit = new LedgerEntry { Reference = payment.Id, Amount = payment.Total!.Value, At = Time(payment.PaidAt)!.Value }");

    private static readonly (string From, string To)[] SignedInside =
    [
        ("public string? Error { get; init; }", "public string? Error { get; init; } public string? SignatureKey { get; init; }"),
        (Expected, """
            var told = request.TryReadJson(MyGatewayJson.Default.GatewayPaymentJson, out var read) ? read : null;
            var expected = Convert.ToHexStringLower(HMACSHA256.HashData(_webhookSecret, Encoding.UTF8.GetBytes($"{told?.Id}|{told?.Reference}|{told?.Total}")));
        """),
    ];

    private static readonly (string From, string To) IfSigned = (Signed, $"request.Headers.ContainsKey(\"X-Signature\") && {Signed}");

    private static readonly (string From, string To) Unproven =
        (Told, "IsProven = request.Headers.ContainsKey(\"X-Signature\"), " + Told);

    private static readonly (string From, string To) ByAddress = (Signed, "request.Attempt is null");

    private static readonly (string From, string To) Counts = (Traits, "WebhooksAreEvidence = true, " + Traits);

    private static readonly (string From, string To)[] ByPage =
    [
        ("public string? Error { get; init; }", "public string? Error { get; init; } public string? RedirectUrl { get; init; }"),
        ("TotalAmount = total, QrPayload = payment.QrString", "TotalAmount = total, RedirectUrl = new Uri(page)"),
    ];

    /// <summary>
    /// The template as it is. A change all the same, so that the slow checks, which the good gateway shows, are left out.
    /// </summary>
    private static readonly (string From, string To) AsItIs = (Field, "    // As it is.\n" + Field);

    /// <summary>They fail no check.</summary>
    public static IReadOnlyList<BadGateway> Sound { get; } =
    [
        new("has a key in its callback's path", [], ByKey, ByMoney) { Script = KeyScript },
        new("signs inside the body", [], [.. SignedInside, (Signed, "told?.SignatureKey != expected")]) { Script = InsideScript },
        new("leaves the signature out now and then", [], IfSigned, Unproven) { Script = IfSignedScript },
        new("signs nothing, and what it says must fit", [], ByAddress, Counts,
            (Believed, """if (payment.Reference != request.Attempt!.AttemptId || payment.Id != request.Attempt.ProviderRef) return new WebhookVerdict.Forged("Another's.") { Reply = new WebhookReply(403) };""" + "\n" + Believed))
            { Script = UnsignedScript },
        new("shows a page of its own", [], [.. ByPage, Page("""} when page.StartsWith("https://bayar.example/p/", StringComparison.Ordinal)""")]) { Script = PageScript },
        new("takes our reference", [], AsItIs) { Script = script => script with { TakesOurReference = true } },
        new("knows a payment once its way is chosen", [], (Waiting, "context.Clock.GetUtcNow() < attempt.ExpiresAt ? (StatusResult)new "
            + $"StatusResult.Pending() : {Waiting}")) { Script = ChosenScript },
    ];

    public static IReadOnlyList<BadGateway> Options { get; } =
    [
        new("takes any key in the path",
            [nameof(Check.A_webhook_with_another_signature_is_not_genuine),
                nameof(Check.A_webhook_signed_with_another_secret_is_not_genuine)],
            (Signed, "request.PathKey is null"), ByMoney) { Script = KeyScript },
        new("needs no key in the path",
            [nameof(Check.A_webhook_without_signature_is_not_genuine), nameof(Check.A_webhook_with_another_signature_is_not_genuine),
                nameof(Check.A_webhook_signed_with_another_secret_is_not_genuine)],
            (Signed, "expected.Length == 0"), ByMoney) { Script = KeyScript },
        new("reads the time of money as UTC", [nameof(Check.A_genuine_webhook_is_told_from_its_attempt)], ByKey,
            (ByMoney.From, ByMoney.To.Replace("At = Time(payment.PaidAt)!.Value", "At = Time(payment.PaidAt)!.Value.AddHours(7)",
                StringComparison.Ordinal)))
            { Script = KeyScript, Says = "Credit.At" },
        new("looks at a signature in the body only when there is one", [nameof(Check.A_webhook_without_signature_is_not_genuine)],
            [.. SignedInside, (Signed, "told?.SignatureKey is { } given && given != expected")]) { Script = InsideScript },
        new("looks at no signature in the body",
            [
                nameof(Check.A_webhook_without_signature_is_not_genuine), nameof(Check.A_webhook_with_another_signature_is_not_genuine),
                nameof(Check.A_webhook_signed_with_another_secret_is_not_genuine),
                nameof(Check.A_webhook_whose_amount_or_reference_was_changed_is_not_genuine),
            ], [.. SignedInside, (Signed, "expected.Length == 0")]) { Script = InsideScript },
        new("counts on webhooks that need no signature", [nameof(Check.A_webhook_without_signature_is_not_genuine)], IfSigned,
            Counts) { Script = IfSignedScript, Says = "WebhooksAreEvidence" },
        new("takes what nothing signs for proven", [nameof(Check.A_webhook_without_signature_is_not_genuine)], IfSigned)
            { Script = IfSignedScript, Says = "IsProven = false" },
        new("accepts what it cannot read from anybody",
            [nameof(Check.A_webhook_that_nothing_proves_is_not_accepted_without_being_understood)],
            ("new WebhookVerdict.Forged(\"The signature does not fit.\") { Reply = new WebhookReply(401) }",
                "new WebhookVerdict.Malformed(\"What?\") { Reply = new WebhookReply(200) }")) { Says = "IsProven = false" },
        new("takes what is signed for a stranger's", [nameof(Check.A_genuine_webhook_is_told_from_its_attempt)],
            (Told, "IsProven = false, " + Told)) { Says = "leave IsProven true" },
        new("takes a wrong signature for none",
            [nameof(Check.A_webhook_with_another_signature_is_not_genuine),
                nameof(Check.A_webhook_signed_with_another_secret_is_not_genuine),
                    nameof(Check.A_webhook_whose_amount_or_reference_was_changed_is_not_genuine)],
            (Signed, "expected.Length == 0"), Unproven) { Script = IfSignedScript },
        new("takes what comes to an attempt's address for that attempt",
            [nameof(Check.An_unsigned_webhook_counts_only_for_the_payment_that_it_names)], ByAddress, Counts)
            {
                Script = UnsignedScript, Says = "must fit"
            },
        new("takes the amount from its books", [nameof(Check.An_unsigned_webhook_counts_only_for_the_payment_that_it_names)], ByAddress,
            Counts,
            (Believed, """if (payment.Reference != request.Attempt!.AttemptId || payment.Id != request.Attempt.ProviderRef) return new WebhookVerdict.Forged("Another's.") { Reply = new WebhookReply(403) };""" + "\n" + Believed),
            (Told, "ProviderRef = payment.Id, Status = new StatusResult.Paid { Amount = request.Attempt.TotalAmount }")) { Script = UnsignedScript, Says = "Paid.Amount" },
        new("sends the customer wherever the answer says", [nameof(Check.The_customer_is_sent_to_the_gateways_own_page_and_nowhere_else)],
            [.. ByPage, Page("}")]) { Script = PageScript, Says = "contoh.example" },
        new("sends all customers to one page", [nameof(Check.The_customer_is_sent_to_the_gateways_own_page_and_nowhere_else)],
            [.. ByPage, Page("""} when page.StartsWith("https://bayar.example/p/", StringComparison.Ordinal)"""), ("new Uri(page)", "new Uri(\"https://bayar.example/p/0\")")]) { Script = PageScript },
        new("numbers payments by the shop's order", [nameof(Check.Each_payment_keeps_the_reference_that_the_gateway_gave_it)],
            ("new CreatePayment(request.AttemptId", "new CreatePayment(request.OrderId"))
            { Script = script => script with { TakesOurReference = true }, Says = "was not sent" },
        new("gives up what nobody has chosen yet", [nameof(Check.A_payment_that_the_gateway_does_not_know_is_not_found)],
            AsItIs) { Script = ChosenScript, Says = "has not chosen yet" },
        new("waits for ever for a choice", [nameof(Check.A_payment_that_the_gateway_does_not_know_is_not_found)],
            (Waiting, "new StatusResult.Pending()")) { Script = ChosenScript, Says = "Answer NotFound" },
        new("asks by the shop's order where no answer names a payment",
            [nameof(Check.The_state_of_another_payment_is_not_taken_for_this_one)],
            ("payments/{attempt.AttemptId}", "payments/{attempt.OrderId}"),
            ("when payment.Reference == attempt.AttemptId && (attempt.ProviderRef is null || payment.Id == attempt.ProviderRef)", ""),
            ("new StatusResult.Pending(payment.Id)", "new StatusResult.Pending()"))
            { Script = script => script with { Status = payment => script.Status!(
                payment with { Reference = "TX-1", Request = payment.Request with { AttemptId = "" } }) },
                    Says = "nothing ties the answer to the attempt" },
    ];

    private static (string From, string To) Page(string end) =>
        ("QrString.Length: > 0 } payment }", $"QrString.Length: > 0, RedirectUrl: {{ }} page }} payment {end}");

    private static GatewayScript KeyScript(GatewayScript script) => script with
    {
        Webhook = script.Webhook! with
        {
            PathKey = script.Settings["WebhookSecret"], Headers = _ => new Dictionary<string, string>(), Body = payment =>
                payment.State == GatewayState.Paid ? script.Webhook.Body(payment) : null,
        },
    };

    private static GatewayScript InsideScript(GatewayScript script) => script with
    {
        Webhook = script.Webhook! with
        {
            SignatureMember = "signature_key", Headers = _ => new Dictionary<string, string>(),
            Body = payment =>
            {
                var signed = Encoding.UTF8.GetBytes($"{payment.Reference}|{payment.Request.AttemptId}|{payment.Total}");
                var signature = Convert.ToHexStringLower(
                    HMACSHA256.HashData(Encoding.UTF8.GetBytes(script.Settings["WebhookSecret"]), signed));
                return $"{script.Webhook.Body(payment)!.TrimEnd()[..^1]},\"signature_key\":\"{signature}\"}}";
            },
        },
    };

    private static GatewayScript IfSignedScript(GatewayScript script) =>
        script with { Webhook = script.Webhook! with { MayBeUnsigned = true } };

    private static GatewayScript UnsignedScript(GatewayScript script) =>
        script with { Webhook = script.Webhook! with { IsUnsigned = true, Headers = _ => new Dictionary<string, string>() } };

    private static GatewayScript PageScript(GatewayScript script) => script with
    {
        Pages = new Uri("https://bayar.example/p/"),
        Created = payment => script.Created!(payment) is var created
            ? created with { Body = $"{created.Body.TrimEnd()[..^1]},\"redirect_url\":\"{payment.Redirect.OriginalString}\"}}" }
            : created,
    };

    private static GatewayScript ChosenScript(GatewayScript script) => script with { KnownOnceChosen = true };
}
