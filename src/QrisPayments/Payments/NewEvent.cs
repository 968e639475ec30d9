namespace QrisPayments.Payments;

/// <summary>Something that happened to a payment.</summary>
internal sealed record NewEvent
{
    public required string PaymentId { get; init; }

    /// <summary>The payment's version after it.</summary>
    public required long Version { get; init; }

    /// <summary>One of <see cref="PaymentEventTypes"/>, <see cref="CancelAnswered"/> or <see cref="Replaced"/>.</summary>
    public required string Type { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The client's address that is told, if there is one.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>In whose shape it is told; null for the module's own.</summary>
    public string? CallbackShape { get; init; }

    /// <summary>The refund that it is about; null for every other event.</summary>
    public string? RefundId { get; init; }

    /// <summary>Details for the timeline; no secrets, no payer data.</summary>
    public object? Data { get; init; }

    /// <summary>What a gateway said when it was asked to call an attempt off.</summary>
    public const string CancelAnswered = "attempt.cancel_answered";

    /// <summary>
    /// Another payment took the place of one that had ended, when its order changed. One that was open is cancelled instead.
    /// </summary>
    public const string Replaced = "payment.replaced";

    /// <summary>Handlers and callbacks hear of outcomes; the steps on the way are for the timeline.</summary>
    public bool IsOutcome => Type is not (PaymentEventTypes.Created or PaymentEventTypes.Opened or CancelAnswered or Replaced);
}
