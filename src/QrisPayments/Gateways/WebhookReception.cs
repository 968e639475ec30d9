using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>
/// Receives a webhook: has it verified and read, stores it, and answers as its gateway expects. It is verified first so that of what a
/// stranger sends no more than the beginning is ever written; a gateway that was not answered comes again.
/// </summary>
internal sealed class WebhookReception(
    VerdictRecorder verdicts, GatewayAttempts attempts, WebhookVerifier verifier, TimeProvider clock)
{
    /// <summary>Of no use for verifying, and different at every hop.</summary>
    private static readonly HashSet<string> Dropped = new(StringComparer.OrdinalIgnoreCase)
    {
        "Cookie", "Connection", "Accept-Encoding", "traceparent", "tracestate", "X-Request-Id", "CF-Ray", "X-Forwarded-For", "X-Real-IP",
        "Content-Length", "Transfer-Encoding", "Expect",
    };

    public async Task<WebhookReply> ReceiveAsync(ProviderAccount account, HttpRequest http, byte[] body)
    {
        var headers = http.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value!),
            StringComparer.OrdinalIgnoreCase);
        var query = http.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
        return await ReceiveAsync(account, headers, query, body, http.RouteValues["token"] as string, http.HttpContext.RequestAborted);
    }

    /// <summary>
    /// Takes in what came to a facade's own address, which names no account: it is for the one of these whose secrets it carries.
    /// </summary>
    public async Task<WebhookReply> ReceiveAsync(
        IReadOnlyList<ProviderAccount> accounts, FacadeRequest request, string? pathKey, CancellationToken cancelled)
    {
        foreach (var account in accounts.Count > 1 ? accounts : [])
        {
            var asked = Request(request.Headers, request.Query, request.Body, null, pathKey);
            if (await verifier.VerifyAsync(account, asked, cancelled)
                is WebhookVerification.Verified { Verdict: WebhookVerdict.Genuine { IsProven: true } })
                return await ReceiveAsync(account, request.Headers, request.Query, request.Body, pathKey, cancelled);
        }
        return await ReceiveAsync(accounts[0], request.Headers, request.Query, request.Body, pathKey, cancelled);
    }

    private async Task<WebhookReply> ReceiveAsync(
        ProviderAccount account,
            IReadOnlyDictionary<string, string> headers, IReadOnlyDictionary<string, string> query, ReadOnlyMemory<byte> body,
                string? token, CancellationToken cancelled)
    {
        var attempt = token is null ? null : await attempts.FindByHookAsync(HookToken.Hash(token), cancelled);
        // A token that belongs to an attempt of another account counts as no token.
        if (attempt is not null && attempt.Account != account.Id) attempt = null;
        var request = Request(headers, query, body, attempt?.ToOpened(), attempt is null ? token : null);
        // A gateway that hangs up early has told us all the same, and may not come again.
        var verdict = (await verifier.VerifyAsync(account, request, CancellationToken.None) as WebhookVerification.Verified)?.Verdict;
        await verdicts.TakeInAsync(account, request, verdict);
        // Of what the plugin could not verify, nothing is known: it shall come again, and is verified again here in any case.
        return verdict?.Reply ?? new WebhookReply(StatusCodes.Status503ServiceUnavailable);
    }

    private WebhookRequest Request(
        IReadOnlyDictionary<string, string> headers, IReadOnlyDictionary<string, string> query, ReadOnlyMemory<byte> body,
            OpenedAttempt? attempt, string? pathKey) => new()
    {
        Headers = headers.Where(header => !Dropped.Contains(header.Key)).OrderBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase),
        Query = query.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal),
        Body = body,
        ReceivedAt = clock.Now(),
        Attempt = attempt,
        PathKey = pathKey,
    };
}
