namespace QrisPayments.Testing;

/// <summary>
/// A clock that stands still until told. It moves only <see cref="GetUtcNow"/>: timers and delays stay real, so that
/// background work goes on while a test decides what time it is. Safe to use from any thread.
/// </summary>
public sealed class FakeClock : TimeProvider
{
    private long _ticks;

    /// <summary>A clock that shows <paramref name="now"/>, or 1 January 2026, 12:00 in Jakarta.</summary>
    public FakeClock(DateTimeOffset? now = null) =>
        _ticks = (now ?? new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.FromHours(7))).UtcTicks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>Moves it; a negative span moves it back.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
