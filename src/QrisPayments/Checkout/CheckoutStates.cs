using QrisPayments.Reviews;

namespace QrisPayments.Checkout;

/// <summary>What the customer is told, from what is stored and what time it is.</summary>
internal static class CheckoutStates
{
    public static CheckoutState Of(Payment payment, DateTimeOffset now) => payment switch
    {
        { Status: PaymentStatus.Paid } => CheckoutState.Paid,
        // Also after it ended: money that came late is not lost, and must not read as "expired".
        { Review: not null } => CheckoutState.Review,
        { Status: PaymentStatus.Expired } => CheckoutState.Expired,
        { Status: PaymentStatus.Cancelled } => CheckoutState.Cancelled,
        { Status: PaymentStatus.Failed } => CheckoutState.Failed,
        { TotalAmount: null } => CheckoutState.Preparing,
        // The row follows within seconds; no customer should start to pay in between.
        { ExpiresAt: { } expires } when expires <= now => CheckoutState.Expired,
        _ => CheckoutState.Pending,
    };

    /// <summary>The payload to draw, only while money sent to it would be counted without a person.</summary>
    public static string? Scannable(Payment payment, DateTimeOffset now) =>
        payment is { Status: PaymentStatus.Pending, QrString: { } qr } && !(payment.ExpiresAt <= now) ? qr : null;
}
