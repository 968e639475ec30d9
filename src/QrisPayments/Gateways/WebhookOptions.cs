namespace QrisPayments.Gateways;

/// <summary>How webhooks of gateways are kept (<c>QrisPayments:Webhooks</c>).</summary>
public sealed class WebhookOptions
{
    /// <summary>How long a webhook is kept, 1 to 365 days. It holds payer data, so no longer than needed.</summary>
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(30);
}
