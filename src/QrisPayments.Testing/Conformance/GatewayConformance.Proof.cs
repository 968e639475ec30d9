#pragma warning disable CS1591 // The names are the sentences.
using System.Text;
using System.Text.Json.Nodes;
using Xunit;
using QrisPayments.Payments;
using QrisPayments.Plugins;

namespace QrisPayments.Testing;

public abstract partial class GatewayConformance
{
    /// <summary>A webhook is evidence without asking: the gateway cannot be asked, or the plugin says so.</summary>
    private bool WebhooksCount => _account.Traits.WebhooksAreEvidence || !(Has<IQueryStatus>(out _) || Has<IReadLedger>(out _));

    [Fact]
    public void An_unsigned_webhook_counts_only_for_the_payment_that_it_names()
    {
        if (!Has<IReceiveWebhooks>(out var hooks) || !Webhook.IsUnsigned || !WebhooksCount) return;
        var payment = PaidHook();
        var right = Hook(payment);
        foreach (var (what, other) in (IEnumerable<(string, GatewayPayment)>)[
            ("another reference", payment with { Reference = "GW-9999999" }),
            ("another AttemptId", payment with { Request = payment.Request with { AttemptId = Id("att", 99) } })])
        {
            if (Webhook.Body(other) == Webhook.Body(payment)) continue;
            if (Verify(hooks, right with { Body = Encoding.UTF8.GetBytes(
                Webhook.Body(other)!) }) is WebhookVerdict.Genuine { Status: StatusResult.Paid } genuine)
                Assert.Fail($"A webhook with {what} came to the address of {payment.Reference}, and was verified as {genuine}. "
                    + "Nothing signs it, and the gateway cannot be asked: all that it says must fit WebhookRequest.Attempt.");
        }
        var less = payment with { Total = payment.Total - 5_000 };
        if (Verify(hooks, right with { Body = Encoding.UTF8.GetBytes(
            Webhook.Body(less)!) }) is WebhookVerdict.Genuine { Status: StatusResult.Paid { Amount: var amount } } && amount != less.Total)
            Assert.Fail($"A webhook speaks of {less.Total}, and Paid.Amount is {(amount is { } told ? told : "null")}. "
                + "Tell what it says, or Doubtful: nothing else says how much came.");
    }

    /// <summary>
    /// What is accepted and cannot be understood is a case for a person. Anybody can send it, so that must not be a stranger's doing.
    /// </summary>
    [Fact]
    public void A_webhook_that_nothing_proves_is_not_accepted_without_being_understood()
    {
        if (!Has<IReceiveWebhooks>(out _)) return;
        foreach (var body in (string[])["", "{}", "<html></html>"])
        {
            var hooks = (IReceiveWebhooks)Make(_bench).Provider;
            var request = Hook(PaidHook(), Encoding.UTF8.GetBytes(body)) with { Headers = Plain(), Attempt = null, PathKey = null };
            if (Verify(hooks, request) is WebhookVerdict.Malformed { IsProven: true, Reply.StatusCode: >= 200 and < 300 } malformed)
                Assert.Fail($"A webhook of {body.Length} bytes, with nothing to prove its sender, was verified as {malformed}. Answer Forged, "
                    + "or another status than 2xx, or say IsProven = false: else every stranger's request is a case for the operator.");
        }
    }

    /// <summary>The same request with its proof changed, in one place after the other: headers, body, path. Null takes it away.</summary>
    private IEnumerable<WebhookRequest> WithProof(WebhookRequest request, Func<string, string?> change)
    {
        var signature = Signature(request);
        if (signature.Count > 0)
            yield return request with
            {
                Headers = Plain(signature.Select(header => (header.Key, Value: change(header.Value)))
                    .Where(header => header.Value is not null)
                    .Select(header => KeyValuePair.Create(header.Key, header.Value!))),
            };
        if (Webhook.SignatureMember is { } member) yield return request with { Body = WithMember(request.Body, member, change) };
        if (Webhook.PathKey is { } key) yield return request with { PathKey = change(key) };
    }

    private static byte[] WithMember(ReadOnlyMemory<byte> body, string member, Func<string, string?> change)
    {
        var json = JsonNode.Parse(body.Span) as JsonObject;
        if (json?[member]?.GetValue<string>() is not { Length: > 0 } signature)
        {
            Assert.Fail($"The script says that the member {member} of the body is the signature, but the "
                + "script's Webhook.Body writes none.");
            return [];
        }
        if (change(signature) is { } other) json[member] = other;
        else json.Remove(member);
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private Dictionary<string, string> Signature(WebhookRequest request) => new(Webhook.Headers(request.Body.ToArray()));
}
