using System.Diagnostics.CodeAnalysis;

namespace QrisPayments.Storage;

/// <summary>
/// Bounds how many connections are open at a time, and lets the others wait without a thread. More than a driver's pool
/// holds would wait inside the pool, where MySql.Data blocks a thread for each; SQLite's writers block and sleep. Some
/// hundred requests at once would then take every thread of the process, and nothing would finish for a minute.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle is never used holds nothing to release.")]
internal sealed class ConnectionSlots(int count)
{
    /// <summary>Longer than that nobody waits for an answer.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether this flow of work holds a slot already. Work inside work (a handler that makes a payment) goes on without a
    /// second one: otherwise those who hold slots could wait for each other for ever.
    /// </summary>
    private static readonly AsyncLocal<bool> Holding = new();

    private readonly SemaphoreSlim _free = new(count, count);

    /// <summary>Runs <paramref name="work"/> when a slot is free.</summary>
    /// <exception cref="DatabaseBusyException">None became free in time. Nothing was done.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (Holding.Value) return await work();
        if (!await _free.WaitAsync(Timeout, cancellationToken)) throw new DatabaseBusyException();
        // Set here, it reaches the work and ends with this method.
        Holding.Value = true;
        try
        {
            return await work();
        }
        finally
        {
            _free.Release();
        }
    }
}
