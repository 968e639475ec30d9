using System.Runtime.CompilerServices;

namespace QrisPayments.Plugins;

/// <summary>
/// Runs one plugin's code on a few threads of its own, so that code which never returns costs those and none of the pool that
/// the rest of the host lives on. Threads are made when there is work and go when there has been none for a moment.
/// </summary>
internal sealed class PluginThreads(string name, int max) : TaskScheduler
{
    private const int IdleMilliseconds = 2_000;

    private readonly object _lock = new();
    private readonly LinkedList<Task> _queue = [];
    private int _threads;
    private int _idle;

    /// <summary>How many threads there are at this moment, at work or stuck.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _threads;
        }
    }

    public override int MaximumConcurrencyLevel => max;

    protected override void QueueTask(Task task)
    {
        lock (_lock)
        {
            _queue.AddLast(task);
            Monitor.Pulse(_lock);
            if (_queue.Count <= _idle || _threads == max) return;
            _threads++;
        }
        // Without the caller's context: a thread lives longer than the call that made it.
        new Thread(Work) { IsBackground = true, Name = name }.UnsafeStart();
    }

    protected override bool TryDequeue(Task task)
    {
        lock (_lock) return _queue.Remove(task);
    }

    // Only on our own threads, never on that of a caller that waits.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_lock) return [.. _queue];
    }

    private void Work()
    {
        while (WaitForWork()) ExecuteNext();
    }

    private bool WaitForWork()
    {
        lock (_lock)
        {
            while (_queue.Count == 0)
            {
                _idle++;
                var pulsed = Monitor.Wait(_lock, IdleMilliseconds);
                _idle--;
                if (pulsed || _queue.Count > 0) continue;
                _threads--;
                return false;
            }
            return true;
        }
    }

    /// <summary>In a method of its own: a waiting thread must not keep the last task, and with it the plugin, in memory.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ExecuteNext()
    {
        Task? task;
        lock (_lock)
        {
            task = _queue.First?.Value;
            if (task is not null) _queue.RemoveFirst();
        }
        if (task is not null) TryExecuteTask(task);
    }
}
