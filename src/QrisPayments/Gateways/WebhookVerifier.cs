using System.Text.Json;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Storage;

namespace QrisPayments.Gateways;

/// <summary>Where a webhook's signature is checked: its plugin verifies and reads it, as it arrived or as it was stored.</summary>
internal sealed class WebhookVerifier(ProviderCalls calls)
{
    public Task<WebhookVerification> VerifyAsync(ProviderAccount account, WebhookRequest request, CancellationToken cancellationToken) =>
        calls.VerifyWebhookAsync(account, request, cancellationToken);

    /// <summary>Verifies a stored one, with the attempt whose own address was called.</summary>
    public Task<WebhookVerification> VerifyAsync(
        ProviderAccount account, WebhookRow row, AttemptRow? attempt, CancellationToken cancellationToken)
    {
        var redaction = new WebhookRedaction(account.Secrets);
        return VerifyAsync(account, new WebhookRequest
        {
            Headers = new Dictionary<string, string>(Values(row.Headers, redaction), StringComparer.OrdinalIgnoreCase),
            Query = Values(row.Query, redaction),
            Body = WebhookBody.FromStored(row.Body),
            ReceivedAt = row.ReceivedAtDb.FromDb(),
            Attempt = attempt?.ToOpened(),
            PathKey = row.PathKey is { } key ? redaction.Restore(key) : null,
        }, cancellationToken);
    }

    private static Dictionary<string, string> Values(string stored, WebhookRedaction redaction) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(stored)!.ToDictionary(pair => pair.Key,
            pair => redaction.Restore(pair.Value));
}
