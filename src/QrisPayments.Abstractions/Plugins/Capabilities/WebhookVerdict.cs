namespace QrisPayments.Plugins;

/// <summary>What verifying a webhook found: exactly one of the nested records, each with the reply that this gateway expects.</summary>
public abstract record WebhookVerdict
{
    private WebhookVerdict() { }

    /// <summary>What the gateway is answered, once the webhook is stored for good.</summary>
    public required WebhookReply Reply { get; init; }

    /// <summary>
    /// Whether the sender proved to be the gateway, by a signature, a key or a token that no stranger knows. Set it to false where the
    /// gateway signs nothing, or need not sign, and nothing else proved it: such a webhook is a hint that anybody may have sent. It makes
    /// the module ask the gateway about a payment of the shop, and nothing else: it changes nothing on its own, opens no case, and one
    /// about an unknown reference is dropped within minutes. A webhook that came to an attempt's own address
    /// (<see cref="WebhookRequest.Attempt"/>) is proven by that. Of no meaning for <see cref="Forged"/>.
    /// </summary>
    public bool IsProven { get; init; } = true;

    /// <summary>It comes from the gateway, as far as this gateway allows to verify that (<see cref="IsProven"/>).</summary>
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

    /// <summary>
    /// It cannot be understood. Answered with 2xx it will not come again, so a proven one is kept whole for a person, with a case. Of any
    /// other the beginning is kept for a day.
    /// </summary>
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
