namespace QrisPayments.Outbox;

/// <summary>How events are delivered (<c>QrisPayments:Outbox</c>).</summary>
public sealed class OutboxOptions
{
    /// <summary>How often the table is looked at when nothing wakes the dispatcher, 50 ms to 1 minute.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one delivery may take before another node may try it, 1 second to 10 minutes.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The pause after the first failure, 0 to 1 hour; it doubles with each further one, up to an hour. From the fifth failure on it is
    /// at least 1 second and doubles from there, so that 0 does not mean without end at once.
    /// </summary>
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// After so many failures a callback is given up; 20 tries reach over ten hours. One in the shape of a gateway (through its facade)
    /// is tried hourly from then on, and given up 7 days after what it tells of, as handlers of plugins are: its client may have no
    /// other way to learn of the money. The shop's own handlers are never given up. Whatever their number, tries end when the receiver
    /// answers 410 Gone, and when the address leads to a private network that <c>QrisPayments:Callbacks:AllowedPrivateHosts</c> does not
    /// name.
    /// </summary>
    public int MaxTries { get; set; } = 20;

    /// <summary>
    /// How many deliveries of a kind one node makes at a time, 1–64. Handlers have equal parts of them. A receiver of callbacks (scheme,
    /// host and port) has a quarter, at least one; one that is not known to answer has one, and all such together half, so that
    /// receivers that are dead keep none waiting that answers.
    /// </summary>
    public int Parallel { get; set; } = 8;
}
