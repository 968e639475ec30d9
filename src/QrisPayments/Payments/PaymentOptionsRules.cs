using Microsoft.Extensions.Options;
using QrisPayments.Foundation;

namespace QrisPayments.Payments;

/// <summary>Bounds of <see cref="PaymentOptions"/>.</summary>
internal sealed class PaymentOptionsRules(IOptions<PaymentOptions> options) : IOptionsRule
{
    public IEnumerable<Fault> Check()
    {
        if (options.Value.Expiry < NewPaymentRules.MinExpiry || options.Value.Expiry > NewPaymentRules.MaxExpiry)
            yield return new Fault("QrisPayments:Payments:Expiry", "out_of_range",
                "QrisPayments:Payments:Expiry must be from 00:01:00 to 1.00:00:00.");
        if (options.Value.MaxAmount is < 1 or > 1_000_000_000_000)
            yield return new Fault("QrisPayments:Payments:MaxAmount", "out_of_range",
                "QrisPayments:Payments:MaxAmount must be whole rupiah from 1 to 1000000000000.");
    }
}
