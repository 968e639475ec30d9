using QrisPayments.Plugins.Providers;

namespace QrisPayments.Payments;

/// <summary>An attempt whose create was not answered, as its books stand.</summary>
/// <param name="Id">The attempt.</param>
/// <param name="PaymentId">Its payment.</param>
/// <param name="Account">Who was asked.</param>
/// <param name="Amount">What was asked for before any code, whole rupiah.</param>
/// <param name="TotalAmount">The total that the books have, whole rupiah.</param>
/// <param name="ProviderRef">The gateway's reference, if it is known by now.</param>
/// <param name="ExpiresAt">When it ends, unless the gateway says otherwise.</param>
/// <param name="IsUnknown">It may still turn out to be open.</param>
internal sealed record LostAttempt(
    string Id, string PaymentId, ProviderAccount Account, long Amount, long TotalAmount, string? ProviderRef, DateTimeOffset ExpiresAt,
    bool IsUnknown);
