namespace QrisPayments.Plugins;

/// <summary>
/// A provider whose gateway sends webhooks. What a webhook says is a hint: where the provider can also query the status or read a
/// ledger, that confirms it before money counts.
/// </summary>
public interface IReceiveWebhooks
{
    /// <summary>
    /// Verifies one webhook and reads what it means, from the request and the settings alone: no I/O, no state. The webhook is stored
    /// whole before this is called, and may be read again later. An exception or a call that does not return says nothing about the
    /// webhook: the gateway is answered 503, and the stored webhook is read again later.
    /// </summary>
    WebhookVerdict Read(WebhookRequest request);
}
