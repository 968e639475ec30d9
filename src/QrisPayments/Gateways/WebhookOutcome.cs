namespace QrisPayments.Gateways;

/// <summary>What became of working on a stored webhook: exactly one of the nested records.</summary>
internal abstract record WebhookOutcome
{
    private WebhookOutcome() { }

    public sealed record Applied : WebhookOutcome;

    /// <summary>It was verified only now; its row already says so.</summary>
    public sealed record Verified : WebhookOutcome;

    /// <summary>A hint about nothing of ours.</summary>
    /// <param name="Reason">Why there is nothing to do.</param>
    public sealed record Dropped(string Reason) : WebhookOutcome;

    /// <param name="Reason">Why it cannot be applied yet.</param>
    /// <param name="RetryAfter">How long the gateway wants to be left alone.</param>
    /// <param name="WasAsked">The gateway was asked because of it, and did not confirm it.</param>
    public sealed record Waits(string Reason, TimeSpan? RetryAfter = null, bool WasAsked = false) : WebhookOutcome;
}
