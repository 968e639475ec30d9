using QrisPayments.Storage;

namespace QrisPayments.Reviews;

/// <summary>A stored case for a person.</summary>
internal sealed class Review
{
    public const string Open = "open";

    public const string Select = """
        SELECT r.id AS Id, r.kind AS Kind, r.state AS State, r.payment_id AS PaymentId, r.credit_id AS CreditId, r.webhook_id AS WebhookId,
               r.amount AS Amount, r.gateway_key AS GatewayKey, r.note AS Note, r.opened_at AS OpenedAtDb,
               r.resolution AS Resolution, r.resolved_at AS ResolvedAtDb, r.resolved_by AS ResolvedBy, r.remark AS Remark
        FROM qris_reviews r
        """;

    public string Id { get; init; } = "";
    public string Kind { get; init; } = "";
    public string State { get; init; } = "";
    public string? PaymentId { get; init; }
    public string? CreditId { get; init; }

    /// <summary>The webhook that made it.</summary>
    public string? WebhookId { get; init; }

    /// <summary>The amount that contradicts the credit, in a conflict; that the gateway says went back, in a dispute.</summary>
    public long? Amount { get; init; }

    /// <summary>By what the gateway knows the refund that a dispute is about; null when it names none.</summary>
    public string? GatewayKey { get; init; }

    /// <summary>Why it was opened.</summary>
    public string? Note { get; init; }
    public DateTime OpenedAtDb { get; init; }
    public string? Resolution { get; init; }
    public DateTime? ResolvedAtDb { get; init; }
    public string? ResolvedBy { get; init; }

    /// <summary>What the person who decided wrote.</summary>
    public string? Remark { get; init; }

    public DateTimeOffset OpenedAt => OpenedAtDb.FromDb();
    public DateTimeOffset? ResolvedAt => ResolvedAtDb.FromDb();
}
