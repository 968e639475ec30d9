using Microsoft.Extensions.Options;
using QrisPayments.Foundation;

namespace QrisPayments.Gateways;

/// <summary>Bounds of <see cref="WebhookOptions"/>.</summary>
internal sealed class WebhookOptionsRules(IOptions<WebhookOptions> options) : IOptionsRule
{
    public IEnumerable<Fault> Check()
    {
        if (options.Value.Keep < TimeSpan.FromDays(1) || options.Value.Keep > TimeSpan.FromDays(365))
            yield return new Fault("QrisPayments:Webhooks:Keep", "out_of_range",
                "QrisPayments:Webhooks:Keep must be from 1.00:00:00 to 365.00:00:00.");
    }
}
