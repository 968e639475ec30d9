using Microsoft.Extensions.Options;
using QrisPayments.Foundation;

namespace QrisPayments.Web;

/// <summary>Bounds of <see cref="LimitOptions"/>.</summary>
internal sealed class LimitOptionsRules(IOptions<LimitOptions> options) : IOptionsRule
{
    public IEnumerable<Fault> Check()
    {
        var limits = options.Value;
        if (limits.RequestsPerSecond is < 1 or > 1_000_000 || limits.Burst < 1 || limits.CheckoutPerSecond < 1 || limits.CheckoutBurst < 1
            || limits.ConsolePerSecond < 1 || limits.ConsoleBurst < 1)
            yield return new Fault("QrisPayments:Limits", "out_of_range",
                "Every value of QrisPayments:Limits but OpenPerVisitor must be at least 1.");
        if (limits.OpenPerVisitor < 0)
            yield return new Fault("QrisPayments:Limits:OpenPerVisitor", "out_of_range",
                "QrisPayments:Limits:OpenPerVisitor must be at least 1, or 0 for any number.");
    }
}
