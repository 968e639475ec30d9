namespace QrisPayments.Plugins.Providers;

/// <summary>What came of having a plugin judge a webhook.</summary>
internal abstract record WebhookJudgement
{
    private WebhookJudgement() { }

    /// <summary>The plugin's word, checked.</summary>
    public sealed record Judged(WebhookVerdict Verdict) : WebhookJudgement;

    /// <summary>The plugin threw, hung or is left alone after repeated faults. That says nothing about the webhook.</summary>
    public sealed record Failed(string Problem) : WebhookJudgement;
}
