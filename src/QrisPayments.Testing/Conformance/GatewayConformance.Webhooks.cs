#pragma warning disable CS1591 // The names are the sentences.
using System.Globalization;
using System.Text;
using Xunit;
using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Plugins;

namespace QrisPayments.Testing;

public abstract partial class GatewayConformance
{
    private const string Tampered =
        "Compare the signature over the raw bytes with CryptographicOperations.FixedTimeEquals, before anything else is believed.";

    [Fact]
    public void A_genuine_webhook_is_told_from_its_attempt()
    {
        if (!Has<IReceiveWebhooks>(out var hooks)) return;
        var payment = PaidHook();
        var verdict = Verify(hooks, payment);
        if (verdict is not WebhookVerdict.Genuine genuine)
        {
            Assert.Fail($"A webhook as the script writes and signs it was verified as {verdict}. It must be Genuine.");
            return;
        }
        if (!genuine.IsProven && !Webhook.IsUnsigned)
            Assert.Fail("A webhook as the script signs it was told with IsProven = false. Its signature proves the sender: leave "
                + "IsProven true, or what the gateway itself says is taken for a stranger's hint.");
        if (genuine.Credit is null && genuine.ProviderRef != payment.Reference && genuine.AttemptId != payment.Request.AttemptId)
            Assert.Fail($"A genuine webhook about {payment.Reference} ({payment.Request.AttemptId}) names "
                + $"{genuine.ProviderRef ?? "no ProviderRef"} and {genuine.AttemptId ?? "no AttemptId"}. "
                + "One of them must say which attempt it is about.");
        if (genuine.Status is StatusResult.Paid { Amount: { } amount } && amount != payment.Total)
            Assert.Fail($"The webhook speaks of {payment.Total}, but Paid.Amount is {amount}.");
        if (genuine.Status is StatusResult.Paid { At: { } at }) IsJakarta("Paid.At", at, payment.PaidAt);
        if (genuine.Credit is { } credit && credit.Amount != payment.Total)
            Assert.Fail($"The webhook speaks of {payment.Total}, but Credit.Amount is {credit.Amount}.");
        if (genuine.Credit is { } money) IsJakarta("Credit.At", money.At, payment.PaidAt);
        if (genuine.Reply.StatusCode is < 200 or > 299)
            Assert.Fail($"A genuine webhook is answered {genuine.Reply.StatusCode}. Answer 2xx, or the gateway sends it again and again.");
    }

    [Fact]
    public void A_webhook_without_signature_is_not_genuine()
    {
        if (!Has<IReceiveWebhooks>(out var hooks)) return;
        var request = Hook(PaidHook());
        if (Webhook.IsUnsigned)
            NotProven(hooks, request, "that came to the account's common address, with nothing to prove it,",
                "Where nothing is signed, only WebhookRequest.Attempt proves the sender.");
        else
            foreach (var bare in WithProof(request, _ => null))
                if (!Webhook.MayBeUnsigned) NotGenuine(hooks, bare, "without its signature", Tampered);
                else NotProven(hooks, bare, "without its signature", "");
    }

    [Fact]
    public void A_webhook_with_another_signature_is_not_genuine()
    {
        if (!Has<IReceiveWebhooks>(out var hooks)) return;
        var request = Hook(PaidHook());
        if (Webhook.IsUnsigned) return;
        foreach (var wrong in (Func<string, string>[])[value => (value[0] == '0' ? '1' : '0') + value[1..],
            value => value[..(value.Length / 2)], _ => "", _ => "é", value => value + "00"])
        {
            // A blank one says as little as none.
            if (Webhook.MayBeUnsigned && wrong("x").Length == 0) continue;
            foreach (var forged in WithProof(request, wrong)) NotGenuine(hooks, forged, "with another signature", Tampered);
        }
    }

    [Fact]
    public void A_webhook_signed_with_another_secret_is_not_genuine()
    {
        if (!Has<IReceiveWebhooks>(out _) || Webhook.IsUnsigned) return;
        var stranger = (IReceiveWebhooks)Make(_bench, otherSecrets: true).Provider;
        NotGenuine(stranger, Hook(PaidHook()), "signed with a secret that the account does not have",
            Tampered + " The secret must be one of the settings, marked [Secret].");
    }

