using QrisPayments.Reviews;

namespace QrisPayments.Payments;

/// <summary>Rules for payments (<c>QrisPayments:Payments</c>).</summary>
public sealed class PaymentOptions
{
    /// <summary>How long an attempt may be paid, 1 minute to 24 hours.</summary>
    public TimeSpan Expiry { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The greatest base amount, whole rupiah. Bank Indonesia limits a QRIS transaction to Rp10,000,000.</summary>
    public long MaxAmount { get; set; } = 10_000_000;

    /// <summary>What happens to money that was sent after a payment had ended.</summary>
    public LatePolicy LatePolicy { get; set; } = LatePolicy.Review;
}
