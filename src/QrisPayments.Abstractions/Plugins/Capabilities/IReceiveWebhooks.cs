namespace QrisPayments.Plugins;

/// <summary>
/// A provider whose gateway sends webhooks. What a webhook says is a hint: where the provider can also query the status or read a
/// ledger, that confirms it before money counts.
/// </summary>
public interface IReceiveWebhooks
{
    /// <summary>
    /// Verifies one webhook and reads what it means, from the request and the settings alone: no I/O, no state. What was verified is stored
    /// before the gateway is answered, and may be read again later. An exception or a call that does not return says nothing about the
    /// webhook: it is stored, the gateway is answered 503, and it is read again later.
    /// </summary>
    WebhookVerdict Read(WebhookRequest request);
}
