using QrisPayments.Apps;
using QrisPayments.Foundation;
using QrisPayments.Hosting;

namespace QrisPayments.Outbox;

/// <summary>Bounds of <see cref="OutboxOptions"/> and <see cref="WebhookOptions"/>.</summary>
internal sealed class OutboxRule : IOptionsRule
{
    public IEnumerable<Fault> Check(QrisPaymentsOptions options)
    {
        var outbox = options.Outbox;
        if (outbox.PollInterval < TimeSpan.FromMilliseconds(50) || outbox.PollInterval > TimeSpan.FromMinutes(1))
            yield return Fault(nameof(outbox.PollInterval), "from 00:00:00.05 to 00:01:00");
        if (outbox.Lease < TimeSpan.FromSeconds(1) || outbox.Lease > TimeSpan.FromMinutes(10))
            yield return Fault(nameof(outbox.Lease), "from 00:00:01 to 00:10:00");
        if (outbox.FirstRetry < TimeSpan.Zero || outbox.FirstRetry > TimeSpan.FromHours(1))
            yield return Fault(nameof(outbox.FirstRetry), "from 00:00:00 to 01:00:00");
        if (outbox.MaxTries is < 1 or > 1000) yield return Fault(nameof(outbox.MaxTries), "from 1 to 1000");
        if (outbox.Parallel is < 1 or > 64) yield return Fault(nameof(outbox.Parallel), "from 1 to 64");
        if (options.Webhooks.Keep < TimeSpan.FromDays(1) || options.Webhooks.Keep > TimeSpan.FromDays(365))
            yield return new Fault("QrisPayments:Webhooks:Keep", "out_of_range", "QrisPayments:Webhooks:Keep must be from 1.00:00:00 to 365.00:00:00.");
        if (options.Webhooks.Secret is { } secret && WebhookSecret.Bytes(secret) is null)
            yield return new Fault("QrisPayments:Webhooks:Secret", "secret_invalid", "QrisPayments:Webhooks:Secret must be whsec_ and base64 of 24 to 64 random bytes.");
    }

    private static Fault Fault(string name, string bounds) =>
        new($"QrisPayments:Outbox:{name}", "out_of_range", $"QrisPayments:Outbox:{name} must be {bounds}.");
}
