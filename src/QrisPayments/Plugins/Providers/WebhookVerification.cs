namespace QrisPayments.Plugins.Providers;

/// <summary>What came of having a plugin verify and read a webhook.</summary>
internal abstract record WebhookVerification
{
    private WebhookVerification() { }

    /// <summary>The plugin's word, checked.</summary>
    public sealed record Verified(WebhookVerdict Verdict) : WebhookVerification;

    /// <summary>The plugin threw, hung or is left alone after repeated faults. That says nothing about the webhook.</summary>
    public sealed record Failed(string Problem) : WebhookVerification;
}
