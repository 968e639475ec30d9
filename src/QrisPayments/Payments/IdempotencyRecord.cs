namespace QrisPayments.Payments;

/// <summary>A key that is taken.</summary>
internal sealed class IdempotencyRecord
{
    public string BodyHash { get; init; } = "";
    public string PaymentId { get; init; } = "";

    /// <summary>The answer, or null while the create is under way.</summary>
    public string? Response { get; init; }

    public DateTime CreatedAt { get; init; }
}
