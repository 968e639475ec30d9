using QrisPayments.Storage;

namespace QrisPayments.Refunds;

/// <summary>A refund as stored.</summary>
internal sealed record StoredRefund
{
    /// <summary>End it with WHERE.</summary>
    public const string Select = """
        SELECT r.id AS Id, r.payment_id AS PaymentId, r.attempt_id AS AttemptId, r.account AS Account, r.amount AS Amount, r.state AS State,
               r.way AS Way, r.reason AS Reason, r.reference AS Reference, r.gateway_key AS GatewayKey, r.app AS App,
               r.requested_by AS RequestedBy, r.decided_by AS DecidedBy, r.review_id AS ReviewId, r.tries AS Tries,
               r.accepted_at AS AcceptedAt, r.due_at AS DueAt,
               r.error AS Error, r.created_at AS CreatedAt, r.done_at AS DoneAt, r.failed_at AS FailedAt
        FROM qris_refunds r
        """;

    public string Id { get; init; } = "";
    public string PaymentId { get; init; } = "";
    public string AttemptId { get; init; } = "";
    public string Account { get; init; } = "";
    public long Amount { get; init; }
    public string State { get; init; } = "";
    public string Way { get; init; } = "";
    public string Reason { get; init; } = "";
    public string? Reference { get; init; }

    /// <summary>What the gateway knows it by.</summary>
    public string? GatewayKey { get; init; }

    public string App { get; init; } = "";
    public string? RequestedBy { get; init; }
    public string? DecidedBy { get; init; }
    public string? ReviewId { get; init; }
    public int Tries { get; init; }

    /// <summary>When the gateway said that it has taken the request and works on it.</summary>
    public DateTime? AcceptedAt { get; init; }

    public DateTime? DueAt { get; init; }
    public string? Error { get; init; }
    public DateTime CreatedAt { get; init; }
    public DateTime? DoneAt { get; init; }
    public DateTime? FailedAt { get; init; }

    /// <summary>Its amount is reserved.</summary>
    public bool IsUnderWay => State is RefundStates.Requested or RefundStates.Sent or RefundStates.Unknown;

    /// <summary>
    /// It has a name at the gateway: the gateway is asked for it, has been or is about to be, or has told of it. While it is
    /// <see cref="RefundStates.Requested"/> the gateway has not heard of it yet.
    /// </summary>
    public bool IsKnownToGateway => GatewayKey is not null;

    /// <summary>It went back, or is to, by a person's hand, and the gateway has not told of it by name.</summary>
    public bool IsUnnamed => !IsKnownToGateway && State != RefundStates.Failed && Way != RefundWays.Sandbox;

    /// <summary>The gateway, or a person, knows it by this name.</summary>
    public bool Has(string name) => GatewayKey == name || Reference == name;

    /// <summary>A refund of this amount that the gateway tells of may be this one.</summary>
    public bool MayBeToldAs(long amount) => IsUnnamed && Amount == amount;

    /// <summary>It was not asked for here: the gateway told of it, at most confirmed by a person.</summary>
    public bool IsReported => Way == RefundWays.Gateway && GatewayKey != Id;

    public Refund ToRefund() => new()
    {
        Id = Id, PaymentId = PaymentId, Amount = Amount, Status = RefundStates.Parse(State), By = RefundWays.Parse(Way), Reason = Reason,
        Reference = Reference, Error = Error, CreatedAt = CreatedAt.FromDb(), DoneAt = DoneAt.FromDb(), FailedAt = FailedAt.FromDb(),
    };

    /// <summary>No payer's data.</summary>
    public override string ToString() => Id;
}
