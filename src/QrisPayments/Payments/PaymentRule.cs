using QrisPayments.Foundation;
using QrisPayments.Hosting;

namespace QrisPayments.Payments;

/// <summary>Bounds of <see cref="PaymentOptions"/>.</summary>
internal sealed class PaymentRule : IOptionsRule
{
    public IEnumerable<Fault> Check(QrisPaymentsOptions options)
    {
        if (options.Payments.Expiry < NewPaymentRules.MinExpiry || options.Payments.Expiry > NewPaymentRules.MaxExpiry)
            yield return new Fault("QrisPayments:Payments:Expiry", "out_of_range", "QrisPayments:Payments:Expiry must be from 00:01:00 to 1.00:00:00.");
        if (options.Payments.MaxAmount is < 1 or > 1_000_000_000_000)
            yield return new Fault("QrisPayments:Payments:MaxAmount", "out_of_range", "QrisPayments:Payments:MaxAmount must be whole rupiah from 1 to 1000000000000.");
    }
}
