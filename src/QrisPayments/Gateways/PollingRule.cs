using QrisPayments.Foundation;
using QrisPayments.Hosting;

namespace QrisPayments.Gateways;

/// <summary>Bounds of <see cref="PollingOptions"/>.</summary>
internal sealed class PollingRule : IOptionsRule
{
    public IEnumerable<Fault> Check(QrisPaymentsOptions options)
    {
        if (options.Polling.Interval < TimeSpan.FromMilliseconds(50) || options.Polling.Interval > TimeSpan.FromMinutes(1))
            yield return new Fault("QrisPayments:Polling:Interval", "out_of_range", "QrisPayments:Polling:Interval must be from 00:00:00.05 to 00:01:00.");
    }
}
