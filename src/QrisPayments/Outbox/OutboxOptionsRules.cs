using Microsoft.Extensions.Options;
using QrisPayments.Foundation;

namespace QrisPayments.Outbox;

/// <summary>Bounds of <see cref="OutboxOptions"/>.</summary>
internal sealed class OutboxOptionsRules(IOptions<OutboxOptions> options) : IOptionsRule
{
    public IEnumerable<Fault> Check()
    {
        var outbox = options.Value;
        if (outbox.PollInterval < TimeSpan.FromMilliseconds(50) || outbox.PollInterval > TimeSpan.FromMinutes(1))
            yield return Fault(nameof(outbox.PollInterval), "from 00:00:00.05 to 00:01:00");
        if (outbox.Lease < TimeSpan.FromSeconds(1) || outbox.Lease > TimeSpan.FromMinutes(10))
            yield return Fault(nameof(outbox.Lease), "from 00:00:01 to 00:10:00");
        if (outbox.FirstRetry < TimeSpan.Zero || outbox.FirstRetry > TimeSpan.FromHours(1))
            yield return Fault(nameof(outbox.FirstRetry), "from 00:00:00 to 01:00:00");
        if (outbox.MaxTries is < 1 or > 1000) yield return Fault(nameof(outbox.MaxTries), "from 1 to 1000");
        if (outbox.Parallel is < 1 or > 64) yield return Fault(nameof(outbox.Parallel), "from 1 to 64");
    }

    private static Fault Fault(string name, string bounds) =>
        new($"QrisPayments:Outbox:{name}", "out_of_range", $"QrisPayments:Outbox:{name} must be {bounds}.");
}
