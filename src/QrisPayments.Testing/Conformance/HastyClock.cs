namespace QrisPayments.Testing;

/// <summary>
/// The time of a plugin's client: it shows what the suite's clock shows, and its waits are a hundredth as long. A client that asks
/// again after 200 ms and 400 ms, at every broken line of every check, would make up most of the suite's time; that it asks again,
/// and how often, stays as in a host.
/// </summary>
internal sealed class HastyClock(TimeProvider clock) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    // What is not above zero means at once, or never.
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 100 : dueTime, period);
}
