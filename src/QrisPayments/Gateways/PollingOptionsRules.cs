using Microsoft.Extensions.Options;
using QrisPayments.Foundation;

namespace QrisPayments.Gateways;

/// <summary>Bounds of <see cref="PollingOptions"/>.</summary>
internal sealed class PollingOptionsRules(IOptions<PollingOptions> options) : IOptionsRule
{
    public IEnumerable<Fault> Check()
    {
        if (options.Value.Interval < TimeSpan.FromMilliseconds(50) || options.Value.Interval > TimeSpan.FromMinutes(1))
            yield return new Fault("QrisPayments:Polling:Interval", "out_of_range",
                "QrisPayments:Polling:Interval must be from 00:00:00.05 to 00:01:00.");
    }
}
