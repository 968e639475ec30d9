using System.Runtime.CompilerServices;

namespace QrisPayments.Plugins;

/// <summary>
/// Runs one plugin's code on a few threads of its own, so that code which never returns costs those and none of the pool that
/// the rest of the host lives on. Threads are made when there is work and go when there has been none for a moment.
/// </summary>
internal sealed class PluginThreads(string name, int max) : TaskScheduler
{
    private const int IdleMilliseconds = 2_000;

    private readonly Lock _lock = new();
    private readonly LinkedList<Task> _queue = [];

    /// <summary>Threads that wait for work; the one that became idle last gets the next task.</summary>
    private readonly List<Worker> _idle = [];

    private int _threads;

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
        Worker? worker;
        lock (_lock)
        {
            // A thread is idle only when the queue is empty.
            if (_idle.Count > 0)
            {
                worker = _idle[^1];
                _idle.RemoveAt(_idle.Count - 1);
            }
            else
            {
                worker = null;
                _queue.AddLast(task);
                if (_threads == max) return;
                _threads++;
            }
        }
        // Handed over directly, so that woken threads do not compete for one lock.
        if (worker is not null) worker.Give(task);
        // Without the caller's context: a thread lives longer than the call that made it.
        else new Thread(Work) { IsBackground = true, Name = name }.UnsafeStart();
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
        var worker = new Worker();
        while (ExecuteNext(worker))
        {
        }
    }

    /// <summary>
    /// In a method of its own: a waiting thread must not keep the last task, and with it the plugin, in memory. False when there was no
    /// work for a while.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool ExecuteNext(Worker worker)
    {
        if (Next(worker) is not { } task) return false;
        TryExecuteTask(task);
        return true;
    }

    private Task? Next(Worker worker)
    {
        lock (_lock)
        {
            if (_queue.First is { Value: var waiting })
            {
                _queue.RemoveFirst();
                return waiting;
            }
            _idle.Add(worker);
        }
        if (worker.Wait(IdleMilliseconds) is { } given) return given;
        lock (_lock)
        {
            if (_idle.Remove(worker))
            {
                _threads--;
                return null;
            }
        }
        // It was removed from the list a moment ago, so its task is on the way.
        return worker.Wait(Timeout.Infinite);
    }

    /// <summary>One thread, while it waits.</summary>
    private sealed class Worker
    {
        private Task? _given;

        public void Give(Task task)
        {
            lock (this)
            {
                _given = task;
                Monitor.Pulse(this);
            }
        }

        /// <summary>What was given, or null when nothing was in time.</summary>
        public Task? Wait(int milliseconds)
        {
            lock (this)
            {
                if (_given is null) Monitor.Wait(this, milliseconds);
                var given = _given;
                _given = null;
                return given;
            }
        }
    }
}
