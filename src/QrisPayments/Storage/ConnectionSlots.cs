using System.Diagnostics.CodeAnalysis;

namespace QrisPayments.Storage;

/// <summary>
/// Bounds how many connections are open at a time, and lets the others wait without a thread. More than a driver's pool
/// holds would wait inside the pool, where MySql.Data blocks a thread for each; SQLite's writers block and sleep. Some
/// hundred requests at once would then take every thread of the process, and nothing would finish for a minute.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to release.")]
internal sealed class ConnectionSlots(int count)
{
    /// <summary>
    /// Then it goes on without a slot: work that holds one and waits for work that wants one (a handler that makes a
    /// payment) must not stand still.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _free = new(count, count);

    public async Task<Slot> TakeAsync(CancellationToken cancellationToken) =>
        new(await _free.WaitAsync(Patience, cancellationToken) ? _free : null);

    internal readonly struct Slot(SemaphoreSlim? taken) : IDisposable
    {
        public void Dispose() => taken?.Release();
    }
}
