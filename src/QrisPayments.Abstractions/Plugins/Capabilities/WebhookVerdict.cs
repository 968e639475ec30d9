namespace QrisPayments.Plugins;

/// <summary>What verifying a webhook found: exactly one of the nested records, each with the reply that this gateway expects.</summary>
public abstract record WebhookVerdict
{
    private WebhookVerdict() { }

    /// <summary>What the gateway is answered, once the webhook is stored for good.</summary>
    public required WebhookReply Reply { get; init; }

    /// <summary>It comes from the gateway, as far as this gateway allows to verify that.</summary>
    public sealed record Genuine : WebhookVerdict
    {
        /// <summary>The gateway's reference of the attempt that the webhook is about.</summary>
        public string? ProviderRef { get; init; }

        /// <summary>Our reference of the attempt, where the gateway gives it back.</summary>
        public string? AttemptId { get; init; }

        /// <summary>How the attempt stands; null when the webhook says nothing about a state.</summary>
        public StatusResult? Status { get; init; }

        /// <summary>Money that names no attempt; it is matched by its total. Null when the webhook reports none.</summary>
        public LedgerEntry? Credit { get; init; }
    }

    /// <summary>It does not come from the gateway: its signature, key or token is wrong, or its values were tampered with.</summary>
    public sealed record Forged : WebhookVerdict
    {
        /// <summary>The webhook is forged.</summary>
        public Forged(string reason) => Reason = reason;

        /// <summary>Why, for the operator; no secrets.</summary>
        public string Reason { get; init; }
    }

    /// <summary>It cannot be understood. It is kept for the operator to look at.</summary>
    public sealed record Malformed : WebhookVerdict
    {
        /// <summary>The webhook cannot be understood.</summary>
        public Malformed(string reason) => Reason = reason;

        /// <summary>Why, for the operator; no secrets.</summary>
        public string Reason { get; init; }
    }
}

/// <summary>An answer to a webhook.</summary>
public sealed record WebhookReply
{
    /// <summary>An answer with this status and body.</summary>
    public WebhookReply(int statusCode, string body = "") => (StatusCode, Body) = (statusCode, body);

    /// <summary>The HTTP status, 200–599.</summary>
    public int StatusCode { get; init; }

    /// <summary>The body; empty for none.</summary>
    public string Body { get; init; }

    /// <summary>The body's type.</summary>
    public string ContentType { get; init; } = "application/json; charset=utf-8";
}
