namespace QrisPayments.Plugins;

/// <summary>What a webhook is worth: exactly one of the nested records, each with the reply that this gateway expects.</summary>
public abstract record WebhookVerdict
{
    private WebhookVerdict() { }

    /// <summary>What is answered, once the webhook is stored for good.</summary>
    public required WebhookReply Reply { get; init; }

    /// <summary>It comes from the gateway, as far as this gateway allows to tell.</summary>
    public sealed record Genuine : WebhookVerdict
    {
        /// <summary>The gateway's reference of the attempt it speaks of.</summary>
        public string? ProviderRef { get; init; }

        /// <summary>Our reference of the attempt, where the gateway gives it back.</summary>
        public string? AttemptId { get; init; }

        /// <summary>How the attempt stands, says the webhook; null when it speaks of money alone.</summary>
        public StatusResult? Status { get; init; }

        /// <summary>Money that arrived without a reference of an attempt (Qiospay); matched by its total.</summary>
        public LedgerEntry? Credit { get; init; }
    }

    /// <summary>It does not come from the gateway: bad signature, key or token, or values that were tampered with.</summary>
    /// <param name="Reason">For the operator; no secrets.</param>
    public sealed record Forged(string Reason) : WebhookVerdict;

    /// <summary>It cannot be understood. It is kept for a person to look at.</summary>
    /// <param name="Reason">For the operator; no secrets.</param>
    public sealed record Malformed(string Reason) : WebhookVerdict;
}

/// <summary>An answer to a webhook.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Body">The body; empty for none.</param>
/// <param name="ContentType">The body's type.</param>
public sealed record WebhookReply(int StatusCode, string Body = "", string ContentType = "application/json; charset=utf-8");
