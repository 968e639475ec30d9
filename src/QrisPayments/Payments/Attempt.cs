using QrisPayments.Plugins.Providers;

namespace QrisPayments.Payments;

/// <summary>An attempt that was stored as <c>creating</c> and is to be opened.</summary>
internal sealed record Attempt(
    string Id,
    string PaymentId,
    ProviderAccount Account,
    long Amount,
    int UniqueCode,
    long TotalAmount,
    DateTimeOffset ExpiresAt,
    DateTimeOffset HeldUntil)
{
    /// <summary>
    /// The end of the address for this attempt's own webhooks. Only its hash is stored, so it is known to nobody but the one who opens the
    /// attempt, and to the gateway (WIRE M1).
    /// </summary>
    public string? HookToken { get; init; }
}
