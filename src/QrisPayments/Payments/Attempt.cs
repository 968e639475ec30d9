using QrisPayments.Providers;

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
    DateTimeOffset HeldUntil);
