namespace QrisPayments.Plugins;

/// <summary>
/// A provider whose gateway sends webhooks. What one says is a hint: where the provider can also query the status or read a
/// ledger, that confirms it before money counts.
/// </summary>
public interface IReceiveWebhooks
{
    /// <summary>
    /// Judges one request by what it carries and by the settings alone: no I/O, no state. It is stored whole before this
    /// is called, and may be judged again. An exception counts as <see cref="WebhookVerdict.Malformed"/>.
    /// </summary>
    WebhookVerdict Read(WebhookRequest request);
}
