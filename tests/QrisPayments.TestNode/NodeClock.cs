namespace QrisPayments.TestNode;

/// <summary>The system's time and what the test has added: two nodes never agree to the millisecond.</summary>
internal sealed class NodeClock : TimeProvider
{
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);
}