    [Fact]
    public void A_webhook_whose_amount_or_reference_was_changed_is_not_genuine()
    {
        if (!Has<IReceiveWebhooks>(out var hooks) || Webhook.IsUnsigned) return;
        var payment = PaidHook();
        var right = Hook(payment);
        // A key in the path covers no body.
        if (Webhook is { PathKey: not null, SignatureMember: null } && Signature(right).Count == 0) return;
        var text = Encoding.UTF8.GetString(right.Body.Span);
        foreach (var (from, to) in (IEnumerable<(string, string)>)[
            (payment.Total.ToString(CultureInfo.InvariantCulture), (payment.Total + 1_000).ToString(CultureInfo.InvariantCulture)),
            (payment.Reference, "GW-9999999"), (payment.Request.AttemptId, Id("att", 99))])
            if (text.Contains(from, StringComparison.Ordinal))
                NotGenuine(hooks, right with { Body = Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)) },
                    $"in which {from} was changed to {to}", Tampered);
    }

    [Fact]
    public void A_webhook_that_comes_again_is_verified_as_before()
    {
        if (!Has<IReceiveWebhooks>(out var hooks)) return;
        var payment = PaidHook();
        var first = Verify(hooks, payment);
        foreach (var again in (IReceiveWebhooks[])[hooks, (IReceiveWebhooks)Make(_bench).Provider])
            if (Verify(again, payment) is var second && second != first)
                Assert.Fail($"The same webhook was verified as {first}, then {second}. "
                    + "Read is a matter of the request and the settings alone: the module knows what came before.");
    }

    [Fact]
    public void Webhooks_out_of_order_are_verified_each_by_itself()
    {
        if (!Has<IReceiveWebhooks>(out var hooks)) return;
        var paid = PaidHook();
        var older = paid with { State = GatewayState.Pending };
        if (Webhook.Body(older) is null) return;
        var expected = Verify(hooks, older);
        Verify(hooks, paid);
        if (Verify(hooks, older) is var late && late != expected)
            Assert.Fail($"A webhook was verified as {expected}, but {late} after a newer one. Read keeps nothing: "
                + "the module knows what came before.");
    }

    [Fact]
    public void A_webhook_that_cannot_be_understood_is_never_genuine_and_never_throws()
    {
        if (!Has<IReceiveWebhooks>(out var hooks)) return;
        var payment = PaidHook();
        foreach (var (what, body) in (IEnumerable<(string, byte[])>)[
            ("with an empty body", []), ("that is a web page", "<html></html>"u8.ToArray()),
            ("that is no JSON", "status=paid&amount=1"u8.ToArray()),
            ("of 1 MB", Encoding.UTF8.GetBytes(new string('x', 1 << 20))),
            ("nested 100,000 deep", Encoding.UTF8.GetBytes(new string('[', 100_000) + new string(']', 100_000))),
            ("that is null", "null"u8.ToArray()), ("that is an array", "[]"u8.ToArray()), ("without any field", "{}"u8.ToArray()),
                ("of broken text", [0xff, 0xfe, 0x00, 0xc3])])
        {
            // Signed by the gateway all the same: being genuine is no excuse for throwing.
            foreach (var headers in (IReadOnlyDictionary<string, string>[])[Webhook.Headers(body), new Dictionary<string, string>()])
                NotGenuine(hooks, Hook(payment, body) with { Headers = Plain(headers) }, what,
                    "Answer WebhookVerdict.Malformed or Forged.");
        }
    }

    [Fact]
    public void A_webhook_of_another_content_type_does_not_throw()
    {
        if (!Has<IReceiveWebhooks>(out var hooks)) return;
        var request = Hook(PaidHook());
        foreach (var type in (string[])["text/plain", "multipart/form-data; boundary=x", "", "nonsense"])
            Verify(hooks, request with { Headers = new Dictionary<string, string>(request.Headers,
                StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = type } });
    }

    /// <summary>A paid payment of which the gateway would send a webhook.</summary>
    private GatewayPayment PaidHook()
    {
        var payment = NewPayment() with { State = GatewayState.Paid };
        if (Webhook.Body(payment) is null)
            Assert.Fail("The script's Webhook.Body is null for a paid payment: "
                + "write down the webhook that the gateway sends when money came.");
        return payment;
    }

    private WebhookRequest Hook(GatewayPayment payment) => Hook(payment, Encoding.UTF8.GetBytes(Webhook.Body(payment)!));

    private WebhookRequest Hook(GatewayPayment payment, byte[] body) => new()
    {
        Headers = Plain(Webhook.Headers(body)), Query = new Dictionary<string, string>(), Body = body, ReceivedAt = _clock.GetUtcNow(),
        // A key stands behind the account's common address, which is no attempt's own.
        Attempt = Webhook.PathKey is null ? Attempt(payment) : null, PathKey = Webhook.PathKey,
    };

    private Dictionary<string, string> Plain(IEnumerable<KeyValuePair<string, string>>? more = null)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Content-Type"] = Webhook.ContentType, ["User-Agent"] = "gateway/1.0"
        };
        foreach (var (name, value) in more ?? []) headers[name] = value;
        return headers;
    }

    private WebhookVerdict Verify(IReceiveWebhooks hooks, GatewayPayment payment) => Verify(hooks, Hook(payment));

    private static WebhookVerdict Verify(IReceiveWebhooks hooks, WebhookRequest request)
    {
        WebhookVerdict? verdict = null;
        try
        {
            verdict = hooks.Read(request);
        }
        catch (Exception exception)
        {
            Assert.Fail($"Read threw {exception.GetType().Name}: {exception.Message} Anybody can send anything: "
                + "answer Malformed or Forged.");
        }
        if (verdict?.Reply is not { StatusCode: >= 200 and <= 599 } reply)
            Assert.Fail($"Read answered {verdict?.ToString() ?? "null"}; every verdict needs a Reply with an HTTP status.");
        else if (reply.Body is null || reply.ContentType is null)
            Assert.Fail("The reply's Body and ContentType must not be null; an empty body is \"\".");
        return verdict;
    }

    /// <summary>At the account's common address it may be a hint at most, and only where the gateway is asked because of it.</summary>
    private void NotProven(IReceiveWebhooks hooks, WebhookRequest request, string what, string instead)
    {
        var common = request with { Attempt = null };
        if (WebhooksCount)
            NotGenuine(hooks, common, what, instead
                + " It may pass only where the gateway itself can be asked: leave Traits.WebhooksAreEvidence false.");
        else if (Verify(hooks, common) is WebhookVerdict.Genuine { IsProven: true } genuine)
            Assert.Fail($"A webhook {what} was verified as {genuine}. {instead} Answer Forged, or say IsProven = false: then it makes the "
                + "module ask the gateway, and nothing else.");
    }

    private static void NotGenuine(IReceiveWebhooks hooks, WebhookRequest request, string what, string instead)
    {
        if (Verify(hooks, request) is WebhookVerdict.Genuine genuine) Assert.Fail($"A webhook {what} was verified as {genuine}. {instead}");
    }
}
