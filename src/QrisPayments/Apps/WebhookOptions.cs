namespace QrisPayments.Apps;

/// <summary>Rules for callback addresses (<c>QrisPayments:Webhooks</c>).</summary>
public sealed class WebhookOptions
{
    /// <summary>
    /// Signs the callbacks of payments that the shop's own code made (an app has its own secret): <c>whsec_</c> and base64
    /// of 24 to 64 bytes.
    /// </summary>
    public string? Secret { get; set; }

    /// <summary>
    /// Host names or addresses in private ranges that may be called all the same, such as <c>erp.internal</c>. Everything
    /// else that resolves to a private, loopback or link-local address is refused when the connection is made.
    /// </summary>
    public IList<string> AllowedPrivateHosts { get; } = [];

    /// <summary>How long webhooks of gateways are kept, 1 to 365 days. They hold payer data, so no longer than needed.</summary>
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(30);
}
